"""Ways from owners to what they hold that visit nobody twice."""

from __future__ import annotations

import heapq
from fractions import Fraction

from xianxing.toolbox.related_parties.edges import Edges

WayShare = tuple[tuple[str, ...], Fraction]
MOST_STEPS = 120_000  # partial ways looked at before the search gives up
MOST_FOR_LARGEST = 20_000
LARGEST = 10  # ways that an answer shows


class TooManyPaths(Exception):
    """The group is so dense that its ways can't all be walked."""


class Ways:
    """The ways to one entity over shares of one kind."""

    def __init__(self, edges: Edges, held: str) -> None:
        self.edges, self.held = edges, held
        self._best = _best_products(edges, held)

    @property
    def owners(self) -> list[str]:
        """Everybody from whom a way leads there."""
        return sorted(self._best.keys() - {self.held})

    def largest(self, owner: str) -> list[WayShare]:
        """The ten ways with the largest products, the largest first; fewer where the search is too long."""
        if owner == self.held or owner not in self._best:
            return []
        found: list[WayShare] = []
        ahead: list[tuple[float, tuple[str, ...], Fraction]] = [(-self._best[owner], (owner,), Fraction(1))]
        steps = 0
        while ahead and len(found) < LARGEST and steps < MOST_FOR_LARGEST:
            steps += 1
            _bound, way, product = heapq.heappop(ahead)
            if way[-1] == self.held:
                found.append((way, product))
                continue
            for other, share in self.edges.down.get(way[-1], {}).items():
                if other in self._best and other not in way:
                    longer = product * share
                    heapq.heappush(ahead, (-float(longer) * self._best[other], (*way, other), longer))
        return sorted(found, key=_largest_first)

    def weakest(self, owner: str) -> tuple[Fraction, list[WayShare]]:
        """The sum over all ways of the smallest share on each, at most 1, and the ten largest of them.

        TooManyPaths where they can't all be walked and the sum hasn't come to 1.
        """
        total = Fraction(0)
        found: list[WayShare] = []
        ahead: list[WayShare] = [((owner,), Fraction(1))] if owner in self._best else []
        steps = 0
        while ahead:
            steps += 1
            if steps > MOST_STEPS:
                if total >= 1:
                    break
                raise TooManyPaths
            way, smallest = ahead.pop()
            if way[-1] == self.held and len(way) > 1:
                total += smallest
                found.append((way, smallest))
                continue
            for other, share in sorted(self.edges.down.get(way[-1], {}).items()):
                if other in self._best and other not in way:
                    ahead.append(((*way, other), min(smallest, share)))
        found.sort(key=_largest_first)
        return min(total, Fraction(1)), found[:LARGEST]


def _largest_first(one: WayShare) -> tuple[Fraction, tuple[str, ...]]:
    return (-one[1], one[0])


def _best_products(edges: Edges, held: str) -> dict[str, float]:
    """Everybody from whom a way leads to an entity, with the largest product of one."""
    best: dict[str, float] = {}
    ahead: list[tuple[float, str]] = [(-1.0, held)]
    while ahead:
        product, here = heapq.heappop(ahead)
        if here in best:
            continue
        best[here] = -product
        for owner, part in edges.up.get(here, {}).items():
            if owner not in best:
                heapq.heappush(ahead, (product * float(part), owner))
    return best
