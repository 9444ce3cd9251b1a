"""How long things took: each state against its limit, from filing to the notice, to the publication."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.i18n import current_language
from xianxing.pilot.figures.counting.admission import state_names
from xianxing.pilot.figures.definitions import FigureDefinition
from xianxing.pilot.figures.model import DAYS, WORKDAYS, Figure, FigureRow, last_day
from xianxing.pilot.figures.record import CaseRecord, PilotRecord
from xianxing.pilot.figures.stays import StateStay
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of


def state_times(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """For each state in which a case waits: how long the stays took that ended, and which still go on."""
    names = state_names(record, final=False)
    closed: dict[str, list[FigureRow]] = {state: [] for state in names}
    running: dict[str, list[FigureRow]] = {state: [] for state in names}
    for one in record.cases:
        for stay in one.waits:
            if stay.until is None:
                running[stay.state].append(_row(record, one, stay))
            elif record.period.holds(stay.until):
                closed[stay.state].append(_row(record, one, stay))
    for state, name in names.items():
        yield Figure(
            definition, closed[state], state, name, _unit(record, state), running[state],
            *_limit_and_owner(record, state),
        )  # fmt: skip


def days_to_notice(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Calendar days from filing to the first public notice."""
    yield Figure(definition, list(_between(record, Means.OPEN_NOTICE)), unit=DAYS)


def days_to_start(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Calendar days from filing to the formal publication, with which the trial begins."""
    yield Figure(definition, list(_between(record, Means.PUBLISH_FORMALLY)), unit=DAYS)


def _between(record: PilotRecord, means: Means) -> Iterator[FigureRow]:
    for one in record.cases:
        act = one.first((means,))
        if act is not None and one.filed_at is not None and record.period.holds(act.at):
            days = (day_of(act.at) - day_of(one.filed_at)).days
            yield FigureRow(one.case, one.filed_at, act.at, days)


def _row(record: PilotRecord, one: CaseRecord, stay: StateStay) -> FigureRow:
    first = day_of(stay.since)
    last = max(first, last_day(stay.until) if stay.until is not None else record.today)
    if one.days.counts_workdays(stay.state):
        amount = one.days.workdays(first, last)
    else:
        amount = (last - first).days
    return FigureRow(stay.case, stay.since, stay.until, amount, stay.limit)


def _unit(record: PilotRecord, state: str) -> str:
    """In what time in a state is told, by the latest procedure that has it."""
    held = (days for days in record.days.values() if state in days.procedure.states)
    found = next(held, None)
    return DAYS if found is not None and not found.counts_workdays(state) else WORKDAYS


def _limit_and_owner(record: PilotRecord, state: str) -> tuple[int | None, str]:
    """What the limit of a state allows today in its unit, and who must act, by the latest procedure."""
    for procedure in record.procedures:
        if state in procedure.states:
            place = procedure.states[state]
            owner = procedure.roles[place.owner].name(current_language()) if place.owner else ""
            parameter = procedure.parameters[procedure.clocks[place.clock].parameter] if place.clock else None
            bounded = parameter and parameter.unit in (WORKDAYS, DAYS) and parameter.comparator == "<="
            return (procedure.number(parameter.id, record.today) if parameter and bounded else None), owner
    return None, ""
