"""Inspections and rectifications as lines of a list: how they stand, until when, whether that is past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xianxing.desks.inspections.views import TONES
from xianxing.i18n import gettext
from xianxing.pilot.inspections.models import Inspection, InspectionState
from xianxing.pilot.inspections.queries import Rectification


@dataclass(frozen=True)
class InspectionRow:
    """An inspection in a list: its state in words, and what is due until when; None where nothing is."""

    inspection: Inspection
    state: str
    tone: str
    due: date | None
    late: bool


@dataclass(frozen=True)
class RectificationRow:
    """A rectification in a list: how it stands in words, with its tone."""

    one: Rectification
    state: str
    tone: str
    late: bool


def lines_of_inspections(rows: Iterable[Inspection], today: date) -> list[InspectionRow]:
    """Each inspection with the last day of its work paper, or of the institutions' answers."""
    return [_inspection(row, today) for row in rows]


def lines_of_rectifications(rows: Iterable[Rectification], today: date) -> list[RectificationRow]:
    """Each rectification as it stands: with the institution, waiting for the re-check, or put right."""
    return [_rectification(one, today) for one in rows]


def _inspection(row: Inspection, today: date) -> InspectionRow:
    state = InspectionState(row.state)
    due = {InspectionState.PLANNED: row.last_day, InspectionState.TOLD: row.answer_due}.get(state)
    return InspectionRow(row, str(state.label), TONES[state], due, due is not None and due < today)


def _rectification(one: Rectification, today: date) -> RectificationRow:
    if one.item is None:
        return RectificationRow(one, gettext("Put right and confirmed"), "good", False)
    if one.waiting:
        return RectificationRow(one, gettext("Waits for the re-check"), "watch", one.late(today))
    if one.finding and not one.unready:
        return RectificationRow(one, gettext("Accepted, to be confirmed"), "watch", one.late(today))
    return RectificationRow(one, gettext("With the institution"), "info", one.late(today))
