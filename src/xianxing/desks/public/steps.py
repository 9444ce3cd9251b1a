"""A procedure laid out for a page: states and steps with roles, limits and clauses in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from xianxing.i18n import current_language, gettext
from xianxing.law import GuideError, known_guides
from xianxing.procedure.gaps import Gap
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.meanings import Stage
from xianxing.procedure.model import Named, Procedure, State, Step


@dataclass(frozen=True)
class StepClause:
    """A clause as lawyers write it, and where its words are."""

    label: str
    url: str


@dataclass(frozen=True)
class StateRow:
    """A state: whose turn it is and within what limit; `open` where the guide gives none."""

    id: str
    name: str
    stage: str
    owner: str
    limit: str
    open: bool
    final: bool


@dataclass(frozen=True)
class StepRow:
    """A step: who takes it, from where to where, and what it rests on."""

    id: str
    name: str
    actors: str
    sources: tuple[str, ...]
    target: str
    marks: tuple[StepClause, ...]
    practice: bool
    documents: tuple[str, ...]
    by_time: bool


@dataclass(frozen=True)
class GapRow:
    """A gap of the guide and the practice that fills it."""

    kind: str
    name: str
    marks: tuple[StepClause, ...]
    filled: str


@lru_cache(maxsize=8)
def loaded(guide: str) -> Procedure:
    """A guide's procedure, read once: it doesn't change while we serve."""
    return load_procedure(guide)


class ProcedureWords:
    """The words of one procedure in the reader's language."""

    def __init__(self, procedure: Procedure) -> None:
        self.p = procedure

    def marks(self, clauses: Iterable[str]) -> tuple[StepClause, ...]:
        """Clause ids as marks that lead to the guide's page."""
        page = reverse("public:guide", args=[self.p.guide])
        return tuple(
            StepClause(self.p.clauses.get(one, one), f"{page}#clause-{one}") for one in clauses if one
        )

    def states(self) -> list[StateRow]:
        """Every state in the order of the file."""
        return [self._state(state) for state in self.p.states.values()]

    def steps(self) -> list[StepRow]:
        """Every step in the order of the file."""
        return [self._step(step) for step in self.p.steps.values()]

    def gaps(self, gaps: Iterable[Gap]) -> list[GapRow]:
        """The gap register: waiting states without a limit, steps without a basis."""
        kinds = {
            "no_limit": gettext("Waits without a limit in the guide"),
            "no_basis": gettext("Step that the guide doesn't name"),
        }
        english = current_language() == "en"
        return [
            GapRow(
                kinds.get(gap.kind, gap.kind),
                gap.en if english else gap.zh,
                self.marks(gap.serves),
                gap.filled_en if english else gap.filled_zh,
            )
            for gap in gaps
        ]

    def _state(self, state: State) -> StateRow:
        owner = self.p.roles.get(state.owner)
        return StateRow(
            id=state.id,
            name=_name(state),
            stage=stage_name(state.stage),
            owner=_name(owner) if owner else "",
            limit=self._limit(state.clock),
            open=state.no_limit_in_text,
            final=state.final,
        )

    def _step(self, step: Step) -> StepRow:
        target = self.p.states.get(step.target)
        return StepRow(
            id=step.id,
            name=_name(step),
            actors=gettext(", ").join(
                _name(self.p.roles[actor]) for actor in step.actors if actor in self.p.roles
            ),
            sources=tuple(_name(self.p.states[source]) for source in step.sources),
            target=_name(target) if target else gettext("the same state"),
            marks=self.marks(step.basis or step.serves),
            practice=step.practice,
            documents=tuple(
                _name(self.p.documents[name]) for name in step.documents if name in self.p.documents
            ),
            by_time=step.by_time,
        )

    def _limit(self, clock: str) -> str:
        if not clock:
            return ""
        parameter = self.p.parameters[self.p.clocks[clock].parameter]
        units = {
            "workdays": gettext("{n} working days"),
            "days": gettext("{n} days"),
            "months": gettext("{n} months"),
        }
        return units.get(parameter.unit, "{n}").format(n=parameter.value)


def stage_name(stage: str) -> str:
    """A stage in the reader's language; one that isn't known stays as it is."""
    names: dict[str, str] = {
        Stage.DRAFTING: gettext("Drafting"),
        Stage.SELECTION: gettext("Selection"),
        Stage.EVALUATION: gettext("Evaluation"),
        Stage.NOTICE: gettext("Public notice"),
        Stage.START: gettext("Start"),
        Stage.RUNNING: gettext("Running"),
        Stage.EXIT: gettext("Exit"),
    }
    return names.get(stage, stage)


def step_name(step: str) -> str:
    """A publication, or a step of any guide's procedure, in the reader's language; others stay as given."""
    published = {
        "call.publish": gettext("Call published"),
        "call.extend": gettext("Window extended"),
        "guide.retire": gettext("Version of a guide retired"),
        "procedure.sign_off": gettext("Procedure signed off"),
    }
    if step in published:
        return published[step]
    procedures = (known for guide in known_guides() if (known := _readable(guide)) is not None)
    found = next((one.steps[step] for one in procedures if step in one.steps), None)
    return _name(found) if found else step


def _readable(guide: str) -> Procedure | None:
    try:
        return loaded(guide)
    except GuideError:
        return None


def _name(named: Named) -> str:
    return named.name(current_language())
