"""What the form claims: the value of each fact with the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from xianxing.checker.case import CheckContext, Slot
from xianxing.checker.facts.table import Column, Topic
from xianxing.checker.facts.values import READ, Moment, Value
from xianxing.checker.filing import FilingFile, FolderRow
from xianxing.checker.kinds import meaning_of
from xianxing.law import MaterialMeans

# What reports on an assessment that was made; plans and reports of risks tell of work to come as well.
ASSESSMENTS = (MaterialMeans.COMPLIANCE_REPORT, MaterialMeans.TECHNICAL_SECURITY_REPORT)


@dataclass(frozen=True)
class FormFact:
    """A value that the form gives, where it stands, and how a person would write it."""

    value: Value
    location: str
    said: str


def form_facts(case: CheckContext, topic: Topic, item: FilingFile | None = None) -> list[FormFact]:
    """What the form says about a topic; `item` is the paper at hand, for facts of its own entry."""
    found: list[FormFact] = []
    for source in topic.sources:
        if source.startswith("@"):
            found += DERIVED[source](case, item)
        else:
            found += _at_path(case, topic, source)
    return found


def _at_path(case: CheckContext, topic: Topic, path: str) -> Iterator[FormFact]:
    for slot in case.slots:
        if slot.field.path != path:
            continue
        value = _value(slot, topic.kind)
        if value is not None:
            yield FormFact(value, slot.location, str(slot.row.raw(slot.field.key)))
        elif slot.text:
            yield from _in_words(topic, slot)


def _value(slot: Slot, kind: str) -> Value | None:
    """The value of a field that holds one: a number, a day, a choice, yes or no."""
    row, key = slot.row, slot.field.key
    if kind in ("choice", "unit", "units"):
        return row.text(key) or None
    if kind == "flag":
        flag = row.flag(key)
        return None if flag is None else float(flag)
    return _day(row, key) if kind == "date" else row.number(key)


def _in_words(topic: Topic, slot: Slot) -> Iterator[FormFact]:
    for denied in topic.denied:
        hit = denied.find(slot.text)
        if hit:
            yield FormFact(float(not topic.asserts), slot.location, hit.group())
    for one in topic.phrases if topic.kind in READ and topic.kind != "flag" else ():
        for found, _ in one.phrase.findings(slot.text):
            value = READ[topic.kind](found["value"])
            if value is not None:
                yield FormFact(value, slot.location, found["value"].strip())


def _day(row: FolderRow, key: str) -> Moment | None:
    day = row.day(key)
    return Moment(day.year, day.month, day.day) if day else None


def _trial_end(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
    end = case.trial_end
    if end is None:
        return []
    last = end - timedelta(days=1)  # a trial from the 1st of July ends with the last of June
    at = case.filing.project.at("trial_months")
    days = dict.fromkeys((end, last))
    return [FormFact(Moment(day.year, day.month, day.day), at, day.isoformat()) for day in days]


def _lead(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
    return [FormFact(unit.name, unit.at("lead"), unit.name) for unit in case.filing.leads if unit.name]


def _providers(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
    units = [unit for unit in case.filing.units if unit.provider and unit.name]
    return [FormFact(unit.name, unit.at("scenario_provider"), unit.name) for unit in units]


def _issuers(case: CheckContext, item: FilingFile | None) -> list[FormFact]:
    if item is None:
        return []
    names = [
        item.text("third_party") if one == "third_party" else case.unit_name(one) for one in item.issuers
    ]
    return [FormFact(name, item.at("issuers"), name) for name in names if name]


def _assessed(case: CheckContext, item: FilingFile | None) -> list[FormFact]:
    """The day on which an assessment was signed, by which what it reports is over."""
    if item is None or meaning_of(case, item) not in ASSESSMENTS:
        return []
    day = _day(item, "signed_on")
    return [FormFact(day, item.at("signed_on"), str(day))] if day else []


def _units(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
    count = len(case.filing.units)
    return [FormFact(float(count), "", str(count))] if count else []


def _sum_of(key: str) -> Callable[[CheckContext, FilingFile | None], list[FormFact]]:
    def total(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
        given = [unit.number(key) for unit in case.filing.units]
        known = [one for one in given if one is not None]
        if not known or len(known) < len(given):
            return []
        at = case.filing.units[0].at(key) if len(known) == 1 else "unit"
        return [FormFact(sum(known), at, f"{sum(known):g}")]

    return total


def _abroad(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
    rows = case.filing.content.rows("data_sources")
    flags = [row.flag("crosses_border") for row in rows]
    if not flags or None in flags:
        return []
    return [FormFact(float(any(flags)), case.filing.content.at("data_sources"), "")]


def _exempted(case: CheckContext, _: FilingFile | None) -> list[FormFact]:
    rows = case.filing.project.rows("exemptions")
    return [FormFact(float(bool(rows)), case.filing.project.at("exemptions"), "")]


DERIVED: dict[str, Callable[[CheckContext, FilingFile | None], list[FormFact]]] = {
    "@trial_end": _trial_end,
    "@lead": _lead,
    "@providers": _providers,
    "@issuers": _issuers,
    "@assessed": _assessed,
    "@units": _units,
    "@budget": _sum_of("budget_yuan"),
    "@staff": _sum_of("staff"),
    "@abroad": _abroad,
    "@exempted": _exempted,
}


def rows_of(case: CheckContext, table: str) -> Iterator[FolderRow]:
    """The rows of a table of the form, such as `content.milestones`; of each unit for `unit.licences`."""
    group, _, key = table.partition(".")
    if group == "unit":
        for unit in case.filing.units:
            yield from unit.rows(key) if key else (unit,)
    elif group == "content":
        yield from case.filing.content.rows(key)
    else:
        yield from case.filing.project.rows(key)


def row_values(row: FolderRow, column: Column) -> list[FormFact]:
    """What a row gives in a column, and in the column that may be meant as well."""
    keys = (column.key, column.other) if column.other else (column.key,)
    found = ((key, _cell(row, key, column.kind)) for key in keys)
    return [FormFact(value, row.at(key), str(row.raw(key))) for key, value in found if value is not None]


def _cell(row: FolderRow, key: str, kind: str) -> Value | None:
    if kind == "date":
        return _day(row, key)
    if kind == "flag":
        flag = row.flag(key)
        return None if flag is None else float(flag)
    value = row.number(key)
    return value if value is not None else READ[kind](row.text(key)) if row.text(key) else None
