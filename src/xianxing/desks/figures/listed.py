"""Rows of a figure as people read them: which project, from when to when, how long, by which limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from xianxing.desks.look.tags import day
from xianxing.i18n import gettext
from xianxing.pilot.figures.definitions import FigureShape
from xianxing.pilot.figures.model import Figure, FigureRow, is_over
from xianxing.pilot.figures.record import PilotRecord
from xianxing.pilot.figures.words import amount_said
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.relations.queries import project_names
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class RowColumns:
    """Which columns the rows of a figure have besides project and first day."""

    reference: bool
    until: bool
    amount: bool
    limit: bool
    counted: bool

    @classmethod
    def of(cls, figure: Figure) -> RowColumns:
        """Those in which some row has something to say."""
        rows = [*figure.rows, *figure.open]
        return cls(
            any(row.reference for row in rows),
            any(row.until for row in rows),
            any(row.amount is not None for row in rows),
            any(row.limit for row in rows),
            figure.definition.shape is FigureShape.RATE,
        )


@dataclass(frozen=True)
class ListedRow:
    """A row in words; `url` leads to its case, `reference_url` to the thing itself, "" for neither."""

    project: str
    number: str
    url: str
    reference: str
    reference_url: str
    since: str
    until: str
    amount: str
    limit: str
    over: bool
    counted: bool

    def cells(self, columns: RowColumns) -> list[str]:
        """Its cells in the order of `heads`, for a spreadsheet."""
        told = {
            "number": self.number,
            "project": self.project,
            "reference": self.reference,
            "since": self.since,
            "until": self.until,
            "amount": self.amount,
            "limit": self.limit,
            "over": gettext("yes") if self.over else gettext("no"),
            "counted": gettext("yes") if self.counted else gettext("no"),
        }
        return [told[name] for name, _label in heads(columns)]


def heads(columns: RowColumns) -> list[tuple[str, str]]:
    """The columns in order, with their heads."""
    found = [
        ("number", gettext("Number"), True),
        ("project", gettext("Project"), True),
        ("reference", gettext("Item"), columns.reference),
        ("since", gettext("Began on"), True),
        ("until", gettext("Ended on"), columns.until),
        ("amount", gettext("Measured"), columns.amount),
        ("limit", gettext("Limit of time"), columns.limit),
        ("over", gettext("Past the limit"), columns.limit),
        ("counted", gettext("Counted in"), columns.counted),
    ]
    return [(name, label) for name, label, shown in found if shown]


def named_rows(
    rows: Sequence[FigureRow], figure: Figure, record: PilotRecord, staff: bool
) -> list[ListedRow]:
    """These rows with number and name of their projects, in three queries; links as the reader may follow."""
    cases = {row.case for row in rows if row.case}
    filings = list(Filing.objects.select_related("case__call__guide").filter(pk__in=cases)) if cases else []
    numbers = case_numbers(filings)
    names = project_names(cases) if cases else {}
    target = "desk:filing" if staff else "csrc:case"
    complaints = figure.definition.group == "complaints"
    return [
        ListedRow(
            names.get(row.case, "") if row.case else gettext("(about no project)"),
            numbers.get(row.case, "") if row.case else "",
            reverse(target, args=[row.case]) if row.case else "",
            row.reference,
            reverse("complaints:complaint", args=[row.reference]) if complaints and row.reference else "",
            _said(row.since), _said(row.until), amount_said(row.amount, figure.unit), _said(row.limit),
            is_over(row, record.today), row.counted,
        )
        for row in rows
    ]  # fmt: skip


def _said(moment: datetime | date | None) -> str:
    """The day of a moment; "" for none."""
    if moment is None:
        return ""
    return day(day_of(moment) if isinstance(moment, datetime) else moment)
