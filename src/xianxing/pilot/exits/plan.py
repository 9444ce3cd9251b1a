"""The exit plan as it was filed: each cell of the table, by the situation for which it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body, Filing

PLACE = ("content", "exit_plan")
TRIGGER = "trigger"


@dataclass(frozen=True)
class PlanRow:
    """A cell of the plan: for which situation, which column, and what was filed."""

    trigger: str
    column: str
    words: str


def plan_rows(filing: Filing) -> list[PlanRow]:
    """The cells of the plan as last frozen, row by row; none where nothing was filed, or it was erased."""
    body = Body.objects.filter(filing=filing).order_by("-number").first()
    found: object = content_of(body) if body else {}
    for key in PLACE:
        found = found.get(key) if isinstance(found, Mapping) else None
    rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
    return [
        PlanRow(str(row.get(TRIGGER, "")), str(column), str(words))
        for row in rows
        for column, words in row.items()
        if column != TRIGGER and words
    ]
