"""Integrated shares over a whole register in columns: one target, many, or every pair; needs scipy.

Entities are numbers. Owners come before what they own, level by level, and a loop is one block of its
level that is solved for itself: no series is cut off. A share that rests on a loop that holds itself whole,
or on stakes that sum to more than the whole, is NaN: unknown, as in `integrated`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from xianxing.toolbox.related_parties.checks import TOLERATED
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.level_solver import NOISE, LevelSolver, Shares
from xianxing.toolbox.related_parties.register import Group, Stake
from xianxing.toolbox.related_parties.topology import above, grouped, places_of
from xianxing.toolbox.tables import Row

Array = Any  # numpy's, which is there only with the extra `tools`
PRUNED = 1e-4  # the part of the least share asked for below which a share isn't followed any further


@dataclass(frozen=True)
class StakeMatrix:
    """Stakes as columns: `owner` and `held` number the entities below `size`; several of one pair add up."""

    size: int
    owner: Array
    held: Array
    equity: Array

    def column(self, held: int) -> dict[int, Fraction | None]:
        """Everybody above one entity with the exact share, the entity itself among them; None is unknown."""
        there = self._places_above([held])
        stakes = [
            _stake(int(owner), int(other), float(equity))
            for owner, other, equity in zip(
                self.owner[there], self.held[there], self.equity[there], strict=True
            )
        ]
        over = frozenset(str(one) for one in {*self.held[there].tolist()} & self._over)
        found = Ownership(Group({}, tuple(stakes), (), {}, {}, (), over)).column(str(held))
        return {int(one): share for one, share in found.items()}

    def shares(self, targets: Array) -> Shares:
        """The shares of every owner in each target, to floating point."""
        import numpy

        wanted = numpy.unique(numpy.asarray(targets, dtype=numpy.int64))
        there = self._places_above(wanted)
        solver = LevelSolver.of(
            self.size, self.owner[there], self.held[there], self.equity[there], self._over
        )
        return solver.shares(wanted)

    def pairs(self, least: float) -> Shares:
        """Every pair whose share is at least so much, or unknown; who comes near the line is told again."""
        import numpy

        pruned, there = least * PRUNED, self._by_held[1]
        solver = LevelSolver.of(
            self.size, self.owner[there], self.held[there], self.equity[there], self._over
        )
        found = solver.shares(numpy.arange(self.size), pruned, least)
        near = numpy.flatnonzero(found.share < least)
        share, net = found.share, found.net
        if len(near):
            again = self.shares(found.held[near])
            keys = again.held * self.size + again.owner
            places = numpy.searchsorted(keys, found.held[near] * self.size + found.owner[near])
            share[near], net[near] = again.share[places], again.net[places]
        kept = ~(share < least)
        for one in numpy.flatnonzero(numpy.abs(share - least) <= NOISE):  # rounding could decide
            owner, held = int(found.owner[one]), int(found.held[one])
            kept[one] = self._direct(owner, held) >= least or self._reaches(owner, held, least)
        return Shares(found.owner[kept], found.held[kept], share[kept], net[kept], found.lost[kept])

    def _reaches(self, owner: int, held: int, least: float) -> bool:
        exact = self.column(held)[owner]
        return exact is None or exact >= Fraction(Decimal(repr(least)))

    @cached_property
    def _by_held(self) -> tuple[Array, Array]:
        """The places of the stakes that count, by what is held."""
        import numpy

        counted = numpy.flatnonzero(self.equity > 0)
        return grouped(self.size, self.held[counted], counted)

    @cached_property
    def _over(self) -> frozenset[int]:
        """Whose stakes sum to more than the whole; told in fractions where rounding could decide."""
        import numpy

        sums = numpy.bincount(self.held, weights=self.equity, minlength=self.size)
        near = numpy.flatnonzero(sums > 1 + float(TOLERATED) / 2)
        return frozenset(int(one) for one in near if self._sum(int(one)) > 1 + TOLERATED)

    def _sum(self, held: int) -> Fraction:
        starts, places = self._by_held
        stakes = self.equity[places[starts[held] : starts[held + 1]]]
        return sum((Fraction(Decimal(repr(float(one)))) for one in stakes), Fraction(0))

    def _places_above(self, targets: Array) -> Array:
        """The places of the stakes in the targets and in whoever is above them."""
        starts, places = self._by_held
        return places[places_of(starts, above(starts, self._owners, targets))]

    @cached_property
    def _owners(self) -> Array:
        return self.owner[self._by_held[1]]

    def _direct(self, owner: int, held: int) -> float:
        """What one has of another directly."""
        starts, places = self._by_held
        mine = places[starts[held] : starts[held + 1]]
        return float(self.equity[mine[self.owner[mine] == owner]].sum())


def _stake(owner: int, held: int, equity: float) -> Stake:
    share = Fraction(Decimal(repr(equity)))
    return Stake(str(owner), str(held), share, share, Row("holdings", 0))
