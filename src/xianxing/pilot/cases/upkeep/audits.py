"""Cases against their events: what the row says is what the reduction of its events says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from xianxing.pilot.calls.models import Call, Extension, PinnedGuide
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.publications import (
    PUBLISH,
    RETIRE,
    about_call,
    about_extension,
    about_guide,
)
from xianxing.pilot.cases.models import Case, Duty, Event, Publication
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.procedure import runner
from xianxing.procedure.ticking import duties
from xianxing.record.canonical import Plain, canonical, parse
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


def publication_faults() -> list[str]:
    """Every call, extension and retired guide that contradicts the record of publications or isn't in it."""
    found = []
    for row in Publication.objects.select_related("call", "extension__call", "guide").order_by("place"):
        said = read_event(bytes(row.skeleton))
        if (row.step, row.role, row.at) != (said.step, said.role, said.time):
            found.append(f"publication {row.sequence}: its row and its skeleton differ")
        if not _told(row):
            found.append(f"publication {row.sequence}: what it speaks of is no longer what was published")
    unsaid = {
        "call": Call.objects.exclude(publications__step=PUBLISH),
        "extension": Extension.objects.filter(publication__isnull=True),
        "guide": PinnedGuide.objects.exclude(publications__step=RETIRE).filter(retired_at__isnull=False),
    }
    for what, rows in unsaid.items():
        unknown = rows.values_list("pk", flat=True)
        found += [f"{what} {pk} was published in no entry of the log" for pk in unknown]
    return found


def _told(row: Publication) -> bool:
    told = parse(bytes(row.body))
    kept = dict(told) if isinstance(told, dict) else {}
    kept.pop("recorded_later", None)
    return canonical(_about(row)) == canonical(kept)


def _about(row: Publication) -> Mapping[str, Plain]:
    if row.extension is not None:
        return about_extension(row.extension)
    if row.call is not None:
        return about_call(row.call)
    return about_guide(row.guide) if row.guide is not None else {}


def _rows(case: Case) -> Iterator[str]:
    """Columns that repeat what the skeleton says, for queries: a change of them alone would go unnoticed."""
    rows = Event.objects.filter(case=case).order_by("sequence")
    for number, step, role, at, skeleton in rows.values_list("sequence", "step", "role", "at", "skeleton"):
        said = read_event(bytes(skeleton))
        if (step, role, at) != (said.step, said.role, said.time):
            yield f"event {number}: its row and its skeleton differ in step, role or time"


def _begun(case: Case) -> Iterator[str]:
    """What contradicts a row without events: no event has moved it from the first state."""
    if case.sequence:
        yield "the row names events that don't exist"
    elif case.state != procedure_of(case.call).initial:
        yield f"the row says {case.state}, and no event led there"


def _faults(case: Case) -> list[str]:
    store = CaseStore(case)
    if not store.events(str(case.pk)):
        return list(_begun(case))
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
