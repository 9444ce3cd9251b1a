"""Bars and ranges as pages draw them: lengths in hundredths of the chart's width, words beside them as text.

They need no script and no inline style; the figures stand beside the bars and in the table behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xianxing.desks.figures.words import said
from xianxing.pilot.figures.definitions import FigureShape
from xianxing.pilot.figures.model import Figure

THINNEST = 0.6  # hundredths that can still be seen


@dataclass(frozen=True)
class FigureBar:
    """A figure of a chart: how long its bar is, and of a rate how much of it is filled."""

    figure: Figure
    url: str
    said: str
    length: float
    filled: float


@dataclass(frozen=True)
class FigureRange:
    """Times of a chart: from the first to the third quartile, the median, the longest, and the limit."""

    figure: Figure
    url: str
    said: str
    first: float
    width: float
    middle: float
    longest: float
    limit: float | None


Address = Callable[[Figure], str]


def bars(figures: Sequence[Figure], address: Address) -> list[FigureBar]:
    """Counts or rates on one scale, each with the address of its rows; none where there is nothing at all."""
    largest = max((_size(one) for one in figures), default=0)
    if not largest:
        return []
    return [
        FigureBar(
            one, address(one), said(one), _hundredths(_size(one), largest), _hundredths(one.count, largest)
        )
        for one in figures
    ]


def ranges(figures: Sequence[Figure], address: Address) -> list[FigureRange]:
    """Times, each unit on a scale of its own, with the address of their rows; none for what has no times."""
    made = []
    for unit in dict.fromkeys(one.unit for one in figures):
        found = [one for one in figures if one.amounts and one.unit == unit]
        largest = max((max(one.longest or 0, one.length or 0) for one in found), default=0)
        made += [_range(one, address(one), largest) for one in found]
    return made


def _range(figure: Figure, url: str, largest: int) -> FigureRange:
    low, high = figure.quartiles or (figure.amounts[0], figure.amounts[-1])
    start, end = _hundredths(float(low), largest), _hundredths(float(high), largest)
    return FigureRange(
        figure, url, said(figure), start, max(end - start, THINNEST),
        _hundredths(float(figure.middle or 0), largest), _hundredths(figure.longest or 0, largest),
        _hundredths(figure.length, largest) if figure.length is not None else None,
    )  # fmt: skip


def _size(figure: Figure) -> int:
    return figure.whole if figure.definition.shape is FigureShape.RATE else figure.count


def _hundredths(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
