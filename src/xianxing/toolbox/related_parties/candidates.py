"""Hints only: entities that nothing relates, yet that share a name, an address or a phone with a party.

What is compared is the plain text; nobody is related for it, and no finding rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from xianxing.law.findings import JSON
from xianxing.law.text import plain
from xianxing.toolbox.related_parties.stake_columns import EntityRows
from xianxing.toolbox.tables import Row

MOST_SHARED = 50  # entities beyond whom a shared mark says nothing


def candidates(entities: Mapping[str, Row], parties: frozenset[str], own: frozenset[str]) -> list[JSON]:
    """Each entity beside the party that it resembles, with the marks they share."""
    wanted = {mark for one in parties if one in entities for mark in _marks(entities[one])}
    marked: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one, mark in sorted(_all_marks(entities, wanted)):
        marked[mark][one] = None
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (name, _text), ones in sorted(marked.items()):
        known = [one for one in ones if one in parties]
        if len(ones) > MOST_SHARED:
            continue
        for one in ones:
            for party in known:
                if one not in parties and one not in own and name not in shared[one, party]:
                    shared[one, party].append(name)
    return [
        {"entity": one, "like": party, "because": [*marks]}
        for (one, party), marks in sorted(shared.items())
        if marks
    ]


def _all_marks(
    entities: Mapping[str, Row], wanted: Set[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every entity with each of its marks that is among the wanted ones."""
    if not isinstance(entities, EntityRows):
        for one, row in entities.items():
            yield from ((one, mark) for mark in _marks(row) if mark in wanted)
        return
    for column, name in (("name", "name"), ("address", "address"), ("phone", "phone")):
        for one, text in zip(entities.ids, entities.rows.texts(column), strict=True):
            if text and (name, plain(text)) in wanted:
                yield one, (name, plain(text))
    for row in entities.rows.where("former_names"):
        yield from ((row.text("id"), mark) for mark in _marks(row) if mark in wanted)


def _marks(row: Row) -> Iterator[tuple[str, str]]:
    for name in (row.text("name"), *row.names("former_names")):
        if plain(name):
            yield "name", plain(name)
    for column in ("address", "phone"):
        if plain(row.text(column)):
            yield column, plain(row.text(column))
