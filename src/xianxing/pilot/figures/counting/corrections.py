"""Corrections: how many projects were asked, and for what by clause and by rule of the check (5.1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from xianxing.i18n import gettext
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.figures.counting.admission import filed
from xianxing.pilot.figures.definitions import FigureDefinition
from xianxing.pilot.figures.model import Figure, FigureRow
from xianxing.pilot.figures.record import PilotRecord
from xianxing.procedure.meanings import Means


def corrected(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of the projects filed in the period, those that got a correction notice."""
    rows = []
    for one in filed(record):
        act = one.first((Means.REQUEST_CORRECTION,))
        if one.filed_at is not None:
            rows.append(FigureRow(one.case, one.filed_at, act.at if act else None, counted=act is not None))
    yield Figure(definition, rows)


def corrections_by_clause(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """The items of notices by clause, the clause of most items first."""
    names: dict[str, str] = {}
    for call in record.calls:
        for clause in guide_of(call).clauses.values():
            names.setdefault(clause.id, clause.display)
    for key, rows in _items(record, "clause"):
        yield Figure(definition, rows, key, names.get(key, key))


def corrections_by_rule(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """The items of notices by the rule that found them, the rule of most items first."""
    for rule, rows in _items(record, "rule"):
        yield Figure(definition, rows, rule or "own-words", rule or gettext("in the clerk's own words"))


def _items(record: PilotRecord, column: str) -> list[tuple[str, list[FigureRow]]]:
    found = CorrectionItem.objects.filter(case__call__in=record.calls).order_by(column, "asked_at", "pk")
    rows = [
        (key, FigureRow(case, at, reference=f"{round_}-{number}"))
        for key, case, at, round_, number in found.values_list(column, "case", "asked_at", "round", "number")
        if record.counts(case) and record.period.holds(at)
    ]
    groups = [(key, [row for _key, row in held]) for key, held in groupby(rows, key=itemgetter(0))]
    return sorted(groups, key=lambda group: (-len(group[1]), group[0]))
