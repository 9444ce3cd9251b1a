"""Ways from an owner to what it holds that visit nobody twice."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from fractions import Fraction

Edges = Mapping[str, Mapping[str, Fraction]]
WayShare = tuple[tuple[str, ...], Fraction]
MOST_STEPS = 200_000  # partial ways looked at before the search gives up
LARGEST = 10  # ways that an answer shows


class TooManyPaths(Exception):
    """The group is so dense that its ways can't all be walked."""


def largest_paths(edges: Edges, owner: str, held: str) -> list[WayShare]:
    """The ten ways with the largest products, the largest first; fewer where the search would be too long."""
    best = _best_products(edges, held)
    if owner == held or owner not in best:
        return []
    found: list[WayShare] = []
    ahead: list[tuple[Fraction, tuple[str, ...], Fraction]] = [(-best[owner], (owner,), Fraction(1))]
    steps = 0
    while ahead and len(found) < LARGEST and steps < MOST_STEPS // 10:
        steps += 1
        _bound, way, product = heapq.heappop(ahead)
        if way[-1] == held:
            found.append((way, product))
            continue
        for other, share in edges.get(way[-1], {}).items():
            if other in best and other not in way and share > 0:
                longer = product * share
                heapq.heappush(ahead, (-longer * best[other], (*way, other), longer))
    return found


def weakest_links(edges: Edges, owner: str, held: str) -> tuple[Fraction, list[WayShare]]:
    """The sum over all ways of the smallest share on each, at most 1, and the ten largest of them.

    TooManyPaths where they can't all be walked and the sum hasn't come to 1.
    """
    reaching = set(_best_products(edges, held))
    total = Fraction(0)
    found: list[WayShare] = []
    ahead: list[WayShare] = [((owner,), Fraction(1))]
    steps = 0
    while ahead:
        steps += 1
        if steps > MOST_STEPS:
            if total >= 1:
                break
            raise TooManyPaths
        way, smallest = ahead.pop()
        if way[-1] == held and len(way) > 1:
            total += smallest
            found.append((way, smallest))
            continue
        for other, share in sorted(edges.get(way[-1], {}).items()):
            if share > 0 and other in reaching and other not in way:
                ahead.append(((*way, other), min(smallest, share)))
    found.sort(key=lambda one: (-one[1], one[0]))
    return min(total, Fraction(1)), found[:LARGEST]


def _best_products(edges: Edges, held: str) -> dict[str, Fraction]:
    """Everybody from whom a way leads to an entity, with the largest product of one."""
    into: dict[str, list[tuple[str, Fraction]]] = {}
    for owner, row in edges.items():
        for other, share in row.items():
            if share > 0:
                into.setdefault(other, []).append((owner, share))
    best: dict[str, Fraction] = {}
    ahead: list[tuple[Fraction, str]] = [(Fraction(-1), held)]
    while ahead:
        product, here = heapq.heappop(ahead)
        if here in best:
            continue
        best[here] = -product
        for owner, share in into.get(here, ()):
            if owner not in best:
                heapq.heappush(ahead, (product * share, owner))
    return best
