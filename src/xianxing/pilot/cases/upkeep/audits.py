"""Cases against their events: what the row says is what the reduction of its events says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xianxing.pilot.cases.models import Case, Duty, Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.procedure import runner
from xianxing.procedure.ticking import duties
from xianxing.record.events import read_event


def case_faults(
    cases: Iterable[Case] | None = None, progress: Callable[[int], None] | None = None
) -> list[str]:
    """Every contradiction between a case's row, its duties and its events, with the case's number.

    By default all cases; a draft without events has none to contradict. Reads each case's events once.
    """
    found: list[str] = []
    rows = Case.objects.select_related("call__guide").order_by("pk") if cases is None else cases
    for number, case in enumerate(rows, start=1):
        found += [f"case {case.pk}: {fault}" for fault in _faults(case)]
        if progress:
            progress(number)
    return found


def _rows(case: Case) -> Iterator[str]:
    """Columns that repeat what the skeleton says, for queries: a change of them alone would go unnoticed."""
    rows = Event.objects.filter(case=case).order_by("sequence")
    for number, step, role, at, skeleton in rows.values_list("sequence", "step", "role", "at", "skeleton"):
        said = read_event(bytes(skeleton))
        if (step, role, at) != (said.step, said.role, said.time):
            yield f"event {number}: its row and its skeleton differ in step, role or time"


def _faults(case: Case) -> list[str]:
    store = CaseStore(case)
    if not store.events(str(case.pk)):
        return [] if case.sequence == 0 else ["the row names events that don't exist"]
    try:
        state = runner.current(store, str(case.pk))
    except (ValueError, KeyError) as problem:
        return [f"its events can't be reduced: {problem}"]
    faults = list(_rows(case))
    said, true = (
        (case.state, case.sequence, case.procedure_version),
        (state.state, state.sequence, state.version),
    )
    if said != true:
        faults.append(f"the row says {said}, the events say {true}")
    procedure = store.procedures("")[state.version]
    due = {(d.role, d.state, d.clock, d.due, d.overdue) for d in duties(procedure, state, store.calendar(""))}
    kept = Duty.objects.filter(case=case).values_list("role", "state", "clock", "due", "overdue")
    if set(kept) != due:
        faults.append("its duties are not those that follow from its events")
    return faults
