"""Figures as lines of charts, for pages and papers alike; the words beside each bar are the figure itself."""

from __future__ import annotations

from collections.abc import Sequence

from xianxing.documents.writing.charts import ChartBar, ChartRange
from xianxing.pilot.figures.definitions import FigureShape
from xianxing.pilot.figures.model import FigureNumbers
from xianxing.pilot.figures.words import said

THINNEST = 0.6  # hundredths that can still be seen


def bars(figures: Sequence[FigureNumbers]) -> list[tuple[FigureNumbers, ChartBar]]:
    """Counts or rates on one scale; none where there is nothing at all."""
    largest = max((_size(one) for one in figures), default=0)
    if not largest:
        return []
    return [
        (
            one,
            ChartBar(one.label, said(one), _hundredths(_size(one), largest), _hundredths(one.count, largest)),
        )
        for one in figures
    ]


def ranges(figures: Sequence[FigureNumbers]) -> list[tuple[FigureNumbers, ChartRange]]:
    """Times, each unit on a scale of its own; what has no times is left out."""
    made = []
    for unit in dict.fromkeys(one.unit for one in figures):
        found = [one for one in figures if one.amounts and one.unit == unit]
        largest = max((max(one.longest or 0, one.length or 0) for one in found), default=0)
        made += [(one, _range(one, largest)) for one in found]
    return made


def _range(figure: FigureNumbers, largest: int) -> ChartRange:
    low, high = figure.quartiles or (figure.amounts[0], figure.amounts[-1])
    first, last = _hundredths(float(low), largest), _hundredths(float(high), largest)
    return ChartRange(
        figure.label, said(figure), first, max(last, first + THINNEST),
        _hundredths(float(figure.middle or 0), largest), _hundredths(figure.longest or 0, largest),
        _hundredths(figure.length, largest) if figure.length is not None else None,
    )  # fmt: skip


def _size(figure: FigureNumbers) -> int:
    return figure.whole if figure.definition.shape is FigureShape.RATE else figure.count


def _hundredths(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
