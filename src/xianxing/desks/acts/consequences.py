"""What a step will bring about, before it is taken: state, limits, papers, who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of, guide_of
from xianxing.pilot.messages.domain.delivery import table
from xianxing.procedure.events import ClockStart, started_by_steps
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.registry import EFFECTS
from xianxing.procedure.ticking import limit_of


@dataclass(frozen=True)
class StartedLimit:
    """A limit that begins with the step: its name, its last day, and whether practice alone sets it."""

    name: str
    due: date
    provisional: bool
    practice: bool


@dataclass(frozen=True)
class Consequences:
    """What follows from a step taken today. `state` is "" where the case stays where it is."""

    state: str
    owner: str
    limits: tuple[StartedLimit, ...]
    effects: tuple[str, ...]
    documents: tuple[str, ...]
    told: tuple[str, ...]


def consequences(view: CaseView, step: Step, today: date) -> Consequences:
    """What follows, read from the procedure; answers given with the step may still refuse it."""
    procedure, language = view.procedure, current_language()
    target = procedure.states[procedure.target(step, view.state.state)]
    moves = target.id != view.state.state
    owner = procedure.roles.get(target.owner) if moves and not target.final else None
    told = table().tells.get(procedure.meaning(step.act), ())
    effects = () if language == "en" else tuple(EFFECTS[name].zh for name in step.effects if name in EFFECTS)
    return Consequences(
        target.name(language) if moves else "",
        owner.name(language) if owner else "",
        tuple(_limits(view, step, target.clock if moves else "", today)),
        effects,
        tuple(procedure.documents[kind].name(language) for kind in step.documents),
        tuple(procedure.roles[role].name(language) for role in told if role in procedure.roles),
    )


def step_marks(view: CaseView, step: Step) -> tuple[ClauseMark, ...]:
    """The clauses that a step rests on, or that practice serves with it."""
    return marks(guide_of(view.case.call), step.basis or step.serves)


def _limits(view: CaseView, step: Step, of_state: str, today: date) -> list[StartedLimit]:
    procedure, begun = view.procedure, [*step.starts]
    if of_state and of_state not in started_by_steps(procedure) and not _set_day(procedure, of_state):
        begun.append(of_state)
    found = []
    for clock in begun:
        if procedure.parameters[procedure.clocks[clock].parameter].unit == "given":
            continue  # its end is given with the step
        start = ClockStart(today, view.state.sequence)
        limit = limit_of(procedure, clock, start, calendar_of(view.case.call))
        parameter = procedure.parameters[procedure.clocks[clock].parameter]
        name = procedure.clocks[clock].name(current_language())
        found.append(StartedLimit(name, limit.day, limit.provisional, parameter.practice))
    return found


def _set_day(procedure: Procedure, clock: str) -> bool:
    return procedure.parameters[procedure.clocks[clock].parameter].unit == "date"
