"""Exits that were carried out, by kind, and how long extensions are (5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.pilot.figures.definitions import FigureDefinition, figure_book
from xianxing.pilot.figures.model import MONTHS, Figure, FigureRow
from xianxing.pilot.figures.record import CaseRecord, PilotRecord
from xianxing.pilot.figures.stays import RecordedAct
from xianxing.procedure.events import NUMBERS
from xianxing.procedure.meanings import Means


def exits(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """By kind, the exits whose carrying out was confirmed in the period."""
    kinds = figure_book().exits
    found: dict[str, list[FigureRow]] = {key: [] for key, _name in kinds.values()}
    for one in record.cases:
        for act in one.meant(kinds):
            if record.period.holds(act.at):
                found[kinds[one.meaning(act)][0]].append(FigureRow(one.case, act.at))
    for key, name in kinds.values():
        yield Figure(definition, found[key], key, str(name))


def extension_months(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """The months of each extension that took effect in the period."""
    rows = []
    for one in record.cases:
        for act in one.meant((Means.RESUME_EXTENDED,)):
            if record.period.holds(act.at):
                rows.append(FigureRow(one.case, act.at, amount=_months(one, act)))
    yield Figure(definition, rows, unit=MONTHS)


def _months(one: CaseRecord, extending: RecordedAct) -> int | None:
    """The months decided last before an extension took effect."""
    step = one.procedure.steps[extending.step]
    added = {one.procedure.clocks[clock].added for clock in step.prolongs}
    numbers: dict[str, int] = {}
    for act in one.acts:
        if act.sequence <= extending.sequence:
            numbers |= act.said.get(NUMBERS) or {}
    return next((numbers[name] for name in added if name in numbers), None)
