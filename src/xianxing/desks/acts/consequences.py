"""What a step will bring about, before it is taken: state, limits, papers, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of, guide_of
from xianxing.pilot.messages.domain.delivery import table
from xianxing.procedure.limits import limits_begun, parameter_of, prolonged_limits
from xianxing.procedure.model import Step
from xianxing.procedure.registry import EFFECTS


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
    ended = procedure.states[view.state.state].final  # then no paper is made, and nobody is told
    effects = () if language == "en" else tuple(EFFECTS[name].zh for name in step.effects if name in EFFECTS)
    return Consequences(
        target.name(language) if moves else "",
        owner.name(language) if owner else "",
        tuple(_limits(view, step, today)),
        effects,
        tuple(procedure.documents[kind].name(language) for kind in step.documents if not ended),
        tuple(procedure.roles[role].name(language) for role in told if role in procedure.roles and not ended),
    )


def step_marks(view: CaseView, step: Step) -> tuple[ClauseMark, ...]:
    """The clauses that a step rests on, or that practice serves with it."""
    return marks(guide_of(view.case.call), step.basis or step.serves)


def _limits(view: CaseView, step: Step, today: date) -> Iterator[StartedLimit]:
    procedure = view.procedure
    if any(one.begins for one in procedure.particulars_of(step)):
        return  # they run from an instant that isn't entered yet
    calendar = calendar_of(view.case.call)
    begun = [*limits_begun(procedure, step, view.state.state, today, calendar, numbers=view.state.numbers)]
    begun += prolonged_limits(procedure, step, view.state, calendar)
    for limit in begun:
        name = procedure.clocks[limit.clock].name(current_language())
        practice = parameter_of(procedure, limit.clock).practice
        yield StartedLimit(name, limit.day, limit.provisional, practice)
