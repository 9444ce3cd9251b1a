"""A picture for files that can't hold an SVG: drawn by the same program and font as our PDFs."""

from __future__ import annotations

from pathlib import Path

from xianxing.documents.writing.pdf import typeset_png

TEMPLATE = Path(__file__).with_name("picture.typ")
DOTS = 220  # an inch, enough for print


def picture_png(svg: str) -> bytes:
    """An SVG of our own as PNG, 156 mm wide; the same bytes each time. Raises TypesettingError."""
    return typeset_png(TEMPLATE, {"svg": svg}, dots=DOTS)
