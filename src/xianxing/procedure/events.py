"""Events and the state of a case: the state is a pure reduction of the events, and only events are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from xianxing.procedure.amending import periods_lacking
from xianxing.procedure.model import STATE_CLOCK, Procedure, Step, Value
from xianxing.procedure.outcomes import Compiled, compile_step
from xianxing.workdays.clocks import day_of

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]
OPENED, AMENDED = "case.opened", "case.amended"
ERASED = "erase"  # the record's own act: a payload is gone, the case stands where it stood
ERASED_WHOLE = "erase.whole"  # every text and file of the case is gone
ON_RECORD = "put_on_record"  # what somebody said or changed, and no step of the procedure names
# Acts beside every procedure, after which the case stands where it stood.
BESIDE = frozenset((ERASED, ERASED_WHOLE, ON_RECORD, "secrecy.stop", "secrecy.report", "secrecy.lift"))
NUMBERS = "numbers"  # the numbers given with an act by which clocks of the case run
SINCE = "since"  # the day from which the time limits run that begin with an act, where it isn't the act's
ON_BEHALF_OF, DELEGATION = "on_behalf_of", "delegation"  # of an act that a deputy took
BY_DEPUTY = (ON_BEHALF_OF, DELEGATION)
EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ProcedureEvent:
    """One act in a case; `answers` are the facts given with it, `version` the procedure then in force."""

    sequence: int
    step: str
    act: str
    role: str
    at: datetime
    version: str
    clauses: tuple[str, ...] = ()
    person: str = ""
    unit: str = ""
    second: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    payload: Mapping[str, JSON] = field(default_factory=dict)

    def skeleton(self, case: str) -> dict[str, JSON]:
        """What is public of the event: case, sequence, step, time, role, clauses, version."""
        return {
            "case": case,
            "sequence": self.sequence,
            "step": self.step,
            "at": self.at.isoformat(),
            "role": self.role,
            "clauses": list(self.clauses),
            "version": self.version,
        }

    def record(self) -> dict[str, JSON]:
        """What is kept outside the chain: who, for which unit, with whom, what was answered and handed in."""
        return {
            "person": self.person,
            "unit": self.unit,
            "second": self.second,
            "answers": dict(self.answers),
            "payload": dict(self.payload),
        }


@dataclass(frozen=True)
class ClockStart:
    """When a clock began, by which event; its last day where that was fixed with the act; its length where
    the case has one of its own.
    """

    day: date
    sequence: int
    until: date | None = None
    length: int | None = None


@dataclass(frozen=True)
class OpenItem:
    """An item of a case that isn't closed: its kind and stage, when, by which event and for which unit it was
    opened, its own clocks. Its id is the number of the event that opened it.
    """

    id: str
    kind: str
    stage: str
    opened: date
    unit: str = ""
    clocks: Mapping[str, ClockStart] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseState:
    """Where a case stands: state, facts, who acted, running clocks, what time has already marked, the items
    that are open by their ids, and the numbers by which clocks of this case run.
    """

    state: str
    version: str
    sequence: int
    at: datetime
    facts: Mapping[str, Value]
    members: Mapping[str, frozenset[str]]
    acted: Mapping[str, frozenset[str]]
    clocks: Mapping[str, ClockStart]
    fired: frozenset[tuple[str, str, int, int]] = frozenset()
    overdue: frozenset[str] = frozenset()
    items: Mapping[str, OpenItem] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def items_of(self, step: Step) -> tuple[OpenItem, ...]:
        """The open items on which a step acts, in the order in which they were opened."""
        found = (item for item in self.items.values() if item.kind == step.item)
        return tuple(item for item in found if item.stage in step.item_from)


def reduce_events(procedures: Mapping[str, Procedure], events: Iterable[ProcedureEvent]) -> CaseState:
    """The state after these events; `procedures` holds every version they name.

    Raises ValueError for no events at all, or for events out of sequence. Guards are not tried again: what
    happened, happened under the rules then in force.
    """
    current: CaseState | None = None
    for event in events:
        if current is None:
            current = _opened(procedures[event.version], event)
        elif event.sequence != current.sequence + 1:
            raise ValueError(f"event {event.sequence} follows event {current.sequence}")
        else:
            current = apply(procedures[event.version], current, event)
    if current is None:
        raise ValueError("a case has at least the event that opened it")
    return current


def _opened(p: Procedure, event: ProcedureEvent) -> CaseState:
    facts: dict[str, Value] = {}
    for fact in p.facts.values():
        if fact.kind == "static":
            facts[fact.id] = event.answers[fact.id]
        elif fact.initial is not None:
            facts[fact.id] = fact.initial
    empty = CaseState(p.initial, event.version, event.sequence, event.at, facts, {}, {}, {})
    state = replace(empty, members=_members(event, {}))
    return replace(state, clocks=_clocks(p, state, event, None, entered=True))


def apply(p: Procedure, before: CaseState, event: ProcedureEvent) -> CaseState:
    """The state after one more event."""
    if event.step in BESIDE:
        return replace(before, sequence=event.sequence, at=event.at)
    if event.step == AMENDED:
        known = {f.id: f.initial for f in p.facts.values() if f.initial is not None}
        facts = {**known, **{f: v for f, v in before.facts.items() if f in p.facts}}
        begun = periods_lacking(p, before.state, before.clocks)
        clocks = {**before.clocks, **dict.fromkeys(begun, ClockStart(day_of(event.at), event.sequence))}
        return replace(
            before, version=event.version, sequence=event.sequence, at=event.at, facts=facts, clocks=clocks
        )
    step = p.steps[event.step]
    compiled = compile_step(p, step)
    named = _members(event, before.members, adds=step.invites) if step.members else {}
    members = {**before.members, **named}
    acted = _acted(p, step, before, event)
    facts = {
        **before.facts,
        **{fact: _standing(p, fact, acted, members) for fact in (*step.adds, *step.removes)},
    }
    facts |= {fact: event.answers[fact] for fact in step.declares if fact in event.answers}
    changed = compiled.changes({**facts, **event.answers})
    facts |= changed
    for fact, value in changed.items():
        if p.facts[fact].kind in ("tally", "pool") and value == p.facts[fact].initial:
            acted[fact] = EMPTY
            if p.facts[fact].over in p.invited:
                members.pop(p.facts[fact].over, None)
    for tally in p.facts.values() if step.members else ():
        if tally.kind == "tally":
            facts[tally.id] = _standing(p, tally.id, acted, members)
    target = p.target(step, before.state)
    items, numbers = items_after(p, before, event, step), {**before.numbers, **_numbers(event)}
    if step.item and (fact := p.item_kinds[step.item].fact):
        facts[fact] = "some" if any(item.kind == step.item for item in items.values()) else "none"
    after = CaseState(
        target, event.version, event.sequence, event.at, facts, members, acted, before.clocks, before.fired,
        before.overdue, items, numbers,
    )  # fmt: skip
    clocks = _clocks(p, after, event, step, entered=target != before.state)
    if not step.by_time and items == before.items and clocks == before.clocks:
        return after
    return _timed(replace(after, clocks=clocks), before, step, event)


def _timed(after: CaseState, before: CaseState, step: Step, event: ProcedureEvent) -> CaseState:
    """With what time has marked: what began anew is no longer overdue, and fires again."""
    restarted = {clock for clock, start in after.clocks.items() if start != before.clocks.get(clock)}
    overdue, fired = after.overdue - restarted, after.fired
    if step.by_time:
        clock, days = str(event.payload.get("clock", "")), event.payload.get("before_days", 0)
        item = before.items.get(str(event.payload.get("item", "")))
        start = item.clocks.get(clock) if item else before.clocks.get(clock)
        fired |= {(step.id, clock, start.sequence if start else 0, days if isinstance(days, int) else 0)}
        if step.time_effect == "marks_overdue" and item is None:
            overdue |= {clock}
    running = {(clock, start.sequence) for clock, start in after.clocks.items()}
    running |= {
        (clock, start.sequence) for item in after.items.values() for clock, start in item.clocks.items()
    }
    fired = frozenset(key for key in fired if key[1:3] in running)  # those of earlier starts fire no more
    return replace(after, overdue=overdue, fired=fired)


def member_of(p: Procedure, fact: str, event: ProcedureEvent) -> str:
    """Under which name an act counts: the unit, the person or the item named in a tally, a pool's item."""
    declared = p.facts[fact]
    if declared.kind == "pool" or declared.by_item:
        return str(event.payload.get("item", ""))
    groups_of_units = {role.of for role in p.roles.values() if role.of}
    return event.unit if declared.over in groups_of_units else event.person


def _acted(p: Procedure, step: Step, before: CaseState, event: ProcedureEvent) -> dict[str, frozenset[str]]:
    acted = dict(before.acted)
    for fact in step.adds:
        acted[fact] = acted.get(fact, EMPTY) | {member_of(p, fact, event)}
    for fact in step.removes:
        acted[fact] = acted.get(fact, EMPTY) - {member_of(p, fact, event)}
    return acted


def _standing(
    p: Procedure, fact: str, acted: Mapping[str, frozenset[str]], members: Mapping[str, frozenset[str]]
) -> Value:
    declared, present = p.facts[fact], acted.get(fact, EMPTY)
    if declared.kind == "pool":
        return "some" if present else "none"
    group = members.get(declared.over, EMPTY)
    return "all" if group and present >= group else "short"


def _members(
    event: ProcedureEvent, before: Mapping[str, frozenset[str]], *, adds: bool = False
) -> dict[str, frozenset[str]]:
    given = event.payload.get("members")
    found = dict(before)
    for group, names in given.items() if isinstance(given, dict) else ():
        if isinstance(names, list):
            kept = found.get(group, EMPTY) if adds else EMPTY
            found[group] = kept | {str(name) for name in names}
    return found


def state_clock(p: Procedure, clock: str, state: str) -> str:
    """The clock that is meant: `@state` is the state's own."""
    return p.states[state].clock if clock == STATE_CLOCK else clock


def _clocks(
    p: Procedure, state: CaseState, event: ProcedureEvent, step: Step | None, *, entered: bool
) -> dict[str, ClockStart]:
    clocks, begin = dict(state.clocks), list(p.started_for_case(step)) if step else []
    own = p.states[state.state].clock
    fixed = bool(own) and p.parameters[p.clocks[own].parameter].unit == "date"
    if entered and own and ((fixed and own not in clocks) or own not in p.started_by_steps):
        begin.append(own)
    until = event.payload.get("until")
    if step and isinstance(until, dict):
        ends = [state_clock(p, one.until, state.state) for one in p.particulars_of(step)]
        ends = [clock for clock in ends if clock and not p.clocks[clock].item]
        begin += [clock for clock in ends if clock in until and clock not in begin]
    if begin:
        began = day_of(event.at) if step and step.by_time else _began(event)
        longer = {state_clock(p, clock, state.state) for clock in step.lengthens} if step else set()
    for clock in begin:
        since = clocks[clock].day if clock in longer and clock in clocks else began
        length = state.numbers.get(p.clocks[clock].given)
        clocks[clock] = ClockStart(since, event.sequence, _end_given(event, clock), length)
    for clock in step.prolongs if step else ():
        clocks[clock] = prolonged(p, state, clock, event.sequence)
    return clocks


def prolonged(p: Procedure, state: CaseState, clock: str, sequence: int) -> ClockStart:
    """A running clock with the number that was decided added to its length, counted from its first day."""
    start, limit = state.clocks[clock], p.clocks[clock]
    length = start.length if start.length is not None else p.number(limit.parameter, start.day)
    return ClockStart(start.day, sequence, None, length + state.numbers.get(limit.added, 0))


def _began(event: ProcedureEvent) -> date:
    """The day from which the clocks run that begin with an act."""
    earlier = event.payload.get(SINCE)
    return date.fromisoformat(earlier) if isinstance(earlier, str) else day_of(event.at)


def _end_given(event: ProcedureEvent, clock: str) -> date | None:
    """The last day that was fixed for a clock with the act."""
    until = event.payload.get("until")
    given = until.get(clock) if isinstance(until, dict) else None
    return date.fromisoformat(given) if isinstance(given, str) else None


def _numbers(event: ProcedureEvent) -> dict[str, int]:
    """The numbers given with an act by which clocks of the case run."""
    given = event.payload.get(NUMBERS)
    return {key: one for key, one in given.items() if isinstance(one, int)} if isinstance(given, dict) else {}


def items_after(p: Procedure, before: CaseState, event: ProcedureEvent, step: Step) -> dict[str, OpenItem]:
    """The items open after a step: one more, one in another stage, or one less."""
    items = dict(before.items)
    if not step.item:
        return items
    name = str(event.sequence) if step.opens_item else str(event.payload.get("item", ""))
    item = items.get(name) or OpenItem(name, step.item, step.item_to, day_of(event.at), event.unit)
    if p.closes_item(step):
        items.pop(name, None)
    else:
        began = {
            clock: ClockStart(_began(event), event.sequence, _end_given(event, clock))
            for clock in p.started_with_item(step)
        }
        stage = step.item_to or item.stage
        items[name] = replace(item, stage=stage, clocks={**item.clocks, **began})
    return items


def compiled(p: Procedure, step: str) -> Compiled:
    """The step ready to be tried."""
    return compile_step(p, p.steps[step])
