"""Tables on a PDF page by their rules: which cell of which grid a point lies in."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from xianxing.documents.pdf.library import pdfium, raw

TOLERANCE = 3.0
SHORTEST = 6.0
MOST_SEGMENTS = 4000


@dataclass
class RuleLine:
    """A straight line along one axis: its place on the other axis, and from where to where."""

    at: float
    start: float
    end: float


@dataclass
class Grid:
    """A table's edges; rows from the top. Coordinates are the page's own (y upwards)."""

    xs: list[float]
    ys: list[float]  # descending
    verticals: list[RuleLine]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the point, columns merged where no rule parts them; None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        row = next(at for at in range(len(self.ys) - 1) if y >= self.ys[at + 1])
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        column = 0
        for at in range(1, len(self.xs) - 1):
            if x < self.xs[at]:
                break
            if any(
                abs(v.at - self.xs[at]) <= TOLERANCE and v.start <= middle <= v.end for v in self.verticals
            ):
                column = at
        return row, column

    @property
    def columns(self) -> int:
        """How many columns the edges make."""
        return len(self.xs) - 1


def grids_of(page: pdfium.PdfPage) -> list[Grid]:
    """All tables with at least two columns on the page, from the straight segments that are drawn on it."""
    horizontals, verticals = _rules(page)
    grids = []
    for across, down in _groups(horizontals, verticals):
        xs, ys = _merged([rule.at for rule in down]), _merged([rule.at for rule in across])
        if len(xs) > 2 and len(ys) > 1:
            grids.append(Grid(xs, ys[::-1], down))
    return grids


def _rules(page: pdfium.PdfPage) -> tuple[list[RuleLine], list[RuleLine]]:
    horizontals: list[RuleLine] = []
    verticals: list[RuleLine] = []
    left = MOST_SEGMENTS
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        handle = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_PATH:
            continue
        left -= max(0, raw.FPDFPath_CountSegments(handle))
        if left < 0:
            return [], []  # a drawing, no table
        for (x0, y0), (x1, y1) in _segments(handle):
            if abs(y0 - y1) < 1 and abs(x0 - x1) >= SHORTEST:
                horizontals.append(RuleLine(y0, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < 1 and abs(y0 - y1) >= SHORTEST:
                verticals.append(RuleLine(x0, min(y0, y1), max(y0, y1)))
    return horizontals, verticals


def _segments(handle: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, matrix)
    found = []
    start = before = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFPath_CountSegments(handle)):
        segment = raw.FPDFPath_GetPathSegment(handle, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found.append((before, point))
            if raw.FPDFPathSegment_GetClose(segment):
                found.append((point, start))
        before = point
    return found


def _groups(
    horizontals: list[RuleLine], verticals: list[RuleLine]
) -> list[tuple[list[RuleLine], list[RuleLine]]]:
    """Rules that touch each other, directly or through others."""
    waiting_across, waiting_down = list(horizontals), list(verticals)
    groups = []
    while waiting_down:
        across: list[RuleLine] = []
        down = [waiting_down.pop()]
        grown = True
        while grown:
            touching = [h for h in waiting_across if any(_touch(h, v) for v in down)]
            across.extend(touching)
            waiting_across = [h for h in waiting_across if not any(h is rule for rule in touching)]
            joined = [v for v in waiting_down if any(_touch(h, v) for h in across)]
            down.extend(joined)
            waiting_down = [v for v in waiting_down if not any(v is rule for rule in joined)]
            grown = bool(touching or joined)
        groups.append((across, down))
    return groups


def _touch(horizontal: RuleLine, vertical: RuleLine) -> bool:
    return (
        horizontal.start - TOLERANCE <= vertical.at <= horizontal.end + TOLERANCE
        and vertical.start - TOLERANCE <= horizontal.at <= vertical.end + TOLERANCE
    )


def _merged(values: list[float]) -> list[float]:
    """Ascending values with near ones taken as one."""
    merged: list[float] = []
    for number in sorted(values):
        if not merged or number - merged[-1] > TOLERANCE:
            merged.append(number)
    return merged
