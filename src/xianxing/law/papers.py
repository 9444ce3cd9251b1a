"""Templates of official papers, from `papers.toml`: who issues one, to whom, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xianxing.i18n import gettext
from xianxing.law.reading import TomlTable
from xianxing.law.text import Text

UNIT = "unit"  # as issuer: the unit that acts; the first issuer of the file where none does
SAID, ORGAN = "said.", "organ."  # an answer or particular of the step in its words; the name of an organ
ALL_SAID = "said"  # every answer and particular, one a paragraph
PLACEHOLDERS = (
    "project", "units", "lead", "unit", "number", "batch", "channel", "guide", "clauses", "day", "time",
    "document", "step", "state", "reason", ALL_SAID, "limit", "limit_length", "limit_day", "issuer",
)  # fmt: skip
_BRACES = re.compile(r"\{([^{}]*)\}")


class PaperForm(StrEnum):
    """How a paper is laid out."""

    OFFICIAL = "official"  # with the organ's red mark, a number, and the lines of print and copies
    RECORD = "record"  # a sheet for the file, without them


@dataclass(frozen=True)
class PaperIssuer:
    """The organs that issue a paper together, the leading one first, by their keys in guide.toml.

    `proxy` is the organ that seals for one which has no seal of its own (代章), "" for none; `printed_by` the
    office that prints.
    """

    organs: tuple[str, ...]
    proxy: str = ""
    printed_by: str = ""


@dataclass(frozen=True)
class PaperTemplate:
    """The words of one kind of paper. `to` and `copies` are groups of units or organs, in order.

    `readers` are the groups of units that read it without being addressed. A paragraph of which a placeholder
    has nothing to say is left out.
    """

    form: PaperForm
    issuer: str
    title: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    readers: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class PaperTemplates:
    """Every template of a guide. `elsewhere` says of kinds that are made in another place why."""

    issuers: Mapping[str, PaperIssuer] = field(default_factory=dict)
    templates: Mapping[str, PaperTemplate] = field(default_factory=dict)
    default: PaperTemplate | None = None
    elsewhere: Mapping[str, Text] = field(default_factory=dict)

    def of(self, kind: str) -> PaperTemplate | None:
        """The template of a kind of document, or the one for all others; None where it is made elsewhere."""
        return None if kind in self.elsewhere else self.templates.get(kind, self.default)


NO_PAPERS = PaperTemplates()


@dataclass(frozen=True)
class PaperNames:
    """What templates may point to: organs, groups of units, kinds of document, facts and particulars.

    `own` are the kinds that this very package writes templates for: what another guide wrote for a kind or
    fact that this one hasn't is left unused.
    """

    organs: frozenset[str]
    groups: frozenset[str]
    kinds: frozenset[str]
    said: frozenset[str]
    own: frozenset[str]

    @classmethod
    def of(
        cls, organs: Iterable[str], procedure: Mapping[str, object], own: Mapping[str, object]
    ) -> PaperNames:
        """From the procedure's data and the package's own `papers.toml`."""
        roles = _rows(procedure, "role").values()
        groups = {str(role["of"]) for role in roles if isinstance(role, dict) and role.get("of")}
        said = {*_rows(procedure, "fact"), *_rows(procedure, "particular")}
        kinds = frozenset(_rows(procedure, "document"))
        mine = {*_rows(own, "paper"), *_rows(own, "elsewhere")}
        return cls(frozenset(organs), frozenset(groups), kinds, frozenset(said), frozenset(mine))


def build_papers(table: TomlTable, names: PaperNames) -> PaperTemplates:
    """The templates; GuideError for a placeholder, organ, group, fact or kind of document that is none."""
    issuers = {key: _issuer(row, names) for key, row in table.tables("issuer")}
    known = (*issuers, UNIT)
    written, templates = list(table.names()), {}
    for kind, row in table.tables("paper"):
        mine = kind in names.own
        if mine and kind not in names.kinds:
            raise table.unknown(f"paper.{kind}", kind, sorted(names.kinds))
        templates[kind] = _template(row, known, names, mine)
    default = _template(table.table("default"), known, names, True) if table.has("default") else None
    kept = table.table("elsewhere")
    elsewhere = {kind: kept.text(kind) for kind in kept.names()}
    for kind in elsewhere:
        if kind in names.own and kind not in names.kinds:
            raise kept.unknown(kind, kind, sorted(names.kinds))
    missing = sorted(names.kinds - set(templates) - set(elsewhere))
    if written and missing and default is None:
        problem = gettext("no template for: {kinds}").format(kinds=", ".join(missing))
        raise table.error("paper", problem, gettext("write [paper.KIND], [default] or [elsewhere]"))
    return PaperTemplates(issuers, templates, default, elsewhere)


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces of a text, in order."""
    return tuple(_BRACES.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders' values; "" where one of them has none."""
    if any(not values.get(name) for name in placeholders(text)):
        return ""
    return _BRACES.sub(lambda found: values[found[1]], text)


def _issuer(row: TomlTable, names: PaperNames) -> PaperIssuer:
    organs = row.strings("organs")
    for organ in (*organs, row.string("proxy", "")):
        if organ and organ not in names.organs:
            raise row.unknown("organs" if organ in organs else "proxy", organ, sorted(names.organs))
    if not organs:
        raise row.error("organs", gettext("nobody issues it"), gettext("name an organ of guide.toml"))
    issuer = PaperIssuer(organs, row.string("proxy", ""), row.string("printed_by", ""))
    row.done()
    return issuer


def _template(row: TomlTable, issuers: Iterable[str], names: PaperNames, mine: bool) -> PaperTemplate:
    issuer = row.string("issuer")
    if issuer not in issuers:
        raise row.unknown("issuer", issuer, issuers)
    for key, known in (("to", names.groups | names.organs), ("copies", names.groups | names.organs)):
        _refuse_others(row, key, row.strings(key, ()), known if mine else None)
    _refuse_others(row, "readers", row.strings("readers", ()), names.groups if mine else None)
    template = PaperTemplate(
        row.choice("form", PaperForm),
        issuer,
        row.string("title"),
        row.strings("to", ()),
        row.strings("copies", ()),
        row.strings("readers", ()),
        row.strings("paragraphs"),
    )
    for key, texts in (("title", (template.title,)), ("paragraphs", template.paragraphs)):
        for text in texts:
            _refuse_broken(row, key, text, names, mine)
    row.done()
    return template


def _refuse_others(row: TomlTable, key: str, given: Iterable[str], known: frozenset[str] | None) -> None:
    for name in given:
        if known is not None and name not in known:
            raise row.unknown(key, name, sorted(known))


def _refuse_broken(row: TomlTable, key: str, text: str, names: PaperNames, mine: bool) -> None:
    found = placeholders(text)
    if "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        problem = gettext("a brace without its other one: {text}").format(text=text)
        raise row.error(key, problem, gettext("write a placeholder's name between two braces"))
    for name in found:
        if name == ALL_SAID and text != f"{{{ALL_SAID}}}":
            problem = gettext("“said” stands alone in its paragraph")
            raise row.error(key, problem, gettext("write it as a paragraph of its own"))
        if name.startswith(SAID):
            if mine and name.removeprefix(SAID) not in names.said:
                raise row.unknown(key, name, [f"{SAID}{one}" for one in sorted(names.said)])
        elif name.startswith(ORGAN):
            if name.removeprefix(ORGAN) not in names.organs:
                raise row.unknown(key, name, [f"{ORGAN}{one}" for one in sorted(names.organs)])
        elif name not in PLACEHOLDERS:
            raise row.unknown(key, name, PLACEHOLDERS)


def _rows(data: Mapping[str, object], section: str) -> Mapping[str, object]:
    found = data.get(section)
    return found if isinstance(found, dict) else {}
