"""Two guides side by side: differences grouped by section, with words for keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xianxing.i18n import gettext
from xianxing.law.diff import SECTIONS, Difference


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


KINDS = {
    "only_first": "removed",
    "only_second": "added",
    "changed": "changed",
    "moved": "moved",
    "not_verified": "unverified",
}


def by_section(found: Iterable[Difference]) -> list[ComparisonSection]:
    """The differences in the order of the sections; clauses inherited unread are counted, not listed."""
    listed = [one for one in found if one.kind != "not_verified"]
    sections = [
        ComparisonSection(title(name), tuple(_row(one) for one in listed if one.section == name))
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


def _row(one: Difference) -> ComparisonRow:
    names = dict.fromkeys((*one.first, *one.second))
    aspects = tuple((name, one.first.get(name, ""), one.second.get(name, "")) for name in names)
    return ComparisonRow(one.title or one.key, KINDS[one.kind], aspects)
