"""Projects on trial: how many, which indicators stand out, items such as incidents (5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from xianxing.i18n import current_language
from xianxing.pilot.figures.definitions import FigureDefinition, figure_book
from xianxing.pilot.figures.model import DAYS, Figure, FigureRow
from xianxing.pilot.figures.record import CaseRecord, PilotRecord
from xianxing.pilot.figures.stays import RecordedAct
from xianxing.pilot.supervision.models import MonitoringState
from xianxing.procedure.meanings import ON_TRIAL, Stage
from xianxing.procedure.model import Step
from xianxing.workdays.clocks import day_of

MARKS_OVERDUE = "marks_overdue"
TRIALS: frozenset[str] = ON_TRIAL
EXITING: frozenset[str] = frozenset((Stage.EXIT,))


def on_trial(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Projects between their start and the last step of their exit now."""
    yield Figure(definition, [_now(one) for one in _standing(record, TRIALS)])


def exits_under_way(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Projects that stand in the exit stage now."""
    yield Figure(definition, [_now(one) for one in _standing(record, EXITING)])


def indicators(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of the projects on trial now, those with an indicator in each condition."""
    held = {row.case_id: row for row in MonitoringState.objects.filter(case__call__in=record.calls)}
    conditions: dict[str, Callable[[MonitoringState | None], bool]] = {
        "red": lambda row: bool(row and row.red),
        "amber": lambda row: bool(row and row.amber),
        "late": lambda row: bool(row and row.late_from and row.late_from <= record.today),
        "unanswered": lambda row: bool(row and row.unanswered),
        "unplanned": lambda row: row is None,
    }
    now = [_now(one) for one in _standing(record, TRIALS)]
    for key, name in figure_book().standings.items():
        rows = [row._replace(counted=conditions[key](_of(held, row.case))) for row in now]
        yield Figure(definition, rows, key, str(name))


def items(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """By each kind of item of the procedures: how many were opened in the period."""
    found: dict[str, list[FigureRow]] = {}
    for one in record.cases:
        for act, step in _opened(record, one):
            found.setdefault(step.item, []).append(FigureRow(one.case, act.at, reference=str(act.sequence)))
    for kind, name in item_names(record).items():
        yield Figure(definition, found.get(kind, []), kind, name)


def items_overdue(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of the items opened in the period whose kind has a limit, those that were marked as overdue."""
    found: dict[str, list[FigureRow]] = {}
    for one in record.cases:
        marked = (act for act, step in _about_items(one) if step.time_effect == MARKS_OVERDUE)
        late = {_item(act) for act in marked}
        for act, step in _opened(record, one):
            number = str(act.sequence)
            row = FigureRow(one.case, act.at, counted=number in late, reference=number)
            found.setdefault(step.item, []).append(row)
    for kind, name in item_names(record, limited=True).items():
        yield Figure(definition, found.get(kind, []), kind, name)


def item_times(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Calendar days from the opening of an item to its closing, of those closed in the period."""
    closed: dict[str, list[FigureRow]] = {}
    running: dict[str, list[FigureRow]] = {}
    for one in record.cases:
        acts = list(_about_items(one))
        ends = {_item(act): act for act, step in acts if one.procedure.closes_item(step)}
        for act, step in acts:
            if not step.opens_item:
                continue
            end = ends.get(str(act.sequence))
            until, number = end.at if end else None, str(act.sequence)
            days = (day_of(until) - day_of(act.at)).days if until else None
            row = FigureRow(one.case, act.at, until, days, reference=number)
            if until is None:
                running.setdefault(step.item, []).append(row)
            elif record.period.holds(until):
                closed.setdefault(step.item, []).append(row)
    for kind, name in item_names(record).items():
        yield Figure(definition, closed.get(kind, []), kind, name, DAYS, running.get(kind, []))


def item_names(record: PilotRecord, *, limited: bool = False) -> dict[str, str]:
    """The kinds of items of all procedures that are counted, with their names; those with a clock only."""
    language, found = current_language(), dict[str, str]()
    for procedure in record.procedures:
        clocked = {clock.item for clock in procedure.clocks.values()}
        for kind in procedure.item_kinds.values():
            if kind.id in clocked or not limited:
                found.setdefault(kind.id, kind.name(language))
    return found


def _standing(record: PilotRecord, stages: frozenset[str]) -> Iterator[CaseRecord]:
    """The cases that stand in one of these stages now and haven't ended."""
    for one in record.cases:
        state = one.procedure.states[one.state]
        if state.stage in stages and not state.final:
            yield one


def _now(one: CaseRecord) -> FigureRow:
    return FigureRow(one.case, one.stays[-1].since if one.stays else one.opened_at)


def _of(held: dict[UUID, MonitoringState], case: UUID | None) -> MonitoringState | None:
    return held.get(case) if case else None


def _opened(record: PilotRecord, one: CaseRecord) -> Iterator[tuple[RecordedAct, Step]]:
    """The acts that opened an item in the period, with their steps."""
    found = ((act, step) for act, step in _about_items(one) if step.opens_item)
    return ((act, step) for act, step in found if record.period.holds(act.at))


def _about_items(one: CaseRecord) -> Iterator[tuple[RecordedAct, Step]]:
    """The acts about items, with their steps."""
    steps = one.procedure.steps
    return ((act, steps[act.step]) for act in one.acts if act.step in steps and steps[act.step].item)


def _item(act: RecordedAct) -> str:
    return str(act.said.get("item", ""))
