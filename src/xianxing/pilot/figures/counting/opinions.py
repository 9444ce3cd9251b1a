"""How far the experts of a round lay apart, criterion by criterion (5.1.1); no expert is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.experts.models import RevealedOpinion
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.experts.practice import Criterion, practice_of
from xianxing.pilot.figures.definitions import FigureDefinition
from xianxing.pilot.figures.model import POINTS, Figure, FigureRow
from xianxing.pilot.figures.record import PilotRecord

LEAST_SCORES = 2


def score_spread(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """For each criterion of the guides in use: the spread of every revealed round with two scores or more."""
    scores: dict[tuple[str, UUID, int], list[int]] = defaultdict(list)
    revealed: dict[tuple[UUID, int], datetime] = {}
    rows = RevealedOpinion.objects.filter(opinion__case__call__in=record.calls).order_by("pk")
    for case, number, text, at in rows.values_list("opinion__case", "opinion__round", "text", "revealed_at"):
        if record.counts(case) and record.period.holds(at):
            revealed[case, number] = at
            for key, score in OpinionText.again(text).scores.items():
                scores[key, case, number].append(score)
    for criterion in _criteria(record):
        found = [
            FigureRow(case, revealed[case, number], amount=max(held) - min(held))
            for (key, case, number), held in scores.items()
            if key == criterion.key and len(held) >= LEAST_SCORES
        ]
        yield Figure(definition, found, criterion.key, criterion.label, POINTS)


def _criteria(record: PilotRecord) -> list[Criterion]:
    found: dict[str, Criterion] = {}
    for call in record.calls:
        for criterion in practice_of(guide_of(call), record.today).criteria:
            found.setdefault(criterion.key, criterion)
    return list(found.values())
