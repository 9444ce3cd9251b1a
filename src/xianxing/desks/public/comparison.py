"""Two guides side by side: differences grouped by section, with words for keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xianxing.i18n import gettext
from xianxing.law import Guide
from xianxing.law.diff import SECTIONS, Difference
from xianxing.law.diff_rows import DEFAULT, clause_mark


@dataclass(frozen=True)
class ComparisonRow:
    """One key in which the guides differ; `aspects` holds (name, first, second)."""

    label: str
    kind: str
    aspects: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ComparisonSection:
    """A part of a guide with its differences."""

    title: str
    rows: tuple[ComparisonRow, ...]


KINDS = {"only_first": "removed", "only_second": "added", "changed": "changed", "not_verified": "unverified"}


def by_section(first: Guide, second: Guide, found: Iterable[Difference]) -> list[ComparisonSection]:
    """The differences in the order of the sections; clauses inherited unread are counted, not listed."""
    listed = [one for one in found if one.kind != "not_verified"]
    sections = [
        ComparisonSection(
            title(name), tuple(_row(one, first, second) for one in listed if one.section == name)
        )
        for name in SECTIONS
    ]
    return [section for section in sections if section.rows]


def title(section: str) -> str:
    """A section in the reader's language."""
    return {
        "guide": gettext("The guide itself"),
        "organs": gettext("Organs"),
        "unit_kinds": gettext("Kinds of units"),
        "project_types": gettext("Types of projects"),
        "batches": gettext("Batches"),
        "clauses": gettext("Clauses"),
        "fields": gettext("Cells of the form"),
        "materials": gettext("Materials"),
        "settings": gettext("Dated numbers and settings"),
        "papers": gettext("Words of the papers"),
        "rule_families": gettext("Weights of the families of rules"),
        "rules": gettext("Single rules"),
        "clause_answers": gettext("Clauses that answer to the reference guide's"),
    }[section]


def _row(one: Difference, first: Guide, second: Guide) -> ComparisonRow:
    names = dict.fromkeys((*one.first, *one.second))
    aspects = tuple((name, one.first.get(name, ""), one.second.get(name, "")) for name in names)
    return ComparisonRow(_label(one, first) or _label(one, second) or one.key, KINDS[one.kind], aspects)


def _label(one: Difference, guide: Guide) -> str:
    match one.section:
        case "guide":
            return str(guide.label)
        case "organs":
            return str(guide.organs[one.key].role) if one.key in guide.organs else ""
        case "unit_kinds":
            return str(guide.unit_kinds[one.key].label) if one.key in guide.unit_kinds else ""
        case "project_types":
            return str(guide.project_types[one.key].label) if one.key in guide.project_types else ""
        case "batches":
            return str(guide.batches[one.key].label) if one.key in guide.batches else ""
        case "clauses":
            return guide.clauses[one.key].display if one.key in guide.clauses else ""
        case "fields":
            return str(guide.field(one.key).label) if guide.has_field(one.key) else ""
        case "materials":
            return str(guide.materials[one.key].label) if one.key in guide.materials else ""
        case "papers":
            return _paper(guide, one.key)
        case "clause_answers":
            return clause_mark(guide, one.key) if one.key in guide.clauses else ""
        case _:
            return str(guide.parameters[one.key].label) if one.key in guide.parameters else ""


def _paper(guide: Guide, kind: str) -> str:
    """A kind of paper by its heading; nothing where it has none that people would know it by."""
    if kind == DEFAULT:
        return gettext("All other papers")
    template = guide.papers.templates.get(kind)
    return template.title if template else ""
