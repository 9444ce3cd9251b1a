"""Writing the index: a text's pieces go in and out as bits, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from xianxing.pilot.search.folding import grams_of
from xianxing.pilot.search.models import Audience, GramBlock, SearchText, TextKind

BLOCK = 60  # bits of a signed 64-bit integer that are in use, on both databases
ROWS = 500
Texts = Sequence[tuple[str, str]]


def keep_text(*, kind: TextKind, source: int, case: UUID, entries: Texts) -> None:
    """Have the words of a filed body, notice or register entry found from now on.

    A filing has one text, that of the body filed last: the former one's words are found no more.
    """
    audience = audience_of(kind)
    same = {"case": case} if kind == TextKind.FILING else {"source": source}
    row = SearchText.objects.filter(kind=kind, **same).first()
    before = grams_of(row.entries) if row else set()
    if row is None:
        row = SearchText(kind=kind, audience=audience)
    row.source, row.case_id, row.entries = source, case, [list(pair) for pair in entries]
    row.save()
    after = grams_of(entries)
    _take_out(audience, row.pk, before - after)
    block, bit = place_of(row.pk)
    put_in(audience, block, dict.fromkeys(after - before, bit))


def keep_new_texts(rows: Sequence[SearchText]) -> None:
    """Have many texts found that nothing is kept of yet; quicker than one by one."""
    held: dict[tuple[Audience, int], dict[str, int]] = {}
    for row in SearchText.objects.bulk_create(rows):
        block, bit = place_of(row.pk)
        pieces = held.setdefault((Audience(row.audience), block), {})
        for gram in grams_of(row.entries):
            pieces[gram] = pieces.get(gram, 0) | bit
    for (audience, block), pieces in held.items():
        put_in(audience, block, pieces)


def audience_of(kind: TextKind) -> Audience:
    """Filings are for the desk, everything else is published."""
    return Audience.DESK if kind == TextKind.FILING else Audience.PUBLIC


def drop_texts(case: UUID) -> int:
    """Have nothing of a case found any more; gives how many texts went."""
    rows = list(SearchText.objects.filter(case=case))
    for row in rows:
        _take_out(Audience(row.audience), row.pk, grams_of(row.entries))
        row.delete()
    return len(rows)


def place_of(text: int) -> tuple[int, int]:
    """The block and the bit of a text by its number."""
    block, offset = divmod(text, BLOCK)
    return block, 1 << offset


def put_in(audience: Audience, block: int, texts: Mapping[str, int]) -> None:
    """Set the bits of these pieces in a block, whatever stands there already."""
    table = GramBlock._meta.db_table
    for part in _parts(sorted(texts)):
        values = ", ".join(["(%s, %s, %s, %s)"] * len(part))
        said = [value for gram in part for value in (audience.value, gram, block, texts[gram])]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (audience, gram, block, texts) VALUES {values}"  # noqa: S608
                f" ON CONFLICT (audience, gram, block) DO UPDATE SET texts = {table}.texts | excluded.texts",
                said,
            )


def _take_out(audience: Audience, text: int, pieces: set[str]) -> None:
    block, bit = place_of(text)
    table = GramBlock._meta.db_table
    for part in _parts(sorted(pieces)):
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET texts = texts & ~CAST(%s AS bigint)"  # noqa: S608
                f" WHERE audience = %s AND block = %s AND gram IN ({marks})",
                [bit, audience.value, block, *part],
            )


def _parts(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[at : at + ROWS] for at in range(0, len(items), ROWS))
