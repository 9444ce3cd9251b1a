"""Who controls whom: the closure of majorities, as the method `majority_closure` names it.

S is an entity with its concert parties; whatever S together holds more than half of the votes of joins it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from xianxing.toolbox.related_parties.register import Group, Stake, distinct
from xianxing.toolbox.tables import Row

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Closure:
    """S of one entity: who began it, and who joined by which stakes; none where a state body says so."""

    start: frozenset[str]
    joined: dict[str, tuple[Stake, ...]]

    @property
    def members(self) -> frozenset[str]:
        """S itself."""
        return self.start | frozenset(self.joined)


@dataclass
class Control:
    """Control within one group; what was asked once is kept."""

    group: Group
    _closures: dict[str, Closure] = field(default_factory=dict)
    _controlled: dict[str, frozenset[str]] = field(default_factory=dict)
    _controllers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _own: dict[str, frozenset[str]] = field(default_factory=dict)

    def closure(self, entity: str) -> Closure:
        """S of an entity."""
        if entity not in self._closures:
            self._closures[entity] = self._close(self.group.partners(entity))
        return self._closures[entity]

    def controlled(self, entity: str) -> frozenset[str]:
        """Whom an entity controls, not itself; of its concert parties only whom the votes control."""
        if entity not in self._controlled:
            closure = self.closure(entity)
            led = {one for one in closure.start if one != entity and self.votes(entity, one) > HALF}
            self._controlled[entity] = frozenset(closure.joined) | led
        return self._controlled[entity]

    def own(self, entity: str) -> frozenset[str]:
        """An entity with whatever its own votes control: what its concert parties hold isn't its own."""
        if entity not in self._own:
            closure = self._close(frozenset((entity,)))
            self._own[entity] = closure.members
        return self._own[entity]

    def controls(self, entity: str, other: str) -> bool:
        """Whether an entity controls another."""
        return other in self.controlled(entity)

    def controllers(self, entity: str) -> tuple[str, ...]:
        """Who controls an entity, directly or through others, in the order of their ids."""
        if entity not in self._controllers:
            above = self._above(entity)
            self._controllers[entity] = tuple(sorted(one for one in above if self.controls(one, entity)))
        return self._controllers[entity]

    def family(self, entity: str) -> frozenset[str]:
        """The entity with who controls it: where two families meet, one controls both, or one the other."""
        return frozenset((entity, *self.controllers(entity)))

    def votes(self, entity: str, other: str) -> Fraction:
        """The votes in another that S of an entity holds; what it holds of itself has none."""
        members = self.closure(entity).members
        found = (
            stake.votes for stake in self.group.owners.get(other, ()) if stake.owner in members - {other}
        )
        return sum(found, Fraction(0))

    def chain(self, entity: str, other: str) -> tuple[str, ...]:
        """The way from an entity to another along the largest stakes of S; empty where there is none."""
        closure = self.closure(entity)
        way, here = [other], other
        while here not in closure.start or here == other != entity:
            stakes = [one for one in self.rests_on(entity, here) if one.owner not in way]
            bodies = [one for one in closure.members if here in self.group.under.get(one, ())]
            if stakes:
                here = max(stakes, key=lambda one: (one.votes, one.owner)).owner
            elif bodies and bodies[0] not in way:
                here = min(bodies)
            else:
                return ()
            way.append(here)
        return tuple(reversed(way if way[-1] == entity else [*way, entity]))

    def rests_on(self, entity: str, other: str) -> tuple[Stake, ...]:
        """The stakes in another that S of an entity holds."""
        closure = self.closure(entity)
        if other in closure.joined:
            return closure.joined[other]
        stakes = self.group.owners.get(other, ())
        return tuple(one for one in stakes if one.votes > 0 and one.owner in closure.members - {other})

    def rows(self, entity: str, other: str) -> tuple[Row, ...]:
        """The rows on which the control of another rests, from it upwards."""
        closure = self.closure(entity)
        found: list[Row] = []
        seen, ahead = {other}, [other]
        while ahead:
            here = ahead.pop(0)
            stakes = self.rests_on(entity, here) if here == other else closure.joined.get(here, ())
            if not stakes and here in closure.joined:
                found.append(self.group.entities[here])
            found += [stake.row for stake in stakes]
            for stake in stakes:
                if stake.owner not in seen:
                    seen.add(stake.owner)
                    ahead.append(stake.owner)
        linked = closure.start & seen if len(closure.start) > 1 else frozenset()
        if linked - {entity}:
            found += [row for row in self.group.concert_rows if row.text("a") in closure.start]
        return distinct(found)

    def is_clear(self, entity: str, other: str) -> bool:
        """Whether no entity on the way has stakes that sum to more than the whole."""
        over = self.group.over
        if not over:
            return True
        seen, ahead = {other}, [other]
        closure = self.closure(entity)
        while ahead:
            here = ahead.pop()
            if here in over and (here == other or here in closure.joined):
                return False
            for stake in self.rests_on(entity, here) if here == other else closure.joined.get(here, ()):
                if stake.owner not in seen:
                    seen.add(stake.owner)
                    ahead.append(stake.owner)
        return True

    def _close(self, start: frozenset[str]) -> Closure:
        held: dict[str, Fraction] = defaultdict(Fraction)
        by: dict[str, list[Stake]] = defaultdict(list)
        joined: dict[str, tuple[Stake, ...]] = {}
        ahead = sorted(start)
        place = 0
        while place < len(ahead):
            here = ahead[place]
            place += 1
            for stake in self.group.owned.get(here, ()):
                other = stake.held
                if stake.votes <= 0 or other in start or other in joined:
                    continue
                held[other] += stake.votes
                by[other].append(stake)
                if held[other] > HALF:
                    joined[other] = tuple(by[other])
                    ahead.append(other)
            for other in self.group.under.get(here, ()):
                if other not in start and other not in joined:
                    joined[other] = tuple(by[other])
                    ahead.append(other)
        return Closure(start, joined)

    def _above(self, entity: str) -> set[str]:
        seen: set[str] = set()
        ahead = [entity]
        while ahead:
            for one in self._next_above(ahead.pop()):
                if one not in seen:
                    seen.add(one)
                    ahead.append(one)
        return seen - {entity}

    def _next_above(self, entity: str) -> Iterator[str]:
        for stake in self.group.owners.get(entity, ()):
            if stake.votes > 0:
                yield stake.owner
        body = self.group.entities[entity].text("state_body")
        if body:
            yield body
        yield from self.group.partners(entity)
