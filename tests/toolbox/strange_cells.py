"""Cells that two readers may take differently, put into the rows of a table."""

from __future__ import annotations

import csv
import io

STRANGE = (
    "", " ", "\u3000", "\u00a0", " x ", "\u2003x", "F\x01", "F\x00", "\ufeffF", "\u200b",
    "51%", "0.5", "-0.1", "1.0", "01", "+1", "nan", "Infinity", "1e3", "\uff11\uff12", "1_000", "1,000",
    "12万", ".5", "5.", "2025-03-01", "2025-3-1", "2025/03/01", "2025-02-30", "0001-01-01",
    "NOBODY", "Long", "a;b", "a\nb", '"', "null", "2", "true",
)  # fmt: skip


def spoiled(text: str, shift: int) -> str:
    """The table of a CSV, each strange cell in a row of its own, in the column that `shift` leads to."""
    header, *rows = csv.reader(io.StringIO(text))
    cells = [list(rows[number % len(rows)]) for number in range(len(STRANGE))]
    for number, strange in enumerate(STRANGE):
        cells[number][(number + shift) % len(header)] = strange
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([header, *cells])
    return written.getvalue()
