"""The four exits with their conditions as the procedure has them, and what the record says beside each.

Whether a condition holds is found by people, with the step that decides; nothing here concludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xianxing.pilot.exits.course import DECIDING
from xianxing.pilot.exits.models import ExitKind
from xianxing.pilot.exits.practice import practice
from xianxing.pilot.exits.sources import AssessmentFigure
from xianxing.procedure.events import CaseState
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.model import Fact, Procedure, Step

NONE = "none"  # the answer that states no ground
OTHER = "other"


class Needed(StrEnum):
    """How many of a kind's conditions have to hold."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True)
class ExitCondition:
    """A condition of an exit: its words, and the figures beside it.

    `open` marks the ground that the text leaves open (等): another reason, which is stated.
    """

    key: str
    words: str
    figures: tuple[AssessmentFigure, ...]
    open: bool = False


@dataclass(frozen=True)
class KindConditions:
    """A kind of exit: how many of its conditions have to hold, the steps that decide it, its clauses.

    Of an extension also whether the project was extended before, and the longest length in principle.
    """

    kind: ExitKind
    needed: Needed
    conditions: tuple[ExitCondition, ...]
    steps: tuple[Step, ...]
    clauses: tuple[str, ...]
    extended: bool = False
    most: int | None = None


# By which fact a kind's conditions are answered, and how many of them it needs.
ANSWERED_BY: dict[ExitKind, tuple[FactMeans, Needed]] = {
    ExitKind.NORMALISE: (FactMeans.EXIT_CONDITIONS, Needed.ALL),
    ExitKind.END: (FactMeans.END_GROUND, Needed.ANY),
    ExitKind.EXTEND: (FactMeans.EXTENSION_CONDITIONS, Needed.ALL),
    ExitKind.FORCE: (FactMeans.FORCE_GROUND, Needed.ANY),
}


def kinds_of_exit(
    procedure: Procedure, state: CaseState, figures: Iterable[AssessmentFigure], language: str
) -> list[KindConditions]:
    """The kinds of exit that the procedure knows, in the guide's order, figures beside their conditions."""
    known = tuple(figures)
    found = (_kind(procedure, state, kind, known, language) for kind in ExitKind)
    return [one for one in found if one.steps]


def _kind(
    procedure: Procedure, state: CaseState, kind: ExitKind, figures: Sequence[AssessmentFigure], language: str
) -> KindConditions:
    means, needed = ANSWERED_BY[kind]
    deciding = [one for one, decided in DECIDING.items() if decided is kind]
    steps = procedure.steps_meaning(*deciding)
    fact = procedure.fact_meaning(means)
    conditions = tuple(_conditions(procedure, fact, figures, language)) if fact else ()
    clauses = tuple(dict.fromkeys(clause for step in steps for clause in step.basis))
    if kind is not ExitKind.EXTEND:
        return KindConditions(kind, needed, conditions, steps, clauses)
    before = procedure.fact_meaning(FactMeans.EXTENDED)
    extended = before is not None and state.facts.get(before.id, before.initial) != before.initial
    length = procedure.fact_meaning(FactMeans.EXTENSION_LENGTH)
    most = procedure.number(length.threshold) if length and length.threshold else None
    return KindConditions(kind, needed, conditions, steps, clauses, extended, most)


def _conditions(
    procedure: Procedure, fact: Fact, figures: Sequence[AssessmentFigure], language: str
) -> Iterator[ExitCondition]:
    beside = practice().beside.get(fact.means, {})
    for key in fact.items or tuple(str(value) for value in fact.domain if value != NONE):
        words = key if fact.items else procedure.word(key, language)
        shown = tuple(one for one in figures if one.source in beside.get(key, ()))
        yield ExitCondition(key, words, shown, open=not fact.items and key == OTHER)
