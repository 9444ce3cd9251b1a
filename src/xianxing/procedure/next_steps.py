"""What comes next where a case stands: the steps of whoever must act, for lists, messages and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from xianxing.i18n import current_language, gettext
from xianxing.procedure.model import STATE_CLOCK, Fact, Facts, Procedure, State, Step, Value
from xianxing.procedure.outcomes import compile_step, is_spent

# What a case is, and what only an act changes; tallies and pools fill up while the case stands where it is.
STANDING = frozenset(("static", "kept", "count"))
REMINDS = "reminds"  # what a time step does that tells people beforehand of the day on which a state ends
MOST_TOLD = 1_000  # a list asks the same of many cases: so many answers are kept


def standing_facts(procedure: Procedure, facts: Facts) -> Facts:
    """Of a case's facts those by which a list can tell which steps are shut, or have nothing left to add.

    Beside `STANDING` they are tallies over those for whom others enter, and tallies that are full.
    """
    known = procedure.facts
    return {name: value for name, value in facts.items() if name in known and _stands(known[name], value)}


def _stands(fact: Fact, value: Value) -> bool:
    return fact.kind in STANDING or (fact.kind == "tally" and (fact.by_item or value == fact.domain[-1]))


def first_facts(procedure: Procedure) -> Facts:
    """What stands of a case that nobody has put on record yet; what it is, its first event will say."""
    begin = {fact.id: fact.initial for fact in procedure.facts.values() if fact.initial is not None}
    return standing_facts(procedure, begin)


def may_follow(procedure: Procedure, step: Step, facts: Facts) -> bool:
    """Whether no condition of the step fails on these facts; one that asks for others is not tried."""
    return _may_follow(procedure, step, standing_facts(procedure, facts))


def _may_follow(procedure: Procedure, step: Step, standing: Facts) -> bool:
    """As `may_follow`; what a tally that isn't full shuts may still come where the case stands."""
    known = procedure.facts
    kept = {
        name: v for name, v in standing.items() if known[name].kind in STANDING or v == known[name].domain[-1]
    }
    return _holds(procedure, step, kept)


def _holds(procedure: Procedure, step: Step, standing: Facts) -> bool:
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
    """Whose turn it is in a state: its owner's, unless what comes next is for nobody of the owner's side.

    Where the owner has done all of its own, it is the turn of whoever takes what is left.
    """
    owner, ahead = procedure.states[state].owner, steps_ahead(procedure, state, facts)
    actors = [role for step in ahead for role in step.actors]
    if not ahead or owner in actors:
        return owner
    beside = procedure.roles[owner].side in {procedure.roles[role].side for role in actors}
    return owner if beside and not _is_done(procedure, state, standing_facts(procedure, facts)) else actors[0]


def decisions_of(procedure: Procedure, state: str) -> tuple[Step, ...]:
    """The decisions that alone lead on from a state whose owner has none that does.

    So it is after a notice: the secretariat considers what was said, and the head's finding leads on. Acts
    that need a reason don't count: they lead elsewhere, and nobody waits for them.
    """
    place = procedure.states[state]
    steps = [one for one in procedure.steps_from(state) if not (one.by_time or one.reason)]
    onward = [one for one in steps if one.target and one.target != state and not one.practice]
    if any(place.owner in one.actors for one in onward):
        return ()
    return tuple(one for one in onward if procedure.acts[one.act].decides)


def reminded_before(procedure: Procedure, state: str) -> int:
    """How many days before the end of a state people are first reminded of it; 0 where they aren't.

    Until then what leads on from there is a possibility, and not what comes next.
    """
    own = (STATE_CLOCK, procedure.states[state].clock)
    reminders = [
        step for step in procedure.steps_from(state) if step.time_effect == REMINDS and step.clock in own
    ]
    return max((days for step in reminders for days in step.before_days), default=0)


def is_far(procedure: Procedure, state: str, due: date | None, today: date) -> bool:
    """Whether the end of a state is so far away that nobody was to be reminded of it yet."""
    days = reminded_before(procedure, state)
    return bool(days) and due is not None and today < due - timedelta(days=days)


def ahead_under(
    procedure: Procedure, state: str, facts: Facts, *, clock: str, due: date | None, today: date
) -> tuple[Step, ...]:
    """The steps that come next under a duty: of an item that has a limit those by which the state's owner
    settles it, none while the end of the state is far away (`is_far`), else the steps ahead.
    """
    limit = procedure.clocks.get(clock)
    if limit is not None and limit.item:
        owner = procedure.states[state].owner
        settling = (step for step in procedure.steps_from(state) if step.item == limit.item)
        return tuple(step for step in settling if step.item_from and owner in step.actors)
    return () if is_far(procedure, state, due, today) else steps_ahead(procedure, state, facts)


def names_ahead(
    procedure: Procedure, state: str, facts: Facts, *, clock: str, due: date | None, today: date
) -> tuple[str, ...]:
    """The names of `ahead_under` in the language active now, for lists and pages; where the owner has no
    step for an item the item's own name, and while the end of the state is far away that end.
    """
    language, limit = current_language(), procedure.clocks.get(clock)
    steps = ahead_under(procedure, state, facts, clock=clock, due=due, today=today)
    if limit is not None and limit.item and not steps:
        return (procedure.item_kinds[limit.item].name(language),)
    if limit is not None and not limit.item and is_far(procedure, state, due, today):
        return (gettext("{limit} ends").format(limit=limit.name(language)),)
    return tuple(dict.fromkeys(step.name(language) for step in steps))


def _is_done(procedure: Procedure, state: str, standing: Facts) -> bool:
    """Whether the owner of a state has steps there that add to the record, and none with anything left."""
    owner = procedure.states[state].owner
    adding = [s for s in procedure.steps_from(state) if owner in s.actors and s.act in procedure.telling_acts]
    mine = [s for s in adding if _may_follow(procedure, s, standing) and s.sources == (state,)]
    return bool(mine) and all(is_spent(procedure, step, standing) for step in mine)


def _steps_ahead(procedure: Procedure, state: str, standing: Facts) -> tuple[Step, ...]:
    place = procedure.states[state]
    people = [step for step in procedure.steps_from(state) if not step.by_time]
    people = [step for step in people if _may_follow(procedure, step, standing)]
    if _is_done(procedure, state, standing):
        return tuple({step.zh: step for step in _after_owner(procedure, state, standing)}.values())
    steps = [step for step in people if not step.reason]
    acts = procedure.telling_acts
    own = [step for step in steps if place.owner in step.actors and step.act in acts]
    onward = [step for step in own if step.target and step.target != state]
    onward = [step for step in people if step in onward or _is_as_well(procedure, step, onward)]
    guided = [step for step in own if not step.practice]
    found = (
        onward or _guided(procedure, guided, steps, place) or own or _last_resort(procedure, state, people)
    )
    return tuple({step.zh: step for step in found}.values())


def _is_as_well(procedure: Procedure, step: Step, onward: Sequence[Step]) -> bool:
    """Whether a step with a reason is one more of the choices that lead on: a decision of the guide's, taken
    by the same people in the same states, that leads to where they do.
    """
    return bool(step.reason and not step.practice and procedure.acts[step.act].decides) and any(
        (one.actors, one.sources, one.target) == (step.actors, step.sources, step.target) for one in onward
    )


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


def _after_owner(procedure: Procedure, state: str, standing: Facts) -> Sequence[Step]:
    """Where the owner has done all of its own: the decisions that lead on, then what leads on from here
    alone, then what others add here alone. Tallies that aren't full shut steps here, unlike elsewhere.
    """
    plain = [step for step in procedure.steps_from(state) if not (step.by_time or step.reason)]
    people = [step for step in plain if _holds(procedure, step, standing)]
    decisions = [step for step in decisions_of(procedure, state) if step in people]
    here = [step for step in people if step.sources == (state,)]
    onward = [step for step in here if step.target and step.act in procedure.telling_acts]
    return decisions or onward or [step for step in here if not is_spent(procedure, step, standing)]


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
