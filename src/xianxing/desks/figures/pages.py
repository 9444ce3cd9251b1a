"""The pilot in numbers: all figures of a period, their definitions, and sister regimes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience, belongs
from xianxing.desks.desk.rooms import links
from xianxing.desks.figures.choice import batches, period_said, query_of, read_period, years
from xianxing.desks.look.context import Link
from xianxing.documents.writing.charts import ChartBar, ChartRange
from xianxing.i18n import gettext
from xianxing.pilot.calls.models import Call
from xianxing.pilot.clock import now
from xianxing.pilot.figures.charts import bars, ranges
from xianxing.pilot.figures.definitions import FigureDefinition, FigureShape, figure_book
from xianxing.pilot.figures.kept import figure_numbers
from xianxing.pilot.figures.model import FigureNumbers
from xianxing.pilot.figures.queries import PilotFigures
from xianxing.pilot.figures.record import FigurePeriod
from xianxing.pilot.figures.regimes import RegimeValue, regime_values
from xianxing.pilot.figures.report import reported_years
from xianxing.pilot.figures.words import amount_said, number_said, over_said, regime_said, said, share_said

TIMED = (FigureShape.TIMES, FigureShape.SPREAD)


@dataclass(frozen=True)
class FigureLine:
    """A figure as a line of a table: what it is called, where its rows are, every number of it in words."""

    figure: FigureNumbers
    label: str
    url: str
    said: str
    share: str
    middle: str
    quartiles: str
    longest: str
    over: str
    length: str


@dataclass(frozen=True)
class FigureCard:
    """A definition with its figures: as lines of a table, and as bars or ranges with their rows' address."""

    definition: FigureDefinition
    lines: Sequence[FigureLine]
    bars: Sequence[tuple[str, ChartBar]]
    ranges: Sequence[tuple[str, ChartRange]]

    @property
    def drawn(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.bars or self.ranges)

    @property
    def timed(self) -> bool:
        """Whether its table has columns of times."""
        return self.definition.shape in TIMED

    @property
    def limits(self) -> bool:
        """Whether some of the times have a limit."""
        return any(one.figure.limited or one.figure.length is not None for one in self.lines)

    @property
    def rated(self) -> bool:
        """Whether its table has a whole and a share."""
        return self.definition.shape is FigureShape.RATE


@audience("figures")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every figure of a year, of a batch, or of all of the pilot."""
    period, at = read_period(request.GET.dict()), now()
    found = figure_numbers(period, at=at)
    calls = list(Call.objects.order_by("-opens_on", "-pk").defer("calendar", "guide"))
    book = figure_book()
    cards = {
        key: [card(found, one) for one in book.definitions.values() if one.group == key]
        for key in book.groups
    }
    context = {
        **frame(request),
        "found": found,
        "groups": [(str(name), key, cards[key]) for key, name in book.groups.items()],
        "period": period_said(period, calls),
        "years": years(period, calls, found.record.today, request.path),
        "batches": batches(period, calls, request.path),
        "query": query_of(period),
        "reported": period.year if period.year in reported_years(at=at) else None,
        "empty": not found.record.size,
        "source": book.source,
    }
    return render(request, "figures/index.html", context)


@audience("figures")
@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """The definition of each figure in one sentence, and what holds for all of them."""
    book = figure_book()
    context = {
        **frame(request, Link(gettext("Definitions"), request.path)),
        "groups": [
            (str(name), [one for one in book.definitions.values() if one.group == key])
            for key, name in book.groups.items()
        ],
        "book": book,
    }
    return render(request, "figures/definitions.html", context)


@audience("figures")
@require_safe
def regimes(request: HttpRequest) -> HttpResponse:
    """Published figures of sister regimes beside ours of the whole pilot, with what is counted otherwise."""
    found = figure_numbers(FigurePeriod(), at=now())
    rows: dict[str, list[tuple[RegimeValue, str]]] = {}
    for value in regime_values():
        rows.setdefault(value.figure, []).append((value, regime_said(value)))
    context = {
        **frame(request, Link(gettext("Sister regimes"), request.path)),
        "found": found,
        "tables": [(card(found, figure_book().definitions[key]), held) for key, held in rows.items()],
    }
    return render(request, "figures/regimes.html", context)


def card(found: PilotFigures[FigureNumbers], definition: FigureDefinition) -> FigureCard:
    """A definition with its figures of a period."""
    figures, period = found.figures[definition.key], found.record.period
    drawn = definition.parts and definition.shape not in TIMED
    timed = definition.parts and definition.shape in TIMED
    return FigureCard(
        definition,
        [_line(found, one) for one in figures],
        [(rows_url(one, period), bar) for one, bar in bars(figures)] if drawn else (),
        [(rows_url(one, period), line) for one, line in ranges(figures)] if timed else (),
    )


def rows_url(figure: FigureNumbers, period: FigurePeriod) -> str:
    """Where the rows of a figure are."""
    path = reverse("figures:rows", args=[figure.definition.key])
    return path + query_of(period, **({"part": figure.part} if figure.part else {}))


def frame(request: HttpRequest, *crumbs: Link) -> dict[str, object]:
    """What every page of this room has around it: for the group its desk's tabs, for CSRC's people none."""
    staff = belongs("staff", roles_here(request))
    home = Link(gettext("Desk"), reverse("desk:home")) if staff else None
    home = home or Link(gettext("CSRC's desk"), reverse("csrc:home"))
    here = Link(gettext("The pilot in numbers"), reverse("figures:index"))
    return {"links": links(request) if staff else [], "staff": staff, "crumbs": [home, here, *crumbs]}


def _line(found: PilotFigures[FigureNumbers], figure: FigureNumbers) -> FigureLine:
    low, high = figure.quartiles or (None, None)
    return FigureLine(
        figure, figure.label or str(figure.definition.name), rows_url(figure, found.record.period),
        said(figure), share_said(figure), amount_said(figure.middle, figure.unit),
        "—" if low is None else f"{number_said(low)}–{number_said(high)}",
        amount_said(figure.longest, figure.unit), over_said(figure),
        amount_said(figure.length, figure.unit),
    )  # fmt: skip
