"""Integrated shares by topological levels: what somebody has of an entity is what it has of the owners'.

With N = (I - A)^-1 a column is N[., t] = e_t + sum over owners o of A[o, t] N[., o]. Level after level each
column is made of those of its owners; those of a loop are solved together by the inverse of its own block.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from xianxing.toolbox.related_parties.linear import solve
from xianxing.toolbox.related_parties.topology import Topology, topology

Array = Any  # numpy's, which is there only with the extra `tools`
MOST_LOOP = 2_000  # members of a loop up to which it is solved here; shares through a larger one are unknown
NOISE = 1e-12  # of rounding
LARGEST_INVERSE, MOST_IN_FRACTIONS = 1e9, 50  # beyond it a loop may hold itself whole: fractions tell


@dataclass(frozen=True)
class Shares:
    """Shares by pair, by held and owner, nobody with itself; `net` leaves out an owner's stake in itself.

    `lost` is the most that a share can lack for small ones that weren't followed.
    """

    owner: Array
    held: Array
    share: Array
    net: Array
    lost: Array


@dataclass(frozen=True)
class LevelSolver:
    """The entities that some stakes touch: `numbers` are theirs in the whole register, by levels.

    Stakes run from place to place in that order, by what is held. `over` marks places whose stakes sum to
    more than the whole: shares through them are NaN.
    """

    size: int
    numbers: Array
    topology: Topology
    owner: Array
    held: Array
    equity: Array
    over: Array

    @classmethod
    def of(cls, size: int, owner: Array, held: Array, equity: Array, over: frozenset[int]) -> LevelSolver:
        """The solver of stakes between entities below `size`."""
        import numpy

        touched = numpy.zeros(size, dtype=bool)
        touched[owner], touched[held] = True, True
        nodes = numpy.flatnonzero(touched)
        local = numpy.cumsum(touched) - 1
        found = topology(len(nodes), local[owner], local[held])
        first, second = found.place[local[owner]], found.place[local[held]]
        by_held = numpy.argsort(second, kind="stable")
        marked = numpy.isin(nodes[found.order], list(over))
        values = numpy.where(marked[second], numpy.nan, equity)
        return cls(size, nodes[found.order], found, first[by_held], second[by_held], values[by_held], marked)

    def shares(self, targets: Array, pruned: float = 0.0, least: float = 0.0) -> Shares:
        """The shares of everybody in the targets; those below `pruned` aren't followed any further.

        With `least` only those that may come to so much, and the unknown ones.
        """
        import numpy

        columns = self._columns(pruned)
        held = numpy.repeat(numpy.arange(len(self.numbers)), numpy.diff(columns.starts))
        owner, share = columns.owners, columns.values
        own = owner == held
        itself = numpy.ones(len(self.numbers))
        itself[held[own]] = share[own]
        wanted = numpy.zeros(self.size, dtype=bool)
        wanted[targets] = True
        kept = ~own & wanted[self.numbers][held]
        if least:
            kept &= ~(share < least - columns.lost[held])
        owner, held, share = owner[kept], held[kept], share[kept]
        by_pair = numpy.argsort(self.numbers[held] * self.size + self.numbers[owner])
        owner, held, share = owner[by_pair], held[by_pair], share[by_pair]
        net = share / itself[owner]
        return Shares(self.numbers[owner], self.numbers[held], share, net, columns.lost[held])

    def _columns(self, pruned: float) -> _Columns:
        import numpy
        from scipy.sparse import csr_matrix

        size, levels = len(self.numbers), self.topology.starts
        starts = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(self.held, minlength=size))])
        part = self.topology.part[self.topology.order]
        outside = part[self.owner] != part[self.held]
        looped = self.topology.looped[self.topology.order]
        loops = self._loops(part, looped, outside)
        found = _Columns(size)
        for first, last in pairwise(levels):
            stakes = slice(starts[first], starts[last])
            counted = outside[stakes]
            level = csr_matrix(
                (numpy.ones(last - first), (numpy.arange(last - first), numpy.arange(first, last))),
                shape=(last - first, size),
            )
            if counted.any():
                ends = (self.held[stakes][counted] - first, self.owner[stakes][counted])
                given = csr_matrix((self.equity[stakes][counted], ends), shape=(last - first, first))
                level = given @ found.matrix + level
                found.lost[first:last] = given @ found.lost[:first]
            if looped[first:last].any():
                block = loops[first:last, first:last]
                level, found.lost[first:last] = block @ level, block @ found.lost[first:last]
            found.lost[first:last] = numpy.nan_to_num(found.lost[first:last]) + pruned + NOISE
            found.add(level, pruned)
        return found

    def _loops(self, part: Array, looped: Array, outside: Array) -> Any:
        """The transposed inverse of each loop's own block on the diagonal, 1 for whoever is in none."""
        import numpy
        from scipy.sparse import csr_matrix

        alone = numpy.flatnonzero(~looped)
        rows, columns, values = [alone], [alone], [numpy.ones(len(alone))]
        inside = numpy.flatnonzero(~outside)
        by_part = inside[numpy.argsort(part[self.held[inside]], kind="stable")]
        borders = numpy.flatnonzero(numpy.diff(part[self.held[by_part]])) + 1
        for mine in numpy.split(by_part, borders) if len(by_part) else ():
            begin, size = self._block(part, self.held[mine[0]])
            ends = (self.owner[mine] - begin, self.held[mine] - begin)
            over = bool(self.over[begin : begin + size].any())
            inverse = _unknown(size) if over else _inverse(size, *ends, self.equity[mine])
            members = numpy.arange(begin, begin + size)
            rows.append(numpy.repeat(members, size))
            columns.append(numpy.tile(members, size))
            values.append(inverse.T.ravel())
        ends_of = (numpy.concatenate(rows), numpy.concatenate(columns))
        return csr_matrix((numpy.concatenate(values), ends_of), shape=(len(part), len(part)))

    def _block(self, part: Array, member: int) -> tuple[int, int]:
        """Where the members of a loop begin, who stand together, and how many there are."""
        begin = end = member
        while begin > 0 and part[begin - 1] == part[member]:
            begin -= 1
        while end < len(part) and part[end] == part[member]:
            end += 1
        return int(begin), int(end - begin)


class _Columns:
    """The columns found so far, one a row, in arrays that grow."""

    def __init__(self, size: int) -> None:
        import numpy

        self.size = size
        self.lost = numpy.zeros(size)
        self._starts = numpy.zeros(size + 1, dtype=numpy.int64)
        self._found = 0
        self._owners = numpy.empty(4 * size, dtype=numpy.int32)
        self._values = numpy.empty(4 * size)

    @property
    def starts(self) -> Array:
        """Where each column begins, and where the last one ends."""
        return self._starts[: self._found + 1]

    @property
    def owners(self) -> Array:
        """The owners of all columns, one after another."""
        return self._owners[: self.starts[-1]]

    @property
    def values(self) -> Array:
        """The shares, in the order of `owners`."""
        return self._values[: self.starts[-1]]

    @property
    def matrix(self) -> Any:
        """The columns as the rows of a matrix."""
        from scipy.sparse import csr_matrix

        return csr_matrix(
            (self.values, self.owners, self.starts), shape=(len(self.starts) - 1, self.size), copy=False
        )

    def add(self, level: Any, pruned: float) -> None:
        """Take the columns of a level in, without shares below `pruned`; unknown ones stay."""
        import numpy

        kept = ~(level.data < pruned)
        counted = numpy.concatenate([[0], numpy.cumsum(kept)])
        begin, taken = int(self.starts[-1]), int(counted[-1])
        if begin + taken > len(self._owners):
            self._owners = numpy.concatenate([self._owners, numpy.empty_like(self._owners)])
            self._values = numpy.concatenate([self._values, numpy.empty_like(self._values)])
            self.add(level, pruned)
            return
        self._owners[begin : begin + taken] = level.indices[kept] if taken < len(kept) else level.indices
        self._values[begin : begin + taken] = level.data[kept] if taken < len(kept) else level.data
        last = self._found + level.shape[0]
        self._starts[self._found + 1 : last + 1] = begin + counted[level.indptr[1:]]
        self._found = last


def _inverse(size: int, owner: Array, held: Array, equity: Array) -> Array:
    """(I - A)^-1 of one loop; NaN where it holds itself whole, or is too large."""
    import numpy

    if size > MOST_LOOP:
        return _unknown(size)
    matrix = numpy.eye(size)
    numpy.subtract.at(matrix, (owner, held), equity)
    try:
        found = numpy.linalg.inv(matrix)
    except numpy.linalg.LinAlgError:
        return _unknown(size)
    if numpy.abs(found).max() < LARGEST_INVERSE:
        return found
    return found if size <= MOST_IN_FRACTIONS and _has_inverse(size, owner, held, equity) else _unknown(size)


def _has_inverse(size: int, owner: Array, held: Array, equity: Array) -> bool:
    exact = [[Fraction(int(row == column)) for column in range(size)] for row in range(size)]
    for row, column, share in zip(owner.tolist(), held.tolist(), equity.tolist(), strict=True):
        exact[row][column] -= Fraction(Decimal(repr(share)))
    return solve(exact, [Fraction(0)] * size) is not None


def _unknown(size: int) -> Array:
    import numpy

    return numpy.full((size, size), numpy.nan)
