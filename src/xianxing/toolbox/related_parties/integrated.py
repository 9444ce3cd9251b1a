"""Integrated ownership, N = (I - A)^-1: every way from owner to held, through every loop, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from xianxing.toolbox.related_parties.components import components
from xianxing.toolbox.related_parties.edges import Edges, equity_of
from xianxing.toolbox.related_parties.linear import solve, solve_floating
from xianxing.toolbox.related_parties.register import Group

EXACT_PART = 50  # members of a loop up to which it is solved in fractions


@dataclass
class Ownership:
    """Equity within one group as a matrix, and what follows from it; what was asked once is kept."""

    group: Group
    _columns: dict[str, dict[str, Fraction | None]] = field(default_factory=dict)
    _selves: dict[str, Fraction | None] = field(default_factory=dict)
    _part_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _loops_to: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)

    @cached_property
    def edges(self) -> Edges:
        """Equity above zero, both ways."""
        return equity_of(self.group)

    @property
    def equity(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Owner → held → equity, above zero."""
        return self.edges.down

    def owners(self, held: str) -> list[str]:
        """Who has some of the capital of an entity directly, in the order of their ids."""
        return sorted(self.edges.up.get(held, ()))

    def above(self, held: str) -> set[str]:
        """Everybody who has something of an entity, at whatever remove, and the entity."""
        return self._reach([held])

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
            looped = {one for one in self.above(held) if self._is_looped(one)}
            large = {one for one in looped if len(self._part_with(one)) > EXACT_PART}
            self._loops_to[held] = (self._reach(looped), self._reach(large))
        return self._loops_to[held]

    def column(self, held: str) -> dict[str, Fraction | None]:
        """Everybody above an entity with the share in it, the entity itself among them."""
        if held not in self._columns:
            self._columns[held] = self._solve(held)
        return self._columns[held]

    def _parts_above(self, held: str) -> list[tuple[str, ...]]:
        """The loops above an entity, each after all that it owns there: they are those of the whole group."""
        above = self.above(held)
        owned = {one: [other for other in self.equity.get(one, ()) if other in above] for one in above}
        parts = components(sorted(above), owned)
        for part in parts:
            self._part_of.update(dict.fromkeys(part, part))
        return parts

    def _part_with(self, one: str) -> tuple[str, ...]:
        if one not in self._part_of:
            self._parts_above(one)
        return self._part_of[one]

    def _is_looped(self, one: str) -> bool:
        return len(self._part_with(one)) > 1 or one in self.equity.get(one, ())

    def _solve(self, held: str) -> dict[str, Fraction | None]:
        found: dict[str, Fraction | None] = {}
        for part in self._parts_above(held):
            found |= self._part(part, held, found)
        return found

    def _reach(self, start: Iterable[str]) -> set[str]:
        seen = set(start)
        todo = list(seen)
        while todo:
            for one in self.edges.up.get(todo.pop(), ()):
                if one not in seen:
                    seen.add(one)
                    todo.append(one)
        return seen

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
        if len(part) == 1 and not self._is_looped(part[0]):
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
        if not self._is_looped(owner):
            return Fraction(1)
        if owner not in self._selves:
            part = self._part_with(owner)
            given = [Fraction(int(one == owner)) for one in part]
            solved = None if any(one in self.group.over for one in part) else self._loop(part, given)
            self._selves[owner] = None if solved is None else solved[part.index(owner)]
        return self._selves[owner]
