"""All figures of a period, and one of them with its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from xianxing.pilot.figures.counting import admission, corrections, exits, opinions, times, trial, voices
from xianxing.pilot.figures.definitions import FigureDefinition, figure_book
from xianxing.pilot.figures.model import Figure, FigureNumbers
from xianxing.pilot.figures.record import FigurePeriod, PilotRecord, read_record

Numbers = TypeVar("Numbers", bound=FigureNumbers, covariant=True)
Counting = Callable[[PilotRecord, FigureDefinition], Iterator[Figure]]

# How each definition is counted; a test holds that both have the same keys.
COUNTED: Mapping[str, Counting] = {
    "applications": admission.applications,
    "drafts": admission.drafts,
    "admission": admission.admission,
    "started": admission.started,
    "final_states": admission.final_states,
    "state_times": times.state_times,
    "days_to_notice": times.days_to_notice,
    "days_to_start": times.days_to_start,
    "corrected": corrections.corrected,
    "corrections_by_clause": corrections.corrections_by_clause,
    "corrections_by_rule": corrections.corrections_by_rule,
    "score_spread": opinions.score_spread,
    "comments": voices.comments,
    "comments_considered": voices.comments_considered,
    "complaints": voices.complaints,
    "complaints_in_time": voices.complaints_in_time,
    "complaints_overdue": voices.complaints_overdue,
    "on_trial": trial.on_trial,
    "indicators": trial.indicators,
    "items": trial.items,
    "items_overdue": trial.items_overdue,
    "item_times": trial.item_times,
    "exits": exits.exits,
    "exits_under_way": trial.exits_under_way,
    "extension_months": exits.extension_months,
}


@dataclass(frozen=True)
class PilotFigures(Generic[Numbers]):
    """Every figure of a period by its definition's key, with what they were counted from."""

    record: PilotRecord
    figures: Mapping[str, Sequence[Numbers]]

    def of(self, key: str, part: str = "") -> Numbers | None:
        """A figure, or its part; None where there is none of that name."""
        return next((one for one in self.figures.get(key, ()) if one.part == part), None)


def pilot_figures(period: FigurePeriod, *, at: datetime) -> PilotFigures[Figure]:
    """All figures of a period with their rows as of an instant, by a number of queries that no case adds to.

    Every case is counted; for the numbers alone `kept.figure_numbers` is quicker.
    """
    record = read_record(period, at=at)
    return PilotFigures(
        record, {key: list(COUNTED[key](record, one)) for key, one in figure_book().definitions.items()}
    )


def figure_of(
    period: FigurePeriod, key: str, part: str, *, at: datetime
) -> tuple[PilotRecord, Figure] | None:
    """One figure with its rows; None for a key or part that there isn't."""
    definition = figure_book().definitions.get(key)
    if definition is None:
        return None
    record = read_record(period, at=at)
    found = next((one for one in COUNTED[key](record, definition) if one.part == part), None)
    return (record, found) if found is not None else None
