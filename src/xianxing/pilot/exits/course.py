"""How far an exit has come, read from the case's events by what its acts mean; none of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.exits.models import ExitKind
from xianxing.procedure.events import ProcedureEvent
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure

OPENING = (Means.OPEN_EXIT_BY_INSTITUTION, Means.OPEN_EXIT_BY_GROUP)
DECIDING: Mapping[str, ExitKind] = {
    Means.DECIDE_NORMALISE: ExitKind.NORMALISE,
    Means.DECIDE_END: ExitKind.END,
    Means.DECIDE_EXTEND: ExitKind.EXTEND,
    Means.DECIDE_LONGER_EXTENSION: ExitKind.EXTEND,
    Means.DECIDE_FORCE: ExitKind.FORCE,
}
REVIEWED_AGAIN = (Means.FIND_FORCE_GROUND, Means.RETURN_TO_REVIEW)
ENDING = (Means.CLOSE_NORMALISED, Means.CLOSE_ENDED, Means.CLOSE_FORCED, Means.RESUME_EXTENDED)
# What leads to each of the five steps of clause 5.3, in their order.
LEADING: tuple[tuple[Means, ...], ...] = (
    OPENING,
    (Means.ASSESS_EXIT_ONESELF, Means.ASSESS_EXIT_WITHOUT_INSTITUTION),
    (Means.FINISH_EXIT_ASSESSMENT,),
    (
        Means.DECIDE_NORMALISE, Means.DECIDE_END, Means.DECIDE_EXTEND, Means.DECIDE_LONGER_EXTENSION,
        Means.DECIDE_FORCE,
    ),
    (Means.CONCLUDE_EXIT_CONSULTATION,),
)  # fmt: skip


# Everything that is done in an exit by a step, in the order of the procedure.
ACTS = (
    *OPENING, Means.JOIN_EXIT_APPLICATION, *LEADING[1], *LEADING[2], Means.GIVE_EXIT_OPINION, *LEADING[3],
    Means.FIND_FORCE_GROUND, Means.GIVE_TECHNOLOGY_VIEW, Means.INVITE_BUSINESS_DEPARTMENTS,
    Means.GIVE_BUSINESS_VIEW, Means.RETURN_TO_REVIEW, *LEADING[4], Means.TAKE_INTO_REGULAR_SYSTEM,
    Means.CARRY_OUT_EXIT_PLAN, Means.VERIFY_EXIT, *ENDING, Means.FILE_WORK_REPORT, Means.NOTE_REPORT_MISSING,
    Means.ENTER_EXIT_IN_REGISTER,
)  # fmt: skip


class ExitStep(IntEnum):
    """The five steps of clause 5.3, in their order."""

    LAUNCH = 0
    ASSESSMENT = 1
    REVIEW = 2
    CONSULTATION = 3
    CARRYING_OUT = 4


class PlaceStatus(StrEnum):
    """Whether a step of an exit is over, is where the case stands, or is still to come."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class ExitPlace:
    """One of the five steps: the states in which the case stands there, and whether it does."""

    states: tuple[str, ...]
    status: PlaceStatus


@dataclass(frozen=True)
class OpenedExit:
    """An exit that was opened: the number of the event that did, its events from there, what was decided.

    `kind` is None while nothing is decided, and again after the case went back to the review. It is `over`
    once it was carried out.
    """

    number: int
    opening: ProcedureEvent
    events: tuple[ProcedureEvent, ...]
    kind: ExitKind | None
    over: bool


def events_of(view: CaseView) -> tuple[ProcedureEvent, ...]:
    """Every event of the case, in order; none of a draft."""
    if not view.case.sequence:
        return ()
    return tuple(CaseStore(view.case).events(str(view.case.pk)))


def exits_of(view: CaseView, events: Iterable[ProcedureEvent] | None = None) -> list[OpenedExit]:
    """Every exit of the case, the earliest first: a second one follows an extension."""
    found: list[list[ProcedureEvent]] = []
    for event in events_of(view) if events is None else events:
        if meaning_of(view.procedure, event) in OPENING:
            found.append([])
        if found:
            found[-1].append(event)
    return [_exit(view.procedure, one) for one in found]


def exit_now(view: CaseView, events: Iterable[ProcedureEvent] | None = None) -> OpenedExit | None:
    """The exit that the case is in, or that ended it; None for a project that runs, or never started."""
    last = next(reversed(exits_of(view, events)), None)
    return None if last is None or (last.over and _runs(view)) else last


def places_of_exit(view: CaseView) -> list[ExitPlace]:
    """The five steps with where the case stands, in their order; the last is over once the exit is."""
    procedure, exit_ = view.procedure, exit_now(view)
    targets = [_targets(procedure, one) for one in ExitStep]
    place = next((n for n, states in enumerate(targets) if view.state.state in states), None)
    if place is None:
        place = len(targets) if exit_ is not None and exit_.over else -1
    return [
        ExitPlace(
            states,
            PlaceStatus.NOW if n == place else PlaceStatus.DONE if n < place else PlaceStatus.AHEAD,
        )
        for n, states in enumerate(targets)
    ]


def done_at(view: CaseView) -> dict[tuple[str, ...], datetime]:
    """When each step of the exit was last done, by the states of its place: opened, assessed, decided,
    concluded, carried out.
    """
    exit_ = exit_now(view)
    ends = dict(zip(ExitStep, (OPENING, *LEADING[2:], ENDING), strict=True))
    return {
        _targets(view.procedure, place): event.at
        for event in (exit_.events if exit_ else ())
        for place, means in ends.items()
        if meaning_of(view.procedure, event) in means
    }


def stands_at(view: CaseView, *places: ExitStep) -> bool:
    """Whether the case stands at one of these steps of an exit."""
    return any(view.state.state in _targets(view.procedure, place) for place in places)


def meaning_of(procedure: Procedure, event: ProcedureEvent) -> str:
    """What the act of an event means; "" for an act beside the procedure."""
    step = procedure.steps.get(event.step)
    return procedure.meaning(step.act) if step else ""


def _exit(procedure: Procedure, events: list[ProcedureEvent]) -> OpenedExit:
    kind, over = None, False
    for event in events:
        means = meaning_of(procedure, event)
        if means in DECIDING:
            kind = DECIDING[means]
        elif means in REVIEWED_AGAIN:
            kind = None
        over = over or means in ENDING
    return OpenedExit(events[0].sequence, events[0], tuple(events), kind, over)


def _runs(view: CaseView) -> bool:
    opening = view.procedure.steps_meaning(*OPENING)
    return any(view.state.state in step.sources for step in opening)


def _targets(procedure: Procedure, place: ExitStep) -> tuple[str, ...]:
    steps = procedure.steps_meaning(*LEADING[place])
    return tuple(dict.fromkeys(step.target for step in steps if step.target))
