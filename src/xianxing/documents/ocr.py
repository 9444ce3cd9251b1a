"""Reading pictures of pages: an optional extra (rapidocr), one thread, upright pages, a little turned or
not.
"""

from __future__ import annotations

import math
import time
from functools import cache
from importlib.util import find_spec
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from xianxing.documents.layout import PageLine, PageLines
from xianxing.documents.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 2000  # pixels; an A4 page at 170 dpi
CELL_GAP = 1.0  # of the size: a wider gap parts cells
SLANT = 0.1  # radians off the page: a seal
DOUBTFUL = 0.6


def is_available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


class Recogniser:
    """Reads pages until the limits of pages and time are reached; keeps the confidence of every line."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.started = time.monotonic()
        self.pages = 0
        self.scores: list[float] = []
        self.stopped = False
        self.failed = False

    @property
    def confidence(self) -> float | None:
        """Mean over all lines, 0–1; None before anything was read."""
        return round(mean(self.scores), 4) if self.scores else None

    def page(self, image: Image, number: int) -> PageLines | None:
        """The lines of one picture; None when a limit was reached before or the engine failed."""
        if self.pages >= self.limits.ocr_pages or time.monotonic() - self.started > self.limits.ocr_seconds:
            self.stopped = True
            return None
        self.pages += 1
        image = image.convert("RGB")
        if max(image.size) > LONGEST_SIDE:
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        found = self._read(image)
        if found and _is_sideways(found):
            image = image.rotate(90, expand=True)
            found = self._read(image)
            if found and mean(score for _, _, score in found) < DOUBTFUL:
                image = image.rotate(180)
                found = self._read(image)
        self.scores.extend(score for _, _, score in found)
        return PageLines(number, float(image.width), float(image.height), _lines(found), scanned=True)

    def _read(self, image: Image) -> list[tuple[list[tuple[float, float]], str, float]]:
        import numpy

        try:
            result = _engine()(numpy.asarray(image)[:, :, ::-1])
        except (RuntimeError, ValueError, OSError):
            self.failed = True
            return []
        if result.boxes is None or result.txts is None:
            return []
        return [
            ([(float(x), float(y)) for x, y in box], str(text), float(score))
            for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        ]


def _is_sideways(found: list[tuple[list[tuple[float, float]], str, float]]) -> bool:
    """Whether most lines of several characters are taller than wide."""
    shapes = [(_side(box, 0, 3), _side(box, 0, 1)) for box, text, _ in found if len(text) > 3]
    return len(shapes) >= 3 and sum(high > 1.5 * wide for high, wide in shapes) > 0.7 * len(shapes)


def _side(box: list[tuple[float, float]], one: int, other: int) -> float:
    return math.dist(box[one], box[other])


def _lines(found: list[tuple[list[tuple[float, float]], str, float]]) -> list[PageLine]:
    """Pieces in reading order: the page turned back by its median angle, pieces of one row put together."""
    angles = [
        math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box, text, _ in found if len(text) > 5
    ]
    turn = median(angles) if angles else 0.0
    cosine, sine = math.cos(-turn), math.sin(-turn)
    pieces = []
    for box, text, _ in found:
        turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in box]
        left, right = (turned[0][0] + turned[3][0]) / 2, (turned[1][0] + turned[2][0]) / 2
        top, bottom = (turned[0][1] + turned[1][1]) / 2, (turned[2][1] + turned[3][1]) / 2
        slanted = abs(math.atan2(turned[1][1] - turned[0][1], turned[1][0] - turned[0][0])) > SLANT
        if text.strip():
            pieces.append(
                PageLine(left, right, top, bottom, (bottom - top) * 0.8, [text.strip()], slanted=slanted)
            )
    rows: list[list[PageLine]] = []
    for piece in sorted(pieces, key=lambda line: (line.top + line.bottom) / 2):
        row = next((row for row in reversed(rows[-3:]) if _shares_row(row, piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [_joined(sorted(row, key=lambda line: line.left)) for row in rows]


def _shares_row(row: list[PageLine], piece: PageLine) -> bool:
    middle = (piece.top + piece.bottom) / 2
    return not piece.slanted and all(
        not other.slanted
        and other.top < middle < other.bottom
        and (piece.left >= other.right - 5 or piece.right <= other.left + 5)
        for other in row
    )


def _joined(row: list[PageLine]) -> PageLine:
    line = row[0]
    for piece in row[1:]:
        close = piece.left - line.right < CELL_GAP * line.size or line.cells[-1][-1:] in "：:"
        if close:
            line.cells[-1] += piece.cells[0]
        else:
            line.cells.extend(piece.cells)
        line.right = max(line.right, piece.right)
    return line
