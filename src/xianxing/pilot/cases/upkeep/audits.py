"""Cases against their events: what the rows say is what the events commit to and reduce to."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Duty, Event, ReducedState
from xianxing.pilot.cases.procedural import KEYS, CaseStore, plain
from xianxing.pilot.cases.reduced import plain_state
from xianxing.pilot.cases.upkeep.bindings import BoundAct, acts_of, binding_faults, cases_by_table
from xianxing.procedure.events import AMENDED, BESIDE, JSON, CaseState, apply, reduce_events
from xianxing.procedure.ticking import duties, next_day
from xianxing.record.canonical import canonical
from xianxing.record.events import read_event, skeleton_end

SPAN = 100  # cases of which the tables are asked at once
Having = Mapping[str, Collection[UUID]]
_written = json.JSONEncoder(sort_keys=True, check_circular=False).encode
# Asked of each case in the audit: what another app keeps of it that contradicts what it follows from.
CaseAudit = Callable[[Case], Iterable[str]]
_case_audits: list[CaseAudit] = []
KEPT_OTHERWISE = "its kept state is not what its events reduce to"


def register_case_audit(asks: CaseAudit) -> None:
    """Let another app's rows be held against their case; called once from an `AppConfig.ready`."""
    if asks not in _case_audits:
        _case_audits.append(asks)


def case_faults(
    cases: Iterable[Case] | None = None, progress: Callable[[int], None] | None = None
) -> list[str]:
    """Every contradiction between a case's row, its duties and its events, with the case's number.

    By default all cases; a draft without events has none to contradict. Reads each case's events once.
    """
    found: list[str] = []
    if cases is not None:
        for number, case in enumerate(cases, start=1):
            found += _case_faults(case, None)
            if progress:
                progress(number)
        return found
    done = 0
    for first, last, size in case_ranges():
        found += range_faults(first, last)
        done += size
        if progress:
            progress(done)
    return [*found, *lost_cases()]


def case_ranges() -> list[tuple[UUID, UUID, int]]:
    """All cases by the first and the last of every `SPAN` of them, and how many they are."""
    numbers = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    parts = (numbers[at : at + SPAN] for at in range(0, len(numbers), SPAN))
    return [(part[0], part[-1], len(part)) for part in parts]


def range_faults(first: UUID, last: UUID) -> list[str]:
    """As `case_faults`, of the cases between two."""
    having = cases_by_table(first, last)
    cases = Case.objects.select_related("call__guide").filter(pk__range=(first, last)).order_by("pk")
    return [fault for case in cases for fault in _case_faults(case, having)]


def _case_faults(case: Case, having: Having | None) -> list[str]:
    return [f"case {case.pk}: {fault}" for fault in _read(case, having)]


def lost_cases() -> Iterator[str]:
    """Cases and events that no walk over the cases meets, because what they belong to is gone."""
    walked = Case.objects.select_related("call__guide").values_list("pk", "call__guide")
    for number in sorted(set(Case.objects.values_list("pk", flat=True)) - {pk for pk, _guide in walked}):
        yield f"cases_case {number}, column call: there is no such call"
    for place, number in Event.objects.exclude(case__in=Case.objects.all()).values_list("place", "case_id"):
        yield f"cases_event {place}: its case {number} is gone"


def _read(case: Case, having: Having | None) -> list[str]:
    """What contradicts a case; an act of another shape than any that is performed here is a fault itself."""
    try:
        return _faults(case, having)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        return [f"its acts can't be read: {problem!r}"]


def _columns(act: BoundAct) -> Iterator[str]:
    """Columns that repeat what skeleton and payload say: a change of them alone would go unnoticed."""
    row = act.row
    if not bytes(row.skeleton).endswith(skeleton_end(row.role, row.sequence, row.step, row.at)):
        said = read_event(bytes(row.skeleton))
        for name, shown, true in (
            ("step", row.step, said.step),
            ("role", row.role, said.role),
            ("at", row.at, said.time),
        ):
            if shown != true:
                yield f"cases_event {row.place}, column {name}: not what event {row.sequence} says"
    true_part = _procedural(act)
    if true_part is not None and not _same(row.procedural, true_part):
        yield f"cases_event {row.place}, column procedural: not who acted by event {row.sequence}"


def _same(one: Mapping[str, JSON], other: Mapping[str, JSON]) -> bool:
    """Whether two parts say the same in the canonical form; most already do as they are written."""
    if repr(one) == repr(other) or _written(one) == _written(other):
        return True
    return canonical(plain(one)) == canonical(plain(other))


def _procedural(act: BoundAct) -> Mapping[str, JSON] | None:
    """Who acted and what was answered, by what the event commits to; None where nothing of that is left."""
    if act.content is None:
        return act.kept.get("procedural")
    said = act.content
    if act.row.step in BESIDE:
        return {"person": said.get("person", ""), "unit": "", "second": "", "answers": {}}
    payload = said.get("payload") or {}
    return {
        **{key: said.get(key) for key in ("person", "unit", "second", "answers")},
        **{key: payload[key] for key in KEYS if key in payload},
    }


def _reduced(
    store: CaseStore, acts: Sequence[BoundAct], kept: ReducedState | None
) -> Iterator[str | CaseState]:
    """The state by the events, last; before it every contradiction on the way, the kept state's as well."""
    procedures, state = store.procedures(""), None
    for act, event in zip(acts, store.read([act.row for act in acts]), strict=True):
        where, version = f"cases_event {act.row.place}", event.version
        if state is None:
            state = reduce_events(procedures, [event])
            expected = store.case.call.procedure_version
        else:
            amended = (act.content or {}).get("payload", {}).get("to", version)
            expected = amended if event.step == AMENDED else state.version
            state = apply(procedures[version], state, event)
        if version != expected:
            yield f"{where}, column version: event {event.sequence} was performed under another"
        if act.row.target_state != state.state:
            yield f"{where}, column target_state: event {event.sequence} led to {state.state}"
        if kept and kept.sequence == event.sequence and kept.plain != plain_state(state):
            yield KEPT_OTHERWISE
    if state is not None:
        yield state


def _begun(case: Case) -> Iterator[str]:
    """What contradicts a row without events: no event has moved it from the first state."""
    if case.sequence:
        yield "the row names events that don't exist"
    elif case.state != procedure_of(case.call).initial:
        yield f"the row says {case.state}, and no event led there"


def _faults(case: Case, having: Having | None) -> list[str]:
    store, acts = CaseStore(case), acts_of(case)
    if not acts:
        return list(_begun(case))
    faults = [fault for act in acts for fault in _columns(act)]
    try:
        kept = ReducedState.objects.filter(case=case).first()
        *wrong, state = _reduced(store, acts, kept)
    except (ValueError, KeyError) as problem:
        return [*faults, f"its events can't be reduced: {problem}"]
    faults += map(str, wrong)
    if isinstance(state, CaseState):
        faults += _state_faults(case, store, state, kept)
    told = (fault for asks in _case_audits for fault in asks(case))
    return [*faults, *told, *binding_faults(case, acts, having)]


def _state_faults(case: Case, store: CaseStore, state: CaseState, held: ReducedState | None) -> Iterator[str]:
    said, true = (
        (case.state, case.sequence, case.procedure_version),
        (state.state, state.sequence, state.version),
    )
    if said != true:
        yield f"the row says {said}, the events say {true}"
    if held is not None:  # else both are made anew as time passes
        yield from _kept_faults(store, state, held)
        yield from _duty_faults(case, store, state)


def _duty_faults(case: Case, store: CaseStore, state: CaseState) -> Iterator[str]:
    due = duties(store.procedures("")[state.version], state, store.calendar(""))
    kept = Duty.objects.filter(case=case)
    same = {(d.role, d.state, d.clock, d.due, d.overdue) for d in due} == {
        (d.role, d.state, d.clock, d.due, d.overdue) for d in kept
    }
    facts = [dict(d.facts) for d in due]
    if not same or not all(d.facts is None or d.facts in facts for d in kept):
        yield "its duties are not those that follow from its events"


def _kept_faults(store: CaseStore, state: CaseState, kept: ReducedState) -> Iterator[str]:
    """What the row of the kept state says beyond its own event: a number that no event has, another day."""
    if not 1 <= kept.sequence <= state.sequence:
        yield KEPT_OTHERWISE
    day = next_day(store.procedures("")[state.version], state, store.calendar(""))
    if kept.next_day != day:
        yield f"cases_reducedstate {store.case.pk}, column next_day: by its events it is {day}"
