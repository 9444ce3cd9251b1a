"""A chart of an indicator as the page draws it: one line of values, the amber and the red line, months below.

It is made on the server and needs no script; the table behind it holds every figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from xianxing.pilot.supervision.judging import AlarmRule, IndicatorStanding

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 180, 64, 32, 14, 28
SHOWN = 24  # the last periods
MOST_NAMES = 8


@dataclass(frozen=True)
class ChartPoint:
    """A value: where it stands, what it says when pointed at, whether it stands out."""

    x: float
    y: float
    text: str
    tone: str


@dataclass(frozen=True)
class ChartLine:
    """The amber or red line, at its height."""

    y: float
    text: str
    tone: str


@dataclass(frozen=True)
class IndicatorChart:
    """Everything that the drawing needs, in the coordinates of its view box."""

    path: str
    points: Sequence[ChartPoint]
    lines: Sequence[ChartLine]
    names: Sequence[tuple[float, str]]

    width, height, left, right, bottom = WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM

    @property
    def circles(self) -> SafeString:
        """The points as elements; a template takes ten times as long for the hundreds of a page."""
        drawn = (
            f'<circle class="point point--{one.tone}" cx="{one.x}" cy="{one.y}" r="4">'
            f"<title>{escape(one.text)}</title></circle>"
            for one in self.points
        )
        return mark_safe("".join(drawn))  # noqa: S308 — of numbers, a tone of ours, and text escaped above


def chart_of(one: IndicatorStanding) -> IndicatorChart | None:
    """The chart of an indicator with two values at least; None for fewer."""
    told = list(one.values.items())[-SHOWN:]
    if len(told) < 2:
        return None
    marks = [
        (limit, tone)
        for limit, tone in ((one.line.amber, "amber"), (one.line.red, "red"))
        if limit is not None
    ]
    heights = [values.counts.value for _period, values in told] + [limit for limit, _tone in marks]
    low, high = min(heights), max(heights)
    if low == high:
        low, high = low - 1, high + 1
    tones = {
        alarm.period: "red" if alarm.rule is AlarmRule.RED_LINE else "amber"
        for alarm in one.alarms
        if not alarm.muted
    }
    step = (WIDTH - LEFT - RIGHT) / (len(told) - 1)
    points = [
        ChartPoint(
            round(LEFT + place * step, 1),
            _height(values.counts.value, low, high),
            f"{period.name} {values.counts.value:f}",
            tones.get(period, "green"),
        )
        for place, (period, values) in enumerate(told)
    ]
    path = " ".join(f"{point.x},{point.y}" for point in points)
    every = -(-len(told) // MOST_NAMES)
    names = [(point.x, told[place][0].name) for place, point in enumerate(points) if place % every == 0]
    lines = [ChartLine(_height(limit, low, high), f"{limit:f}", tone) for limit, tone in marks]
    return IndicatorChart(path, points, lines, names)


def _height(value: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((value - low) / (high - low))
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)
