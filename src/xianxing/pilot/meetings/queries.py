"""What a meeting resolved, for the steps that follow."""

from __future__ import annotations

from uuid import UUID

from xianxing.pilot.meetings.models import AgendaItem


def adopted_cases(meeting: UUID) -> frozenset[UUID]:
    """The projects on which a closed meeting adopted something; none for another meeting."""
    rows = AgendaItem.objects.filter(meeting=meeting, meeting__closed_at__isnull=False, adopted=True)
    return frozenset(rows.values_list("case", flat=True))
