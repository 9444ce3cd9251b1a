"""A drawing of ours as PDF: one sheet as large as the drawing, its texts as text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xianxing.documents.writing.pdf import typeset

TEMPLATE = Path(__file__).with_name("sheet.typ")


def write_sheet(svg: str, *, title: str, language: str, made: datetime) -> bytes:
    """The SVG, in points for its pixels, on one page that fits it.

    For drawings made here only, never for a stranger's file. Takes about a second: never inside a
    transaction. Raises TypesettingError where it can't be set.
    """
    data = {"title": title, "lang": "en" if language == "en" else "zh", "svg": svg}
    return typeset(TEMPLATE, data, made=made)
