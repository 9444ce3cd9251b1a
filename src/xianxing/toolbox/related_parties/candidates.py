"""Hints only: entities that nothing relates, yet that share a name, an address or a phone with a party.

What is compared is the plain text; nobody is related for it, and no finding rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from xianxing.law.findings import JSON
from xianxing.law.text import plain
from xianxing.toolbox.tables import Row

MOST_SHARED = 50  # entities beyond whom a shared mark says nothing


def candidates(entities: Mapping[str, Row], parties: frozenset[str], own: frozenset[str]) -> list[JSON]:
    """Each entity beside the party that it resembles, with the marks they share."""
    marked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one, row in sorted(entities.items()):
        for mark in dict.fromkeys(_marks(row)):
            marked[mark].append(one)
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


def _marks(row: Row) -> Iterator[tuple[str, str]]:
    for name in (row.text("name"), *row.names("former_names")):
        if plain(name):
            yield "name", plain(name)
    for column in ("address", "phone"):
        if plain(row.text(column)):
            yield column, plain(row.text(column))
