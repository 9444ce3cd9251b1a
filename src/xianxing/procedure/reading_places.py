"""Where a sentence of the text stands, and what both languages say alike: stages, groups, clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xianxing.procedure.model import (
    STATE_CLOCK,
    Fact,
    ItemKind,
    Particular,
    Procedure,
    ProcedureParameter,
    State,
    Step,
)
from xianxing.procedure.registry import find_guard

FEW = 3  # states that are named one by one


@dataclass(frozen=True)
class Place:
    """The clause under which a sentence stands, "" where nothing says which; whether it is practice."""

    clause: str
    practice: bool


@dataclass(frozen=True)
class StageStates:
    """Some states of one stage: all that aren't final save `but`, or those in `only`."""

    stage: str
    only: tuple[State, ...]
    but: tuple[State, ...]


def place_of_step(p: Procedure, step: Step) -> Place:
    """Under the first clause that it rests on, or that it serves."""
    del p
    return Place(next(iter((*step.basis, *step.serves)), ""), step.practice or not step.basis)


def place_of_state(p: Procedure, state: State) -> Place:
    """Under the clause of its limit; else of the step that leads out of it, or into it."""
    limit = p.parameters[p.clocks[state.clock].parameter] if state.clock else None
    if limit is not None and limit.basis:
        return Place(limit.basis[0], False)
    out = [one for one in p.steps_from(state.id) if one.target and one.basis and len(one.sources) <= FEW]
    into = [one for one in p.steps.values() if one.target == state.id]
    places = [place_of_step(p, one) for one in (*out, *into, *p.steps_from(state.id))]
    clause = next((one.clause for one in places if one.clause), "")
    final = state.final and bool(into) and any(not place_of_step(p, one).practice for one in into)
    return Place(clause, not final)


def place_of_item(p: Procedure, kind: ItemKind) -> Place:
    """Under the clause of the first step that opens one; how items are kept is practice."""
    opening = (step for step in p.steps.values() if step.item == kind.id and step.opens_item)
    return Place(next((place_of_step(p, step).clause for step in opening), ""), True)


def place_of_limit(p: Procedure, limit: ProcedureParameter) -> Place:
    """Under the clause that sets it; one of practice stands under that of the first part that uses it."""
    if limit.basis:
        return Place(limit.basis[0], limit.practice)
    used = (place for place in _users(p, limit) if place.clause)
    return Place(next((place.clause for place in used), ""), True)


def clocks_of(p: Procedure, limit: ProcedureParameter) -> list[str]:
    """The clocks whose amount it is."""
    return [clock.id for clock in p.clocks.values() if clock.parameter == limit.id]


def started_by_steps(p: Procedure, clock: str) -> bool:
    """Whether some step starts the clock; every other runs from entering its stage."""
    return any(clock in step.starts for step in p.steps.values())


def group_name(p: Procedure, group: str, language: str) -> str:
    """A group of members in words: after the role that must belong to it, or that fills its tally.

    Who only enters what members say is none of them.
    """
    roles = [role for role in p.roles.values() if role.of == group]
    if not roles:
        tallies = {fact.id: fact for fact in p.facts.values() if fact.over == group}
        enters = {
            one for step in p.steps.values() if tallies.keys() & set(step.adds) for one in step.entered_by
        }
        roles = [p.roles[one] for fact in tallies.values() for one in fact.set_by if one not in enters]
    return min((role.name(language) for role in roles), key=len, default=group)


def by_stage(p: Procedure, states: Iterable[str]) -> Iterator[StageStates]:
    """States stage by stage, in the order of the file."""
    chosen = [p.states[one] for one in p.states if one in set(states)]
    for stage in dict.fromkeys(state.stage for state in chosen):
        here = tuple(state for state in chosen if state.stage == stage)
        open_ = [state for state in p.states.values() if state.stage == stage and not state.final]
        but = tuple(state for state in open_ if state not in here)
        whole = len(here) > FEW and len(but) <= FEW and not any(state.final for state in here)
        yield StageStates(stage, () if whole else here, but if whole else ())


def by_condition(
    p: Procedure, step: Step
) -> Iterator[tuple[tuple[tuple[str, tuple[str, ...]], ...], list[Particular]]]:
    """What a step records, grouped by the answers with which it is asked, in the order of the step."""
    found: dict[tuple[tuple[str, tuple[str, ...]], ...], list[Particular]] = {}
    for one in p.particulars_of(step):
        found.setdefault(one.when, []).append(one)
    yield from found.items()


def cited(p: Procedure, clauses: Iterable[str]) -> list[str]:
    """Clauses as lawyers write them."""
    return [p.clauses.get(one, one) for one in clauses]


def _users(p: Procedure, limit: ProcedureParameter) -> Iterator[Place]:
    clocks = set(clocks_of(p, limit))
    for state in p.states.values():
        if state.clock in clocks:
            yield place_of_state(p, state)
    for step in p.steps.values():
        facts = [*(p.facts[one] for one in step.asks), *_counts(p, step)]
        reads = any(limit.id in (one.threshold, one.most, one.id if one.setting else "") for one in facts)
        if reads or clocks & {*step.starts, step.clock} - {STATE_CLOCK}:
            yield place_of_step(p, step)


def _counts(p: Procedure, step: Step) -> Iterator[Fact]:
    """The counts whose bounds the step's guards look at."""
    read = {one for name in step.guards for one in find_guard(name).reads}
    return (fact for fact in p.facts.values() if fact.most and {fact.means, fact.id} & read)
