"""What the experts of a round wrote, disagreement first. Scores inform; people decide.

Nothing is added up into a rank, and no mean stands where a person would read it as a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from xianxing.pilot.cases.models import Case
from xianxing.pilot.experts.models import Opinion, RevealedOpinion
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.experts.practice import Criterion, ExpertPractice
from xianxing.pilot.experts.rounds import round_of
from xianxing.pilot.experts.sealing import commitment_of


@dataclass(frozen=True)
class OpinionRead:
    """A revealed opinion: `proved` where text and salt answer to the commitment that the record holds."""

    opinion: Opinion
    text: OpinionText
    salt: str
    proved: bool


@dataclass(frozen=True)
class CriterionSpread:
    """One criterion: its scores with their reasons, low first, the middle one, and how far they lie apart.

    `without` says for each score what the middle would be without it, where it would be another one.
    """

    criterion: Criterion
    scores: tuple[tuple[int, str], ...]
    middle: Fraction
    spread: int
    without: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True)
class OpinionSummary:
    """A round: how many are in of how many, what was revealed, and the criteria, the most disputed first."""

    opinions: tuple[OpinionRead, ...]
    spreads: tuple[CriterionSpread, ...]


def summary_of(case: Case, practice: ExpertPractice) -> OpinionSummary:
    """The last round as revealed, empty while it is sealed; in the order of the commitments."""
    rows = RevealedOpinion.objects.filter(opinion__case=case, opinion__round=round_of(case))
    read = [
        OpinionRead(row.opinion, OpinionText.again(row.text), row.salt, _proved(row))
        for row in rows.select_related("opinion__expert").order_by("opinion__commitment")
    ]
    texts = [one.text for one in read]
    spreads = [_spread(criterion, texts) for criterion in practice.criteria]
    held = [one for one in spreads if one is not None]
    return OpinionSummary(tuple(read), tuple(sorted(held, key=lambda one: -one.spread)))


def others_of(own: Opinion, practice: ExpertPractice) -> tuple[OpinionText, ...]:
    """What the others of the round wrote, without names, for an expert whose own opinion was revealed.

    Nothing where practice is blind, nor before the reveal.
    """
    if practice.blind or not RevealedOpinion.objects.filter(opinion=own).exists():
        return ()
    rows = RevealedOpinion.objects.filter(opinion__case=own.case_id, opinion__round=own.round)
    others = rows.exclude(opinion=own).order_by("opinion__commitment")
    return tuple(OpinionText.again(row.text) for row in others)


def spread_of(criterion: Criterion, scores: Sequence[tuple[int, str]]) -> CriterionSpread:
    """The spread of at least one score."""
    ordered = tuple(sorted(scores))
    numbers = [score for score, _reason in ordered]
    middle = Fraction(median(numbers))
    without: dict[int, Fraction] = {}
    for place, score in enumerate(numbers):
        rest = numbers[:place] + numbers[place + 1 :]
        if rest and Fraction(median(rest)) != middle:
            without[score] = Fraction(median(rest))
    return CriterionSpread(criterion, ordered, middle, numbers[-1] - numbers[0], tuple(without.items()))


def _spread(criterion: Criterion, texts: Iterable[OpinionText]) -> CriterionSpread | None:
    given = [
        (text.scores[criterion.key], text.reasons.get(criterion.key, ""))
        for text in texts
        if criterion.key in text.scores
    ]
    return spread_of(criterion, given) if given else None


def _proved(row: RevealedOpinion) -> bool:
    return bool(row.salt) and commitment_of(row.text, row.salt) == row.opinion.commitment
