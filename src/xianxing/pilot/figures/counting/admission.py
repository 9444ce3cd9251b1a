"""Applications, drafts, results by stage, and where cases ended (5.1.1–5.1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.i18n import current_language
from xianxing.pilot.figures.definitions import FigureDefinition, Outcome, figure_book
from xianxing.pilot.figures.model import Figure, FigureRow
from xianxing.pilot.figures.record import CaseRecord, PilotRecord
from xianxing.procedure.meanings import Means, Stage

STARTED = (Means.ALLOW_START,)


def applications(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Projects first filed in the period."""
    rows = [FigureRow(one.case, one.filed_at) for one in filed(record) if one.filed_at]
    yield Figure(definition, rows)


def drafts(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Drafts begun in the period and never filed."""
    held = [one for one in record.cases if one.filed_at is None and record.period.holds(one.opened_at)]
    yield Figure(definition, [FigureRow(one.case, one.opened_at) for one in held])


def admission(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """For each stage that comes to a result: how many passed of those on which there was one."""
    for outcome in figure_book().outcomes:
        rows = [row for one in record.cases if (row := _result(record, one, outcome)) is not None]
        yield Figure(definition, rows, outcome.key, str(outcome.name))


def started(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of the projects filed in the period, those whose start was allowed since."""
    rows = []
    for one in filed(record):
        act = one.first(STARTED)
        if one.filed_at is not None:
            rows.append(FigureRow(one.case, one.filed_at, act.at if act else None, counted=act is not None))
    yield Figure(definition, rows)


def final_states(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """By each final state of the procedures, the cases that entered it in the period."""
    names = state_names(record, final=True)
    found: dict[str, list[FigureRow]] = {}
    for one in record.cases:
        last = one.stays[-1] if one.stays else None
        if last and last.state in names and record.period.holds(last.since):
            found.setdefault(last.state, []).append(FigureRow(one.case, last.since))
    for state, name in names.items():
        yield Figure(definition, found.get(state, []), state, name)


def filed(record: PilotRecord) -> Iterator[CaseRecord]:
    """The cases first filed in the period."""
    return (one for one in record.cases if record.period.holds(one.filed_at))


def state_names(record: PilotRecord, *, final: bool) -> dict[str, str]:
    """The states after filing of all procedures that are counted, in their order, with their names."""
    language = current_language()
    found: dict[str, str] = {}
    for procedure in record.procedures:
        for state in procedure.states.values():
            if state.final == final and state.stage != Stage.DRAFTING:
                found.setdefault(state.id, state.name(language))
    return found


def _result(record: PilotRecord, one: CaseRecord, outcome: Outcome) -> FigureRow | None:
    acts = [act for act in one.meant(outcome.passed | outcome.failed) if record.period.holds(act.at)]
    if not acts:
        return None
    return FigureRow(one.case, acts[-1].at, counted=one.meaning(acts[-1]) in outcome.passed)
