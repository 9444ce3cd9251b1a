"""What comes next where a case stands: the steps of whoever must act, for lists, messages and pages."""

from __future__ import annotations

from collections.abc import Sequence

from xianxing.procedure.model import Facts, Procedure, State, Step
from xianxing.procedure.outcomes import compile_step

# What a case is, and what only an act changes; tallies and pools fill up while the case stands where it is.
STANDING = frozenset(("static", "kept", "count"))
MOST_TOLD = 1_000  # a list asks the same of many cases: so many answers are kept


def standing_facts(procedure: Procedure, facts: Facts) -> Facts:
    """Of a case's facts those by which a list can tell which steps are shut (`STANDING`)."""
    known = procedure.facts
    return {name: value for name, value in facts.items() if name in known and known[name].kind in STANDING}


def first_facts(procedure: Procedure) -> Facts:
    """What stands of a case that nobody has put on record yet; what it is, its first event will say."""
    begin = {fact.id: fact.initial for fact in procedure.facts.values() if fact.initial is not None}
    return standing_facts(procedure, begin)


def may_follow(procedure: Procedure, step: Step, facts: Facts) -> bool:
    """Whether no condition of the step fails on these facts; one that asks for others is not tried."""
    return _may_follow(procedure, step, standing_facts(procedure, facts))


def _may_follow(procedure: Procedure, step: Step, standing: Facts) -> bool:
    compiled = compile_step(procedure, step)
    view = {**compiled.bounds, **standing}
    return all(guard.holds(view) for guard in compiled.guards if view.keys() >= set(guard.reads))


def steps_ahead(procedure: Procedure, state: str, facts: Facts) -> tuple[Step, ...]:
    """The steps that may come next from a state, one a name: the owner's that lead on, where there are any.

    Only acts that the guide names or that decide, practice where nothing of these leads on; else what
    `_last_resort` finds. Left out are steps whose conditions fail on the case's `facts`. Empty for a final
    state. KeyError for a state that the procedure doesn't have.
    """
    if procedure.states[state].final:
        return ()
    standing = standing_facts(procedure, facts)
    known, told = (state, *sorted(standing.items())), procedure.steps_told
    if known not in told:
        if len(told) >= MOST_TOLD:
            told.clear()
        told[known] = _steps_ahead(procedure, state, standing)
    return told[known]


def role_ahead(procedure: Procedure, state: str, facts: Facts) -> str:
    """Whose turn it is in a state: its owner's, unless what comes next is for nobody of the owner's side."""
    owner, ahead = procedure.states[state].owner, steps_ahead(procedure, state, facts)
    sides = {procedure.roles[role].side for step in ahead for role in step.actors}
    return owner if not ahead or procedure.roles[owner].side in sides else ahead[0].actors[0]


def _steps_ahead(procedure: Procedure, state: str, standing: Facts) -> tuple[Step, ...]:
    place = procedure.states[state]
    people = [step for step in procedure.steps_from(state) if not step.by_time]
    people = [step for step in people if _may_follow(procedure, step, standing)]
    steps = [step for step in people if not step.reason]
    acts = procedure.telling_acts
    own = [step for step in steps if place.owner in step.actors and step.act in acts]
    onward = [step for step in own if step.target and step.target != state]
    guided = [step for step in own if not step.practice]
    found = (
        onward or _guided(procedure, guided, steps, place) or own or _last_resort(procedure, state, people)
    )
    return tuple({step.zh: step for step in found}.values())


def _guided(
    procedure: Procedure, guided: Sequence[Step], steps: Sequence[Step], place: State
) -> Sequence[Step]:
    """Where nothing that the guide names leads on: the owner's steps that lead on from here alone, then those
    of the guide's that are taken in this stage alone, then anybody's that lead on from here alone, then all
    of the guide's, such as what is done all through a trial.
    """
    stages = procedure.states
    leading = [s for s in steps if s.sources == (place.id,) and s.target and s.target != place.id]
    own = [step for step in leading if place.owner in step.actors]
    local = [step for step in guided if {stages[one].stage for one in step.sources} == {place.stage}]
    return guided and (own or local or leading or guided)


def _last_resort(procedure: Procedure, state: str, steps: Sequence[Step]) -> Sequence[Step]:
    """Where no named or deciding step of the owner is: what its people do there one after another, then its
    first step that is taken without a reason, then its steps with a reason that lead on from here alone, then
    anybody's first."""
    owner = procedure.roles[procedure.states[state].owner]
    body = {
        role.id
        for role in procedure.roles.values()
        if role == owner or (owner.of and (role.of, role.side) == (owner.of, owner.side))
    }
    plain = [step for step in steps if not step.reason]
    theirs = [step for step in plain if body & {*step.actors}]
    each = sorted((step for step in theirs if step.adds), key=lambda step: len(step.sources))
    first = [step for step in theirs if owner.id in step.actors]
    decisions = [s for s in steps if owner.id in s.actors and s.target and s.sources == (state,)]
    return each[:1] or first[:1] or decisions or plain[:1]
