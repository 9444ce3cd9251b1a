"""Everything of a guide but its form, from the merged TOML of its package."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xianxing.i18n import gettext
from xianxing.law.dated import DatedValue, Parameter, Plain
from xianxing.law.findings import Basis, Severity
from xianxing.law.material import (
    Issuer,
    MaterialKind,
    MaterialMeans,
    ReportSection,
    SectionMeans,
    Signer,
    Title,
    TitleVerdict,
)
from xianxing.law.model import (
    Batch,
    Clause,
    ClauseStatus,
    Direction,
    Hedge,
    Organ,
    OrganName,
    ProjectType,
    RuleSetting,
    Sentence,
    Territory,
    UnitKind,
)
from xianxing.law.reading import TomlTable
from xianxing.law.text import NO_TEXT

CONDITIONS = ("exemption_or_new_field",)  # what a type of project may require


def build_clauses(table: TomlTable, verified: frozenset[str] | None) -> dict[str, Clause]:
    """Clauses in order; `verified` names those that this very package states (None: all)."""
    hedges = {}
    for key, row in table.tables("hedge"):
        hedges[key] = Hedge(row.string("word"), key, row.text("reading"))
        row.done()
    clauses = {}
    for key, row in table.tables("clause"):
        row.string("after", "")  # read where the package is laid together
        clauses[key] = Clause(
            id=key,
            display=row.words("display"),
            text=row.text("text"),
            hedges=tuple(_known(row, "hedges", name, hedges) for name in row.strings("hedges", ())),
            status=row.choice("status", ClauseStatus),
            note=row.text("note", NO_TEXT),
            verified=row.boolean("verified", verified is None or key in verified),
        )
        row.done()
    return clauses


def _known(row: TomlTable, key: str, name: str, known: Mapping[str, Hedge]) -> Hedge:
    if name not in known:
        raise row.unknown(key, name, known)
    return known[name]


def build_organs(guide: TomlTable, inherited: frozenset[str]) -> dict[str, Organ]:
    """Organs with all their names.

    Those `inherited` from the guide below are another guide's: one that is this guide's too must stand in
    `same_organs`; GuideError for those that don't, and for a name there that no organ has.
    """
    organs, same = {}, guide.strings("same_organs", ())
    for key, row in guide.tables("organ"):
        organs[key] = Organ(key, row.text("role"), tuple(_organ_name(name) for name in row.rows("names")))
        row.done()
    for key in same:
        if key not in organs:
            raise guide.unknown("same_organs", key, organs)
    silent = [key for key in organs if key in inherited and key not in same]
    if silent:
        names = "、".join(f"{key} ({organs[key].names[-1].name})" for key in silent if organs[key].names)
        problem = gettext("these organs are still those of the guide below: {names}").format(names=names)
        remedy = gettext(
            "write [organ.{key}] anew, take it out with absent = true, or keep it: same_organs = [{all}]"
        )
        listed = ", ".join(f'"{key}"' for key in silent)
        raise guide.error("same_organs", problem, remedy.format(key=silent[0], all=listed))
    return organs


def _organ_name(row: TomlTable) -> OrganName:
    name = OrganName(
        name=row.text("name"),
        since=row.day("since"),
        until=row.maybe_day("until"),
        source=row.text("source"),
        confidence=row.string("confidence"),
        checked_until=row.maybe_day("checked_until"),
    )
    row.done()
    return name


def build_territories(guide: TomlTable) -> dict[str, Territory]:
    """Places that units may have to belong to."""
    found = {}
    for key, row in guide.tables("territory"):
        found[key] = Territory(
            key,
            row.text("label"),
            row.strings("exact"),
            row.strings("prefixes", ()),
            row.strings("ambiguous", ()),
            row.strings("ambiguous_prefixes", ()),
            row.strings("excluding", ()),
        )
        row.done()
    return found


def build_unit_kinds(guide: TomlTable, territories: Mapping[str, Territory]) -> dict[str, UnitKind]:
    """Admissible kinds of unit."""
    found = {}
    for key, row in guide.tables("unit_kind"):
        kind = UnitKind(
            key=key,
            label=row.text("label"),
            clause=row.clause(),
            pilot=row.boolean("pilot"),
            core=row.boolean("core", False),
            lead=row.string("lead"),
            lead_clause=row.clause("lead_clause"),
            licensed=row.boolean("licensed"),
            needs_scenario_business=row.boolean("needs_scenario_business", False),
            territory_field=row.string("territory_field", ""),
            territory=row.string("territory", ""),
            open=row.boolean("open", False),
            examples=row.text("examples", NO_TEXT),
            licence_words=row.strings("licence_words", ()),
        )
        if kind.lead not in ("always", "joint"):
            raise row.unknown("lead", kind.lead, ("always", "joint"))
        if kind.territory_field not in ("", "registered_in", "jurisdiction"):
            raise row.unknown("territory_field", kind.territory_field, ("registered_in", "jurisdiction"))
        if kind.territory_field and kind.territory not in territories:
            raise row.unknown("territory", kind.territory, territories)
        row.done()
        found[key] = kind
    return found


def build_project_types(guide: TomlTable) -> dict[str, ProjectType]:
    """Types of project."""
    found = {}
    for key, row in guide.tables("project_type"):
        found[key] = ProjectType(
            key,
            row.text("label"),
            row.clause(),
            _conditions(row),
            row.text("test"),
            row.groups("meanings"),
            row.string("means", ""),
        )
        row.done()
    return found


def _conditions(row: TomlTable) -> tuple[str, ...]:
    asked = row.strings("requires", ())
    for condition in asked:
        if condition not in CONDITIONS:
            raise row.unknown("requires", condition, CONDITIONS)
    return asked


def build_directions(guide: TomlTable) -> tuple[Direction, ...]:
    """Suggested directions in order."""
    found = []
    for _, row in guide.tables("direction"):
        found.append(Direction(row.integer("value"), row.text("label"), row.clause()))
        row.done()
    return tuple(found)


def build_batches(guide: TomlTable, partial: bool) -> dict[str, Batch]:
    """Calls; GuideError for a call under a partial guide or a window that closes before it opens."""
    found = {}
    for key, row in guide.tables("batch"):
        days = row.day("opens"), row.day("closes")
        batch = Batch(key, row.text("label"), row.clause(), *days, row.string("code", ""))
        if partial:
            problem = gettext("no batch may open under a partial guide")
            raise row.error("opens", problem, gettext('verify every clause and set status = "complete"'))
        if batch.closes < batch.opens:
            raise row.error("closes", gettext("the window closes before it opens"), gettext("a later day"))
        row.done()
        found[key] = batch
    return found


def build_materials(table: TomlTable, old: bool) -> dict[str, MaterialKind]:
    """Kinds of file with their required sections.

    In an `old` package, from before kinds had meanings, a name that is a meaning means it.
    """
    found = {}
    old = old and not any(row.has("means") for _, row in table.tables("material"))
    for key, row in table.tables("material"):
        clause, sections_basis = row.clause(), row.choice("sections_basis", Basis, Basis.PRACTICE)
        found[key] = MaterialKind(
            key=key,
            label=row.text("label"),
            mandatory=row.boolean("mandatory", False),
            clause=clause,
            issued_by=row.choice("issued_by", Issuer),
            issued_by_basis=row.choice("issued_by_basis", Basis, Basis.PRACTICE),
            signed_by=row.choice("signed_by", Signer, Signer.NOBODY),
            sections=tuple(
                _section(name, part, clause, sections_basis, old) for name, part in row.tables("section")
            ),
            sections_basis=sections_basis,
            sections_open=row.boolean("sections_open", False),
            formats=row.strings("formats"),
            guidance=row.text("guidance", NO_TEXT),
            means=_means(row, key, MaterialMeans, old),
            risks=row.string("risks", ""),
            risks_as_sections=row.boolean("risks_as_sections", False),
        )
        row.done()
    return found


def _means(row: TomlTable, key: str, known: type[StrEnum], old: bool) -> str:
    """What a kind of file or a part means; one that bears the name of a meaning has to say so, or "" ."""
    if old:
        return key if key in tuple(known) else ""
    if not row.has("means") and key in tuple(known):
        problem = gettext("it bears the name of a meaning and doesn't say what it means")
        remedy = gettext('write means = "{key}", or means = "" if it means something else').format(key=key)
        raise row.error("means", problem, remedy)
    value = row.string("means", "")
    return row.choice("means", known).value if value else ""


def _section(key: str, row: TomlTable, clause: str, basis: Basis, old: bool) -> ReportSection:
    section = ReportSection(
        key,
        row.text("label"),
        row.clause("clause", clause),
        row.choice("basis", Basis, basis),
        row.groups("headings"),
        row.groups("words"),
        row.boolean("pictures", False),
        row.boolean("ahead", False),
        _means(row, key, SectionMeans, old),
    )
    row.done()
    return section


def build_titles(table: TomlTable, unit_kinds: Mapping[str, UnitKind]) -> tuple[Title, ...]:
    """Titles of signers; GuideError for a kind of unit that the guide does not have."""
    found = []
    for key, row in table.tables("title"):
        title = Title(
            key=key,
            words=row.groups("words"),
            unless=row.strings("unless", ()),
            verdict=row.choice("verdict", TitleVerdict),
            kinds=row.strings("kinds", ()),
            unit_name_words=row.strings("unit_name_words", ()),
            since=row.day("since"),
            until=row.maybe_day("until"),
            source=row.text("source"),
        )
        for kind in title.kinds:
            if kind not in unit_kinds:
                raise row.unknown("kinds", kind, unit_kinds)
        row.done()
        found.append(title)
    return tuple(found)


def build_parameters(table: TomlTable) -> dict[str, Parameter]:
    """Dated parameters, and the settings that fill what the guide leaves open."""
    found = {}
    for section in ("parameter", "setting"):
        for key, row in table.tables(section):
            if key in found:
                raise row.error("", gettext("the name stands twice"), gettext("rename one of them"))
            found[key] = Parameter(
                key=key,
                label=row.text("label"),
                clause=row.clause(),
                basis=row.choice("basis", Basis),
                comparator=row.string("comparator", ""),
                unit=row.text("unit", NO_TEXT),
                open=section == "setting",
                values=tuple(_dated(value) for value in row.rows("values")),
                note=row.text("note", NO_TEXT),
            )
            row.done()
            if found[key].open and found[key].basis is Basis.GUIDE:
                problem = gettext("what the guide leaves open cannot rest on its words")
                raise row.error("basis", problem, gettext("write {expected}").format(expected='"practice"'))
    return found


def _dated(row: TomlTable) -> DatedValue:
    value = DatedValue(
        _plain(row),
        row.day("since"),
        row.maybe_day("until"),
        row.text("source"),
        row.maybe_day("checked_until"),
        row.text("name", NO_TEXT),
    )
    row.done()
    return value


def _plain(row: TomlTable) -> Plain:
    value = row.raw("value")
    if isinstance(value, list):
        return row.strings("value")
    if isinstance(value, (str, int, float)):
        return value
    raise row.error("value", gettext("the value is of another type"), gettext("a value or a list of values"))


def build_rule_settings(table: TomlTable) -> tuple[dict[str, RuleSetting], dict[str, Severity]]:
    """Settings by rule, and default severities by family of rules."""
    families, rules = {}, {}
    for key, row in table.tables("family"):
        families[key] = row.choice("severity", Severity)
        row.done()
    for key, row in table.tables("rule"):
        basis = row.choice("basis", Basis) if row.has("basis") else None
        clause = row.clause() if row.has("clause") else None
        severity = row.choice("severity", Severity) if row.has("severity") else None
        rules[key] = RuleSetting(severity, clause, basis, row.boolean("enabled", True))
        row.done()
    return rules, families


def build_sentences(table: TomlTable) -> tuple[Sentence, ...]:
    """Digests of the official text's sentences; a clause that does not exist is a GuideError, "" is not."""
    found = []
    for number, row in enumerate(table.rows("sentences")):
        digest, length = row.string("digest"), row.integer("length")
        found.append(Sentence(number, digest, length, row.clause("clause", "")))
        row.done()
    return tuple(found)


def build_clause_answers(table: TomlTable) -> dict[str, str]:
    """Which clause of this guide answers to each id of the reference guide that rules are written with."""
    answers = table.table("clause")
    found = {key: answers.clause(key) for key in answers.names()}
    answers.done()
    return found
