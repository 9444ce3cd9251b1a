"""Why a step isn't open to a person: stage, role, conditions that don't hold, or nothing left to do."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.pilot.acts.offers import has_turn
from xianxing.pilot.acts.permissions import CaseView
from xianxing.procedure.model import Role, State, Step
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.registry import Guard
from xianxing.procedure.runner import role_for


@dataclass(frozen=True)
class Obstacles:
    """What stands between a person and a step.

    `states`: where the step is taken, if the case stands elsewhere; `roles`: whose step it is, if not the
    person's; `guards`: the conditions that don't hold; `done`: the person has done what there was to do.
    Where the case stands elsewhere or the step is another's, no condition is told: it is theirs to know.
    """

    states: tuple[State, ...] = ()
    roles: tuple[Role, ...] = ()
    guards: tuple[Guard, ...] = ()
    done: bool = False


def obstacles(view: CaseView, step: Step) -> Obstacles:
    """What stands between the person of this view and the step; nothing where it is open."""
    procedure, stands = view.procedure, view.state
    able = [actor for actor in view.actors if role_for(procedure, step, stands, actor)]
    states = () if stands.state in step.sources else tuple(procedure.states[one] for one in step.sources)
    roles = () if able else tuple(procedure.roles[one] for one in step.actors)
    if states or roles:
        return Obstacles(states, roles)
    compiled = compile_step(procedure, step)
    facts = {**compiled.bounds, **stands.facts}
    known = [guard for guard in compiled.guards if facts.keys() >= set(guard.reads)]
    unmet = tuple(guard for guard in known if not guard.holds(facts))
    return Obstacles(guards=unmet, done=not any(has_turn(view, step, actor) for actor in able))


def held_back(view: CaseView) -> list[tuple[Step, tuple[Guard, ...]]]:
    """The steps of the person's own that lead on from here and wait for conditions, with these."""
    found = []
    for step in view.procedure.steps_from(view.state.state):
        if step.target and not step.by_time:
            unmet = obstacles(view, step).guards
            found += [(step, unmet)] if unmet else []
    return found
