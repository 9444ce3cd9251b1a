"""Integrated ownership, N = (I - A)^-1: every way from owner to held, through every loop, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from xianxing.toolbox.related_parties.components import components
from xianxing.toolbox.related_parties.linear import solve, solve_floating
from xianxing.toolbox.related_parties.register import Group

EXACT_PART = 50  # members of a loop up to which it is solved in fractions


@dataclass
class Ownership:
    """Equity within one group as a matrix, and what follows from it; what was asked once is kept."""

    group: Group
    _columns: dict[str, dict[str, Fraction | None]] = field(default_factory=dict)
    _selves: dict[str, Fraction | None] = field(default_factory=dict)
    _loops_to: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)

    @cached_property
    def equity(self) -> dict[str, dict[str, Fraction]]:
        """Owner → held → equity, above zero."""
        found: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for stake in self.group.stakes:
            if stake.equity > 0:
                row = found[stake.owner]
                row[stake.held] = row.get(stake.held, Fraction(0)) + stake.equity
        return dict(found)

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """Held → owners."""
        found: dict[str, list[str]] = defaultdict(list)
        for owner, row in self.equity.items():
            for held in row:
                found[held].append(owner)
        return {held: tuple(sorted(owners)) for held, owners in found.items()}

    def above(self, held: str) -> set[str]:
        """Everybody who has something of an entity, at whatever remove, and the entity."""
        return _reach([held], self.owners)

    def share(self, owner: str, held: str) -> Fraction | None:
        """N[owner, held]; None where a loop holds itself whole or stakes sum to more than the whole."""
        return self.column(held).get(owner, Fraction(0))

    def net(self, owner: str, held: str) -> Fraction | None:
        """The share without the owner's stake in itself: N[owner, held] / N[owner, owner]."""
        share, itself = self.share(owner, held), self._self(owner)
        return None if share is None or itself is None else share / itself

    def is_cyclic(self, owner: str, held: str) -> bool:
        """Whether some entity on a way from owner to held lies in a loop."""
        return owner in self._through(held)[0]

    def is_exact(self, owner: str, held: str) -> bool:
        """Whether no loop on the way is too large to be solved in fractions."""
        return owner not in self._through(held)[1]

    def _through(self, held: str) -> tuple[set[str], set[str]]:
        """Those above an entity whose ways to it pass a loop, and a loop too large to be solved exactly."""
        if held not in self._loops_to:
            looped = self.above(held) & self._looped
            large = {one for one in looped if len(self._part_of[one]) > EXACT_PART}
            self._loops_to[held] = (_reach(looped, self.owners), _reach(large, self.owners))
        return self._loops_to[held]

    def column(self, held: str) -> dict[str, Fraction | None]:
        """Everybody above an entity with the share in it, the entity itself among them."""
        if held not in self._columns:
            self._columns[held] = self._solve(held)
        return self._columns[held]

    @cached_property
    def _parts(self) -> list[tuple[str, ...]]:
        return components(sorted({*self.equity, *self.owners}), self.equity)

    @cached_property
    def _part_of(self) -> dict[str, tuple[str, ...]]:
        return {one: part for part in self._parts for one in part}

    @cached_property
    def _looped(self) -> frozenset[str]:
        return frozenset(
            one for part in self._parts for one in part if len(part) > 1 or one in self.equity.get(one, {})
        )

    def _solve(self, held: str) -> dict[str, Fraction | None]:
        above = self.above(held)
        found: dict[str, Fraction | None] = {}
        if held not in self._part_of:
            return {held: Fraction(1)}
        places = {part: place for place, part in enumerate(self._parts)}
        parts = sorted({self._part_of[one] for one in above}, key=places.__getitem__)
        for part in parts:
            inside = tuple(one for one in part if one in above)
            found |= self._part(inside, held, found)
        return found

    def _part(
        self, part: tuple[str, ...], held: str, known: dict[str, Fraction | None]
    ) -> dict[str, Fraction | None]:
        """The shares of one loop, or of one entity, where those of all that it owns are known."""
        given: list[Fraction] = []
        for one in part:
            value = Fraction(1 if one == held else 0)
            for other, equity in self.equity.get(one, {}).items():
                if other in part or other not in known:
                    continue
                share = known[other]
                if share is None or other in self.group.over:
                    return dict.fromkeys(part)
                value += equity * share
            given.append(value)
        if len(part) == 1 and part[0] not in self._looped:
            return {part[0]: given[0]}
        if any(one in self.group.over for one in part):
            return dict.fromkeys(part)
        solved = self._loop(part, given)
        return dict.fromkeys(part) if solved is None else dict(zip(part, solved, strict=True))

    def _loop(self, part: tuple[str, ...], given: list[Fraction]) -> list[Fraction] | None:
        matrix = [
            [Fraction(int(one == other)) - self.equity.get(one, {}).get(other, Fraction(0)) for other in part]
            for one in part
        ]
        return solve(matrix, given) if len(part) <= EXACT_PART else solve_floating(matrix, given)

    def _self(self, owner: str) -> Fraction | None:
        """N[owner, owner]: 1 where the owner is in no loop."""
        if owner not in self._looped:
            return Fraction(1)
        if owner not in self._selves:
            part = self._part_of[owner]
            given = [Fraction(int(one == owner)) for one in part]
            solved = None if any(one in self.group.over for one in part) else self._loop(part, given)
            self._selves[owner] = None if solved is None else solved[part.index(owner)]
        return self._selves[owner]


def _reach(
    start: Iterable[str], ahead: dict[str, dict[str, Fraction]] | dict[str, tuple[str, ...]]
) -> set[str]:
    seen = set(start)
    todo = list(seen)
    while todo:
        for one in ahead.get(todo.pop(), ()):
            if one not in seen:
                seen.add(one)
                todo.append(one)
    return seen
