"""Which part of the pilot a page shows, as its address says it, and the ways to another part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.calls.models import Call
from xianxing.pilot.figures.record import FigurePeriod

FIRST_YEAR, LAST_YEAR = 2000, 9998


def read_period(asked: Mapping[str, str]) -> FigurePeriod:
    """The period that an address names; what it can't mean narrows nothing."""
    year, batch = asked.get("year", ""), asked.get("batch", "")
    number = int(year) if year.isdecimal() and len(year) == 4 else 0
    return FigurePeriod(
        number if FIRST_YEAR <= number <= LAST_YEAR else None,
        int(batch) if batch.isdecimal() and len(batch) < 10 else None,
    )


def query_of(period: FigurePeriod, **more: str) -> str:
    """A period as the query of an address, with what else it says; "" for all of the pilot."""
    said = {"year": period.year, "batch": period.batch, **more}
    kept = {name: value for name, value in said.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def years(period: FigurePeriod, calls: Sequence[Call], today: date, path: str) -> list[Link]:
    """Every year since the first call was opened, the latest first, and all of them."""
    first = min((call.opens_on.year for call in calls), default=today.year)
    found: list[int | None] = [None, *range(max(today.year, first), min(today.year, first) - 1, -1)]
    return [
        Link(
            gettext("All years") if year is None else gettext("Year {year}").format(year=year),
            path + query_of(FigurePeriod(year, period.batch)),
            current=year == period.year,
        )
        for year in found
    ]


def batches(period: FigurePeriod, calls: Sequence[Call], path: str) -> list[Link]:
    """Every batch, the latest first, and all of them."""
    found = [(None, gettext("All batches")), *((call.pk, call.title) for call in calls)]
    return [
        Link(title, path + query_of(FigurePeriod(period.year, batch)), current=batch == period.batch)
        for batch, title in found
    ]


def period_said(period: FigurePeriod, calls: Sequence[Call]) -> str:
    """The period in words."""
    title = next((call.title for call in calls if call.pk == period.batch), "")
    year = gettext("Year {year}").format(year=period.year) if period.year else gettext("All years")
    return gettext("{year}, {batch}").format(year=year, batch=title or gettext("All batches"))
