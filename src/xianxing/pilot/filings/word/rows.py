"""Which row of a table is which, after somebody has worked on it in Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from xianxing.documents.forms_back import RowBack
from xianxing.documents.writing import shown
from xianxing.i18n import LANGUAGES, language
from xianxing.law import Field
from xianxing.pilot.filings.draft.values import Value

ALIKE = 0.5  # of the filled columns: above it two rows are one that was edited


def paired(
    table: Field, read: Sequence[RowBack], known: Mapping[UUID, Mapping[str, Value]], whole: bool
) -> list[UUID | None]:
    """The known row that each read row is, None for a new one.

    By the id in its tags first; of copies of one row the most alike is that row, the others are new. Then
    rows that are alike in more than half of their columns. Where no id survived and as many rows are left on
    both sides they are taken in order, provided that the file was given out with them (`whole`).
    """
    found: list[UUID | None] = [None] * len(read)
    free = {row: _texts(table, held) for row, held in known.items()}
    for row in known:
        same = [place for place, one in enumerate(read) if one.row and row.hex.startswith(one.row)]
        if same:
            best = max(same, key=lambda place: (_likeness(read[place], free[row]), -place))
            found[best] = row
            del free[row]
    scores = [
        (-_likeness(one, texts), place, order, row)
        for place, one in enumerate(read)
        if found[place] is None
        for order, (row, texts) in enumerate(free.items())
    ]
    for score, place, _order, row in sorted(scores, key=lambda item: item[:3]):
        if -score > ALIKE and found[place] is None and row in free:
            found[place] = row
            del free[row]
    rest = [place for place, row in enumerate(found) if row is None]
    if whole and len(rest) == len(free) and not any(one.row for one in read):
        for place, row in zip(rest, list(free), strict=True):
            found[place] = row
    return found


def _texts(table: Field, held: Mapping[str, Value]) -> dict[str, frozenset[str]]:
    """How each filled column of a known row is shown, in both languages."""
    columns = [column for column in table.columns if column.key in held]
    found: dict[str, set[str]] = {column.key: set() for column in columns}
    for code in LANGUAGES:
        with language(code):
            for column in columns:
                found[column.key].add(shown(column, held[column.key]).strip())
    return {key: frozenset(texts) for key, texts in found.items()}


def _likeness(read: RowBack, texts: Mapping[str, frozenset[str]]) -> float:
    """The share of columns, of those filled in either, that say the same."""
    filled = {*read.cells, *texts}
    same = sum(read.cells.get(key, "") in texts.get(key, ()) for key in filled)
    return same / len(filled) if filled else 0.0
