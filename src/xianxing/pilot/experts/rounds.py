"""Who is engaged in a case and since when the present round of opinions runs: read from its events alone."""

from __future__ import annotations

from collections.abc import Iterable

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.procedure.events import CaseState
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure


def groups_of_experts(procedure: Procedure) -> tuple[str, ...]:
    """The groups of people that inviting experts fills; none in a procedure without that step."""
    steps = procedure.steps_meaning(Means.INVITE_EXPERTS)
    return tuple(dict.fromkeys(group for step in steps for group in step.members))


def engaged(procedure: Procedure, state: CaseState) -> frozenset[str]:
    """The experts who are engaged, as the events name them."""
    groups = groups_of_experts(procedure)
    return frozenset(name for group in groups for name in state.members.get(group, frozenset()))


def awaits_opinions(procedure: Procedure, state: str) -> bool:
    """Whether opinions can be given where the case stands."""
    return any(state in step.sources for step in procedure.steps_meaning(Means.GIVE_OPINION))


def round_of(case: Case) -> int:
    """The sequence of the event that began the last round of opinions; 0 before there was one.

    A round begins where the case comes to a state in which opinions are given, and a correction that leads
    back there begins another.
    """
    procedure = procedure_of(case.call)
    rows = Event.objects.filter(case=case).order_by("sequence").values_list("sequence", "target_state")
    return last_stay(rows, frozenset(_sources(procedure)))


def last_stay(rows: Iterable[tuple[int, str]], states: frozenset[str]) -> int:
    """The sequence at which the last unbroken stay in one of these states began; 0 without one."""
    began, inside = 0, False
    for sequence, state in rows:
        if state in states and not inside:
            began = sequence
        inside = state in states
    return began


def _sources(procedure: Procedure) -> Iterable[str]:
    for step in procedure.steps_meaning(Means.GIVE_OPINION):
        yield from step.sources
