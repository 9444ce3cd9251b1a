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
ACROSS = f'x1="{LEFT}" x2="{WIDTH - RIGHT}"'
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

    @property
    def box(self) -> str:
        """The view box of the drawing."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def drawing(self) -> SafeString:
        """The elements of the drawing; a template takes ten times as long for the hundreds of a page."""
        axis = f'<line class="axis" {ACROSS} y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM}"/>'
        values = f'<polyline class="values" points="{self.path}"/>'
        parts = (axis, *map(_limit, self.lines), values, *map(_circle, self.points), *map(_name, self.names))
        return mark_safe("".join(parts))  # noqa: S308 — of numbers, tones of ours, and text that is escaped


def _limit(line: ChartLine) -> str:
    return (
        f'<line class="limit limit--{line.tone}" {ACROSS} y1="{line.y}" y2="{line.y}"/>'
        f'<text class="limit-text" x="{LEFT}" dx="-6" y="{line.y}" dy="4" text-anchor="end">'
        f"{escape(line.text)}</text>"
    )


def _circle(one: ChartPoint) -> str:
    return (
        f'<circle class="point point--{one.tone}" cx="{one.x}" cy="{one.y}" r="4">'
        f"<title>{escape(one.text)}</title></circle>"
    )


def _name(named: tuple[float, str]) -> str:
    x, name = named
    return f'<text class="period" x="{x}" y="{HEIGHT}" dy="-8" text-anchor="middle">{escape(name)}</text>'


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
