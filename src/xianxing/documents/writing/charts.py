"""Charts as SVG, drawn by our own code: bars, and ranges of times, a line each with its words beside it.

Lengths are hundredths of the longest; whoever draws them says what they mean in the caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LABEL, SAID, LINE, BAR = 640, 170, 160, 28, 14
INK, WHOLE, PART, LIMIT, TRACK = "#18242b", "#b9bdbb", "#13475a", "#a5301c", "#8a918f"
FONT = "Noto Sans CJK SC"


@dataclass(frozen=True)
class ChartBar:
    """A line of a bar chart: the whole bar, and how much of it is filled."""

    label: str
    said: str
    whole: float
    part: float


@dataclass(frozen=True)
class ChartRange:
    """A line of a chart of times: a bar between the quartiles, marks at the median and the limit, a thin line
    up to the longest.
    """

    label: str
    said: str
    first: float
    last: float
    middle: float
    longest: float
    limit: float | None

    @property
    def width(self) -> float:
        """How long the bar between the quartiles is."""
        return round(self.last - self.first, 1)


def chart_svg(lines: Sequence[ChartBar | ChartRange]) -> str:
    """The chart as SVG with words as text; ValueError for no lines at all."""
    if not lines:
        raise ValueError("a chart has at least one line")
    height = LINE * len(lines) + 6
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" font-weight="500" font-size="13" fill="{INK}">'
    )
    body = [piece for place, line in enumerate(lines) for piece in _line(line, place * LINE + 4)]
    return "".join((head, *body, "</svg>"))


def _line(line: ChartBar | ChartRange, top: float) -> Iterator[str]:
    middle = top + BAR / 2 + 5
    yield f'<text x="{LABEL - 10}" y="{middle}" text-anchor="end">{escape(line.label)}</text>'
    if isinstance(line, ChartBar):
        yield _bar(0, line.whole, top, BAR, WHOLE)
        yield _bar(0, line.part, top, BAR, PART)
    else:
        yield _bar(0, line.longest, top + BAR / 2 - 1, 2, TRACK)
        yield _bar(line.first, line.width, top + 1, BAR - 2, PART)
        yield _bar(line.middle - 0.3, 0.6, top - 1, BAR + 2, INK)
        if line.limit is not None:
            yield _bar(line.limit - 0.25, 0.5, top - 2, BAR + 4, LIMIT)
    yield f'<text x="{WIDTH - SAID + 10}" y="{middle}">{escape(line.said)}</text>'


def _bar(first: float, length: float, top: float, height: float, colour: str) -> str:
    room = WIDTH - LABEL - SAID
    left, width = LABEL + room * first / 100, room * max(length, 0) / 100
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'
