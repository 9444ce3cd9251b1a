"""The only writer of a case: open, perform, let time pass, move to another version. Everything else reads.

Each call is one transaction: what time has brought about is entered first, then the act, or nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from xianxing.i18n import current_language, gettext
from xianxing.procedure.amending import unknown_additions
from xianxing.procedure.answers import answer, unmet
from xianxing.procedure.events import (
    AMENDED,
    BY_DEPUTY,
    DELEGATION,
    EMPTY,
    JSON,
    ON_BEHALF_OF,
    OPENED,
    CaseState,
    ProcedureEvent,
    apply,
    member_of,
    reduce_events,
)
from xianxing.procedure.model import Procedure, Step, Value
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.particulars import numbers_given, read_particulars, with_particulars
from xianxing.procedure.refusals import RefusedError
from xianxing.procedure.registry import Guard
from xianxing.procedure.store import CaseEventStore
from xianxing.procedure.ticking import CHINA, StateDuty, duties, spans_of, tick
from xianxing.procedure.versions import digest_of
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class Actor:
    """A person with the roles held now, and the unit acted for, if any.

    A deputy acts on behalf of another person (`behalf`) under a `delegation`, in that person's roles; with
    `means` only in steps whose acts have one of these meanings.
    """

    person: str
    roles: frozenset[str]
    unit: str = ""
    behalf: str = ""
    delegation: str = ""
    means: frozenset[str] | None = None

    @property
    def people(self) -> frozenset[str]:
        """The person, and the one for whom the person acts: neither is the other's second person."""
        return frozenset({self.person, self.behalf} - {""})


@dataclass(frozen=True)
class Performed:
    """What an act brought about: events in order (time's first), the state, duties, documents due."""

    events: tuple[ProcedureEvent, ...]
    state: CaseState
    duties: tuple[StateDuty, ...]
    documents: tuple[str, ...]


def open_case(
    store: CaseEventStore,
    case: str,
    procedure: Procedure,
    actor: Actor,
    facts: Mapping[str, Value],
    members: Mapping[str, list[str]],
    at: datetime,
    until: Mapping[str, date] | None = None,
) -> Performed:
    """Open a case under this version with its static facts and its groups (units, pilot institutions, lead).

    `until` fixes the last day of a clock that begins with the case, such as a call's own window. Raises
    RefusedError when the case exists, a static fact is missing or outside its domain, or the groups don't
    fit: pilot institutions and the lead must be among the units.
    """
    with store.transaction(case):
        if store.state(case) is not None:
            raise RefusedError("case_exists", gettext("The case exists already."))
        _moment(at)
        static = {}
        for fact in procedure.facts.values():
            if fact.kind == "static":
                static[fact.id] = facts.get(fact.id, "")
                if static[fact.id] not in fact.domain:
                    raise RefusedError("answer", gettext("{fact} is missing.").format(fact=fact.zh))
        _fitting(members)
        payload: dict[str, JSON] = {"members": {group: list(names) for group, names in members.items()}}
        if until:
            payload["until"] = {clock: day.isoformat() for clock, day in until.items()}
        known = (version for version, one in store.procedures(case).items() if one is procedure)
        version = next(known, "") or digest_of(procedure)
        event = ProcedureEvent(
            store.next_sequence(case), OPENED, OPENED, "", at, version, (), actor.person, actor.unit,
            answers=static, payload=payload,
        )  # fmt: skip
        store.append(case, event, event.record())
        state = reduce_events(store.procedures(case), [event])
        return Performed((event,), state, duties(procedure, state, store.calendar(case)), ())


def perform(
    store: CaseEventStore,
    case: str,
    step: str,
    actor: Actor,
    payload: Mapping[str, JSON],
    at: datetime,
    *,
    second: Actor | None = None,
) -> Performed:
    """Take a step of a case, now; the only way in which a person changes a case.

    Checks, in this order: the case and the moment, the step and where it starts, who acts (permission sits on
    the step), the second person, reason and evidence, the answers, the guards, the particulars, the members
    of tallies. Raises RefusedError with a code and a sentence for people; then nothing was written, not even
    what time brought.
    """
    with store.transaction(case):
        procedure, before, brought = _up_to(store, case, at)
        chosen = _chosen(procedure, step, before)
        with _citing(chosen):
            role = _permitted(procedure, chosen, before, actor)
            _supported(procedure, chosen, role, actor, second, payload)
            answers = {
                name: answer(
                    procedure, procedure.facts[name], payload, before, day_of(at), store.calendar(case)
                )
                for name in chosen.asks
            } | _declared(procedure, chosen, payload)
            refused = compile_step(procedure, chosen).refusals({**before.facts, **answers})
            if refused:
                names = tuple(guard.name for guard in refused)
                said = unmet(procedure, refused, payload, day_of(at))
                raise RefusedError("guard", said, names, clause=_clause_of(procedure, refused[0]))
            spans = spans_of(procedure, before, store.calendar(case))
            recorded = read_particulars(procedure, chosen, answers, payload, at, spans)
            numbers = numbers_given(procedure, chosen, payload, recorded)
            event = ProcedureEvent(
                before.sequence + 1, chosen.id, chosen.act, role, at, before.version,
                chosen.basis or chosen.serves,
                actor.person, actor.unit, second.person if second else "", answers,
                _on_behalf(actor, with_particulars(procedure, before.state, payload, recorded) | numbers),
            )  # fmt: skip
            _countable(procedure, chosen, before, event)
            _about_an_item(procedure, chosen, before, event)
            store.append(case, event, event.record())
            state = apply(procedure, before, event)
            due = duties(procedure, state, store.calendar(case))
            return Performed((*brought, event), state, due, chosen.documents)


def _on_behalf(actor: Actor, payload: Mapping[str, JSON]) -> dict[str, JSON]:
    """The payload with whom a deputy acts for, under which delegation; nobody else says so."""
    said = {key: value for key, value in payload.items() if key not in BY_DEPUTY}
    return {**said, ON_BEHALF_OF: actor.behalf, DELEGATION: actor.delegation} if actor.behalf else said


@contextmanager
def _citing(step: Step) -> Iterator[None]:
    """A refusal without a clause of its own rests on the step's."""
    try:
        yield
    except RefusedError as refusal:
        refusal.clause = refusal.clause or next(iter(step.basis or step.serves), "")
        raise


def _clause_of(procedure: Procedure, guard: Guard) -> str:
    """The guide's own clause that asks for a condition; "" where it is the step's."""
    return (procedure.cite(guard.clause) or "") if guard.clause else ""


def let_time_pass(store: CaseEventStore, case: str, today: date) -> Performed:
    """Enter what time has brought about by the beginning of `today`; a second call enters nothing."""
    with store.transaction(case):
        procedure, state, brought = _up_to(store, case, datetime.combine(today, time(), CHINA), forward=True)
        return Performed(brought, state, duties(procedure, state, store.calendar(case)), ())


def amend(
    store: CaseEventStore, case: str, version: str, actor: Actor, reason: str, at: datetime, *, second: Actor
) -> Performed:
    """Move a running case to another version of its procedure, with a reason and a second person.

    Facts that both versions know are kept; new ones begin as declared, and so do clocks of calendar periods
    that would be running by now. Raises RefusedError for an unknown version, a version without the case's
    state or what is open in it, one in which a step ahead adds a number that was never recorded, a blank
    reason, one person alone, or no authority.
    """
    with store.transaction(case):
        procedure, before, brought = _up_to(store, case, at)
        target = store.procedures(case).get(version)
        if target is None or version == before.version:
            raise RefusedError("version", gettext("There is no other version of that name."))
        if before.state not in target.states:
            raise RefusedError("version", gettext("The other version lacks the state the case is in."))
        if not reason.strip():
            raise RefusedError("reason", gettext("A reason must be given."))
        authority = {role.id for role in target.roles.values() if role.side == "authority"}
        _refuse_lost(procedure, target, before)
        if not actor.roles & authority or not second.roles & authority:
            raise RefusedError(
                "not_permitted", gettext("Only the working group moves a case to another version.")
            )
        _another(actor, second)
        event = ProcedureEvent(
            before.sequence + 1, AMENDED, AMENDED, sorted(actor.roles & authority)[0], at, version, (),
            actor.person, actor.unit, second.person, {},
            {"from": before.version, "to": version, "reason": reason},
        )  # fmt: skip
        state = apply(target, before, event)
        _refuse_unknown(target, state)
        store.append(case, event, event.record())
        return Performed((*brought, event), state, duties(target, state, store.calendar(case)), ())


def _refuse_unknown(target: Procedure, state: CaseState) -> None:
    """Refuse another version in which a step ahead adds to a time limit a number that the case lacks."""
    language = current_language()
    for step, number in unknown_additions(target, state.state, state.facts, state.numbers):
        words = gettext(
            "Under the other version “{step}” adds the recorded “{number}” to a time limit, and this case was"
            " decided without recording it. Take that step under the present version first, or decide anew."
        )
        said = words.format(step=step.name(language), number=target.facts[number].name(language))
        raise RefusedError("version", said, clause=next(iter(step.basis or step.serves), ""))


def _refuse_lost(procedure: Procedure, target: Procedure, state: CaseState) -> None:
    """Refuse another version that would forget what is open: in a fact or an item of a kind that it lacks."""
    lost = [
        fact
        for fact in procedure.facts.values()
        if fact.id not in target.facts and state.facts.get(fact.id, fact.initial) != fact.initial
    ]
    lost_items = [procedure.item_kinds[item.kind] for item in state.items.values()]
    named = [*lost, *(kind for kind in lost_items if kind.id not in target.item_kinds)]
    if named:
        names = "、".join(dict.fromkeys(one.name(current_language()) for one in named))
        words = gettext("The other version does not know what is open here: {names}. Settle it first.")
        raise RefusedError("version", words.format(names=names))


def current(store: CaseEventStore, case: str) -> CaseState:
    """The state by the events entered so far; raises RefusedError for a case that was never opened."""
    state = store.state(case)
    if state is None:
        raise RefusedError("unknown_case", gettext("There is no such case."))
    return state


def replay(store: CaseEventStore, case: str, day: date) -> CaseState:
    """The state at the end of a day, under the versions then in force, time's steps due by then included.

    Raises RefusedError when the case was not yet open.
    """
    events = [event for event in store.events(case) if day_of(event.at) <= day]
    if not events:
        raise RefusedError("unknown_case", gettext("There was no such case on that day."))
    procedures = store.procedures(case)
    state = reduce_events(procedures, events)
    for event in tick(procedures[state.version], state, day, store.calendar(case)):
        state = apply(procedures[state.version], state, event)
    return state


def role_for(procedure: Procedure, step: Step, state: CaseState, actor: Actor) -> str:
    """The role in which this person would take the step, wherever the case stands; "" where none is held."""
    try:
        return _permitted(procedure, step, state, actor)
    except RefusedError:
        return ""


def open_steps(procedure: Procedure, state: CaseState, actor: Actor) -> tuple[Step, ...]:
    """The steps this person could take from here, answers aside; guards on answers are not tried."""
    found = []
    for step in procedure.steps_from(state.state):
        if not role_for(procedure, step, state, actor):
            continue
        compiled = compile_step(procedure, step)
        known = [guard for guard in compiled.guards if state.facts.keys() >= set(guard.reads)]
        if step.item_from and not state.items_of(step):
            continue
        if not step.by_time and all(guard.holds({**compiled.bounds, **state.facts}) for guard in known):
            found.append(step)
    return tuple(found)


def _up_to(
    store: CaseEventStore, case: str, at: datetime, *, forward: bool = False
) -> tuple[Procedure, CaseState, tuple[ProcedureEvent, ...]]:
    """The case with everything entered that time has brought about by `at`."""
    _moment(at)
    state = current(store, case)
    procedure = store.procedures(case)[state.version]
    brought = tick(procedure, state, day_of(at), store.calendar(case))
    for event in brought:
        event = replace(event, sequence=store.next_sequence(case))
        store.append(case, event, event.record())
        state = apply(procedure, state, event)
    if at < state.at and not forward:
        raise RefusedError("earlier", gettext("The act would lie before the last event of the case."))
    return procedure, state, brought


def _moment(at: datetime) -> None:
    if at.utcoffset() is None:
        raise RefusedError("earlier", gettext("The moment lacks its time zone."))


def _chosen(procedure: Procedure, step: str, state: CaseState) -> Step:
    chosen = procedure.steps.get(step)
    if chosen is None:
        raise RefusedError("unknown_step", gettext("There is no step {step!r}.").format(step=step))
    if chosen.by_time:
        raise RefusedError("time_only", gettext("Only time takes this step."))
    if state.state not in chosen.sources:
        place = procedure.states[state.state].zh
        sentence = gettext("The step does not start from {place}.").format(place=place)
        clause = next(iter(chosen.basis or chosen.serves), "")
        raise RefusedError("not_from_here", sentence, clause=clause)
    return chosen


def _permitted(procedure: Procedure, step: Step, state: CaseState, actor: Actor) -> str:
    """The role in which the person acts, declared actors before those who enter letters."""
    if actor.means is not None and procedure.meaning(step.act) not in actor.means:
        raise RefusedError("delegation", gettext("The delegation does not cover this step."))
    for name in (*step.actors, *step.entered_by):
        group = procedure.roles[name].of
        if name in actor.roles and (not group or actor.unit in state.members.get(group, EMPTY)):
            return name
    who = "、".join(procedure.roles[name].zh for name in step.actors)
    raise RefusedError("not_permitted", gettext("This step belongs to: {who}.").format(who=who))


def _supported(
    procedure: Procedure,
    step: Step,
    role: str,
    actor: Actor,
    second: Actor | None,
    payload: Mapping[str, JSON],
) -> None:
    entered = role in step.entered_by and role not in step.actors
    if step.four_eyes or entered:
        agreeing = _another(actor, second)
        side = procedure.roles[role].side
        if side not in {procedure.roles[name].side for name in agreeing.roles if name in procedure.roles}:
            raise RefusedError("second_person", gettext("The second person must be of the same side."))
    if entered and not str(payload.get("evidence", "")).strip():
        raise RefusedError("evidence", gettext("The letter that is entered must be named."))
    if procedure.stands_elsewhere(step) and not str(payload.get("evidence", "")).strip():
        raise RefusedError(
            "evidence", gettext("A file must show the page at the address, such as a PDF or a screenshot.")
        )
    if step.reason and not str(payload.get("reason", "")).strip():
        raise RefusedError("reason", gettext("A reason must be given."))
    _refuse_other_ends(procedure, step, payload.get("until"))
    given = payload.get("members")
    if given is not None and not (isinstance(given, dict) and set(given) <= set(step.members)):
        raise RefusedError("members", gettext("This step does not change these groups."))


def _another(actor: Actor, second: Actor | None) -> Actor:
    """The second person is another one, acts in an own office, and isn't who the first acts for."""
    if second is None or second.person == actor.person:
        raise RefusedError("second_person", gettext("A second, different person must agree."))
    if second.behalf:
        raise RefusedError(
            "second_person", gettext("A second person agrees in an own office, not as deputy.")
        )
    if second.person in actor.people:
        raise RefusedError(
            "second_person", gettext("Who delegated the step is never the second person of the deputy.")
        )
    return second


def _refuse_other_ends(procedure: Procedure, step: Step, until: JSON) -> None:
    """An act sets the last day only of clocks that it starts: of a set day's, or of what is practice."""
    lengths = {clock: procedure.parameters[procedure.clocks[clock].parameter] for clock in step.starts}
    free = {clock for clock, length in lengths.items() if length.practice or length.unit == "date"}
    if until is not None and not (isinstance(until, dict) and set(until) <= free):
        raise RefusedError("until", gettext("This step does not set when these time limits end."))


def _declared(procedure: Procedure, step: Step, payload: Mapping[str, JSON]) -> dict[str, Value]:
    """The static facts that the step states anew; one that isn't given stays as it was."""
    given = payload.get("declares", {})
    if not isinstance(given, dict) or not set(given) <= set(step.declares):
        raise RefusedError("declares", gettext("This step does not state these facts."))
    found: dict[str, Value] = {}
    for name, value in given.items():
        fact = procedure.facts[name]
        if not isinstance(value, str) or value not in fact.domain:
            raise RefusedError("answer", gettext("{fact} is missing.").format(fact=fact.zh))
        found[name] = value
    return found


def _countable(procedure: Procedure, step: Step, state: CaseState, event: ProcedureEvent) -> None:
    """Whoever acts in a tally belongs to it and has not acted yet; a pool's item is named and known."""
    for fact in (*step.adds, *step.removes):
        declared, name = procedure.facts[fact], member_of(procedure, fact, event)
        present = state.acted.get(fact, EMPTY)
        if declared.kind == "tally" and name not in state.members.get(declared.over, EMPTY):
            raise RefusedError("member", gettext("Not one of those who must act here."))
        if not name:
            raise RefusedError("item", gettext("The item must be named."))
        if (name in present) == (fact in step.adds):
            raise RefusedError("twice", gettext("That was done already, or was never there."))
    if isinstance(event.payload.get("members"), dict):
        merged = {**state.members, **apply(procedure, state, event).members}
        _fitting({group: sorted(names) for group, names in merged.items()})


def _about_an_item(procedure: Procedure, step: Step, state: CaseState, event: ProcedureEvent) -> None:
    """A step about an item names one of its kind that is open and stands where the step starts."""
    if not step.item or step.opens_item:
        return
    kind = procedure.item_kinds[step.item].name(current_language())
    open_now = [item.id for item in state.items_of(step)]
    if str(event.payload.get("item", "")) not in open_now:
        words = gettext("Name the item of the kind {kind!r} that this is about; open here: {items}.")
        raise RefusedError("item", words.format(kind=kind, items=", ".join(open_now) or "—"))


def _fitting(members: Mapping[str, list[str]]) -> None:
    units = set(members.get("units", ()))
    lead = set(members.get("lead", ()))
    if (
        not units
        or len(lead) != 1
        or not lead <= units
        or not set(members.get("pilot_institutions", ())) <= units
    ):
        raise RefusedError("members", gettext("One lead and the pilot institutions must be among the units."))
