"""Brandes' dependencies by whole levels of a breadth-first search, in arrays; needs numpy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

Array = Any


def sums_in_arrays(sources: Sequence[int], after: Sequence[Sequence[int]]) -> tuple[list[float], list[float]]:
    """Of every node the sum of its dependencies over the sources, and of their squares."""
    import numpy

    size = len(after)
    degrees = numpy.array([len(nodes) for nodes in after], dtype=numpy.int64)
    starts = numpy.concatenate([[0], numpy.cumsum(degrees)])
    ends = numpy.fromiter(chain.from_iterable(after), dtype=numpy.int64, count=int(starts[-1]))
    sums, squares = numpy.zeros(size), numpy.zeros(size)
    for source in sources:
        parts = _dependencies(numpy, source, degrees, starts, ends)
        sums += parts
        squares += parts * parts
    return sums.tolist(), squares.tolist()


def _dependencies(numpy: Any, source: int, degrees: Array, starts: Array, ends: Array) -> Array:
    """How much every node lies on the shortest paths from one source, itself left out."""
    size = len(degrees)
    distance, paths = numpy.full(size, -1), numpy.zeros(size)
    distance[source], paths[source] = 0, 1.0
    front, step = numpy.array([source]), 0
    levels: list[tuple[Array, Array]] = []
    while len(front):
        counts = degrees[front]
        first = numpy.repeat(starts[front] - numpy.cumsum(counts) + counts, counts)
        reached = ends[first + numpy.arange(len(first))]
        came = numpy.repeat(front, counts)
        step += 1
        fresh = reached[distance[reached] < 0]
        distance[fresh] = step
        on = distance[reached] == step
        came, reached = came[on], reached[on]
        paths += numpy.bincount(reached, weights=paths[came], minlength=size)
        levels.append((came, reached))
        front = numpy.unique(fresh)
    parts = numpy.zeros(size)
    for came, reached in reversed(levels):
        given = paths[came] / paths[reached] * (1 + parts[reached])
        parts += numpy.bincount(came, weights=given, minlength=size)
    parts[source] = 0.0
    return parts
