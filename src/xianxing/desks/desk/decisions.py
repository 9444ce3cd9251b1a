"""Where a case waits for a decision of somebody other than who must act there by its state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from xianxing.i18n import current_language
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.reduced import kept_states
from xianxing.procedure.events import CaseState
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.next_steps import decisions_of
from xianxing.procedure.runner import Actor, open_steps

NOBODY = "0"


def waits_for_decision(roles: Collection[str], calls: Collection[Call]) -> list[UUID]:
    """The cases in which a decision of one of these roles is open now, beside those whose turn it is.

    Only cases at such states are looked at, and of each the reduced state that is kept beside it.
    """
    found: list[UUID] = []
    for call in calls:
        procedure = procedure_of(call)
        here = _states(procedure, frozenset(roles))
        cases = Case.objects.filter(call=call, state__in=here).values_list("pk", flat=True) if here else ()
        who = Actor(NOBODY, frozenset(roles))
        for case, state in kept_states(list(cases)).items():
            wanted = {one.id for one in decisions_of(procedure, state.state)}
            if any(one.id in wanted for one in open_steps(procedure, state, who)):
                found.append(case)
    return found


def open_decisions(cases: Collection[Case], people: Mapping[str, str]) -> dict[UUID, str]:
    """Of these cases the decision that is open beside whose turn it is, with the role and who holds it.

    `people` are the names by role. No query where no case stands at such a state.
    """
    wanted = {case.pk: _beside(case) for case in cases}
    held = {case.pk: case for case in cases if wanted[case.pk]}
    states = kept_states(list(held)) if held else {}
    return {
        pk: said
        for pk, state in states.items()
        if (said := _said(procedure_of(held[pk].call), state, wanted[pk], people))
    }


def _beside(case: Case) -> tuple[Step, ...]:
    """The decisions that lead on from where a case stands, without those of whoever must act there."""
    turns = {duty.role for duty in case.duties.all()}
    return tuple(
        one for one in decisions_of(procedure_of(case.call), case.state) if not turns & {*one.actors}
    )


def _said(procedure: Procedure, state: CaseState, wanted: Collection[Step], people: Mapping[str, str]) -> str:
    """The first of the decisions that is open, and whose it is; "" where none is."""
    for step in wanted:
        for role in step.actors:
            if step in open_steps(procedure, state, Actor(NOBODY, frozenset({role}))):
                whose = procedure.roles[role].name(current_language())
                names = f" {people[role]}" if people.get(role) else ""
                return f"{step.name(current_language())} · {whose}{names}"
    return ""


def _states(procedure: Procedure, roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        state
        for state in procedure.states
        if any(roles & {*one.actors} for one in decisions_of(procedure, state))
    )
