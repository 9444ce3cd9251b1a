"""The supply network: who lies between others (Brandes), and who depends on one supplier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from math import log, sqrt
from random import Random

MOST_STEPS = 50_000_000  # nodes × links up to which every node is a source
SAMPLE, SURE = 200, 0.05
FEWEST_IN_ARRAYS, DIGITS = 200, 12


@dataclass(frozen=True)
class Between:
    """Betweenness by node; `sources` of `nodes` were looked from, all of them where it is exact.

    `errors` are standard errors of a sample; `bound` holds for all nodes together with 95 %.
    """

    values: dict[str, float]
    sources: int
    errors: dict[str, float] | None = None
    bound: float | None = None


@dataclass(frozen=True)
class Dependence:
    """A buyer's share from one supplier; None where a value is missing, or the buyer buys nothing."""

    buyer: str
    supplier: str
    share: Fraction | None


def betweenness(
    links: Iterable[tuple[str, str]], *, directed: bool, seed: int = 1, steps: int = MOST_STEPS
) -> Between:
    """Unweighted betweenness, normalised by (n - 1)(n - 2); loops and repeated links count for nothing.

    Where nodes × links exceed `steps` it is estimated from a seeded sample of sources, with its errors.
    """
    names, after = _graph(links, directed=directed)
    size = len(names)
    every = sum(map(len, after))
    exact = size * max(every, 1) <= steps
    sources = list(range(size)) if exact else sorted(Random(seed).sample(range(size), min(SAMPLE, size)))  # noqa: S311
    sums, squares = _sums(sources, after)
    pairs = (size - 1) * (size - 2)
    scale = size / len(sources) / pairs if pairs > 0 and sources else 0.0
    values = {name: _rounded(sums[place] * scale) for place, name in enumerate(names)}
    if exact:
        return Between(values, size)
    taken = len(sources)
    errors = {
        name: _rounded(
            size / pairs * sqrt(max(squares[place] - sums[place] ** 2 / taken, 0) / (taken - 1) / taken)
        )
        for place, name in enumerate(names)
    }
    return Between(values, taken, errors, sqrt(log(2 * size / SURE) / (2 * taken)) * size / (size - 1))


def dependences(rows: Iterable[tuple[str, str, Fraction | None]]) -> list[Dependence]:
    """The share of each buyer's value from each supplier, by buyer and supplier.

    With one supplier the share is 1 whatever the value is, unless it is nothing.
    """
    bought: dict[str, dict[str, Fraction | None]] = defaultdict(dict)
    for supplier, buyer, value in rows:
        before = bought[buyer].get(supplier, Fraction(0))
        bought[buyer][supplier] = None if value is None or before is None else before + value
    return [one for buyer in sorted(bought) for one in _of_buyer(buyer, bought[buyer])]


def _of_buyer(buyer: str, bought: dict[str, Fraction | None]) -> Iterator[Dependence]:
    total: Fraction | None = Fraction(0)
    for value in bought.values():
        total = None if total is None or value is None else total + value
    for supplier in sorted(bought):
        own, share = bought[supplier], None
        if len(bought) == 1 and own != 0:
            share = Fraction(1)
        elif own is not None and total:
            share = own / total
        if supplier != buyer:
            yield Dependence(buyer, supplier, share)


def _graph(links: Iterable[tuple[str, str]], *, directed: bool) -> tuple[list[str], list[list[int]]]:
    """Names in order, and for each the places that come after it, each once."""
    pairs = {(seller, buyer) for seller, buyer in links}
    names = sorted({name for pair in pairs for name in pair})
    place = {name: number for number, name in enumerate(names)}
    after: list[set[int]] = [set() for _ in names]
    for seller, buyer in pairs:
        if seller != buyer:
            after[place[seller]].add(place[buyer])
            if not directed:
                after[place[buyer]].add(place[seller])
    return names, [sorted(nodes) for nodes in after]


def _sums(sources: Sequence[int], after: Sequence[Sequence[int]]) -> tuple[Sequence[float], Sequence[float]]:
    """Of every node the sum of its dependencies over the sources, and of their squares."""
    if len(after) >= FEWEST_IN_ARRAYS and find_spec("numpy") is not None:
        from xianxing.toolbox.evaluation.paths import sums_in_arrays

        return sums_in_arrays(sources, after)
    sums, squares = [0.0] * len(after), [0.0] * len(after)
    for source in sources:
        for node, part in _dependencies(source, after):
            sums[node] += part
            squares[node] += part * part
    return sums, squares


def _rounded(value: float) -> float:
    """To what any order of adding gives."""
    return float(f"{value:.{DIGITS}g}")


def _dependencies(source: int, after: Sequence[Sequence[int]]) -> Iterable[tuple[int, float]]:
    """How much every other node lies on the shortest paths from one source."""
    distance, paths = {source: 0}, {source: 1}
    before: dict[int, list[int]] = defaultdict(list)
    order = [source]
    for node in order:  # grows while it is walked: breadth first
        step = distance[node] + 1
        for following in after[node]:
            if following not in distance:
                distance[following] = step
                paths[following] = 0
                order.append(following)
            if distance[following] == step:
                paths[following] += paths[node]
                before[following].append(node)
    parts: dict[int, float] = dict.fromkeys(order, 0.0)
    for node in reversed(order):
        share = (1 + parts[node]) / paths[node]
        for earlier in before[node]:
            parts[earlier] += paths[earlier] * share
        if node != source and parts[node]:
            yield node, parts[node]
