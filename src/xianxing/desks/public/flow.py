"""A procedure as people read it at first sight: stage by stage, each state with the ways out of it."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.desks.public.steps import ProcedureWords, StateRow, StepClause, stage_name
from xianxing.i18n import current_language, gettext
from xianxing.procedure.layout import drawn
from xianxing.procedure.model import Procedure, Step


@dataclass(frozen=True)
class Way:
    """A step out of a state: what, by whom, to which state of which name, on which clause."""

    name: str
    actors: str
    target: str
    target_name: str
    practice: bool
    by_time: bool
    marks: tuple[StepClause, ...]


@dataclass(frozen=True)
class FlowState:
    """A state in the flow; `lane` numbers the side that acts, `also` counts steps that stay or are shared."""

    row: StateRow
    lane: int
    lane_name: str
    ways: tuple[Way, ...]
    also: int
    lit: bool


@dataclass(frozen=True)
class FlowStage:
    """A stage with its places in order; `open` where it is to be unfolded."""

    id: str
    name: str
    places: tuple[FlowState, ...]
    open: bool

    @property
    def ends(self) -> int:
        """How many of its states are final."""
        return sum(place.row.final for place in self.places)


def stages_of(procedure: Procedure, lit: str = "") -> list[FlowStage]:
    """Every stage in the order of the file; unfolded is the stage of the lit state, else the first."""
    shown = ProcedureWords(procedure)
    rows = {row.id: row for row in shown.states()}
    names = list(dict.fromkeys(state.stage for state in procedure.states.values()))
    opened = procedure.states[lit].stage if lit in procedure.states else names[0]
    return [
        FlowStage(
            stage,
            stage_name(stage),
            tuple(
                _place(shown, rows[state.id], lit)
                for state in sorted(procedure.states.values(), key=lambda one: one.final)
                if state.stage == stage
            ),
            stage == opened,
        )
        for stage in names
    ]


def _place(shown: ProcedureWords, row: StateRow, lit: str) -> FlowState:
    procedure = shown.p
    lanes = list(procedure.lanes)
    state = procedure.states[row.id]
    lane = lanes[-1] if state.final or not state.owner else procedure.roles[state.owner].lane
    steps = procedure.steps_from(row.id)
    onward = [step for step in steps if drawn(step) and step.target != row.id]
    return FlowState(
        row,
        lanes.index(lane),
        procedure.lanes[lane].name(current_language()),
        tuple(_way(shown, step) for step in onward),
        len(steps) - len(onward),
        row.id == lit,
    )


def _way(shown: ProcedureWords, step: Step) -> Way:
    procedure, language = shown.p, current_language()
    actors = gettext(", ").join(procedure.roles[one].name(language) for one in step.actors)
    target = procedure.states[step.target].name(language)
    marks = shown.marks(step.basis or step.serves)
    return Way(step.name(language), actors, step.target, target, step.practice, step.by_time, marks)
