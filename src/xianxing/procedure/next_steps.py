"""What comes next where a case stands: the steps of whoever must act, for lists, messages and pages."""

from __future__ import annotations

from xianxing.procedure.model import Procedure, Step


def steps_ahead(procedure: Procedure, state: str) -> tuple[Step, ...]:
    """The steps that may come next from a state, one a name: the owner's that lead on, where there are any.

    Only acts that the guide names or that decide; else the first step that a person takes without a reason.
    Empty for a final state. KeyError for a state that the procedure doesn't have.
    """
    place = procedure.states[state]
    if place.final:
        return ()
    steps = [step for step in procedure.steps_from(state) if not step.by_time and not step.reason]
    acts = {act.id for act in procedure.acts.values() if act.named or act.decides}
    own = [step for step in steps if place.owner in step.actors and step.act in acts]
    onward = [step for step in own if step.target and step.target != state]
    return tuple({step.zh: step for step in onward or own or steps[:1]}.values())
