"""Topological levels of a register in columns: each entity after its owners, a loop as one; needs scipy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Array = Any  # numpy's, which is there only with the extra `tools`


@dataclass(frozen=True)
class Topology:
    """Entities in an order in which owners come first: `order` lists them, `place` finds them in it.

    `starts` are the places at which levels begin, the last of them the end; `part` names the loop of each
    entity, `looped` marks who lies in one, be it alone.
    """

    order: Array
    place: Array
    starts: Array
    part: Array
    looped: Array

    @property
    def depth(self) -> int:
        """How many levels there are."""
        return len(self.starts) - 1


def topology(size: int, owner: Array, held: Array) -> Topology:
    """The levels of entities below `size`."""
    import numpy
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    links = csr_matrix((numpy.ones(len(owner), dtype=numpy.int8), (owner, held)), shape=(size, size))
    parts, part = connected_components(links, directed=True, connection="strong")
    between = part[owner] != part[held]
    level = _levels(numpy, parts, part[owner[between]], part[held[between]])[part]
    looped = numpy.bincount(part, minlength=parts)[part] > 1
    looped[owner[owner == held]] = True
    order = numpy.lexsort((part, level))
    place = numpy.empty(size, dtype=numpy.int64)
    place[order] = numpy.arange(size)
    starts = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(level))])
    return Topology(order, place, starts, part, looped)


def above(starts: Array, owners: Array, targets: Array) -> Array:
    """The targets and whoever has something of one, in order; `owners` are grouped by what they hold."""
    import numpy

    seen = numpy.zeros(len(starts) - 1, dtype=bool)
    seen[targets] = True
    front = numpy.flatnonzero(seen)
    while len(front):
        reached = owners[places_of(starts, front)]
        front = numpy.unique(reached[~seen[reached]])
        seen[front] = True
    return numpy.flatnonzero(seen)


def grouped(size: int, by: Array, values: Array) -> tuple[Array, Array]:
    """Values ordered by a number below `size`, with the places at which each number's begin."""
    import numpy

    starts = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(by, minlength=size))])
    return starts, values[numpy.argsort(by, kind="stable")]


def places_of(starts: Array, numbers: Array) -> Array:
    """The places of all values that are grouped under some numbers."""
    import numpy

    counts = starts[numbers + 1] - starts[numbers]
    first = numpy.repeat(starts[numbers] - numpy.cumsum(counts) + counts, counts)
    return first + numpy.arange(len(first))


def _levels(numpy: Any, parts: int, owner: Array, held: Array) -> Array:
    """The longest way down to each part from one that nobody owns."""
    starts, below = grouped(parts, owner, held)
    left = numpy.bincount(held, minlength=parts)
    level = numpy.zeros(parts, dtype=numpy.int64)
    front, step = numpy.flatnonzero(left == 0), 0
    while len(front):
        level[front] = step
        reached, counts = numpy.unique(below[places_of(starts, front)], return_counts=True)
        left[reached] -= counts
        front, step = reached[left[reached] == 0], step + 1
    return level
