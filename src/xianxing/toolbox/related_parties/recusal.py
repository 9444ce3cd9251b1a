"""Who must stay out of a vote: directors and shareholders related to a matter, with the ground (SSE 6.3.8).

Directors: 1 counterparty, 2 controls one, 3 works at one, above or below it, 4 close family of one or of its
controller, 5 of one of their officers, 6 proposed by one or its controller (practice). Shareholders: 1, 2 as
directors, 3 controlled by one, 4 one controller, 5 works at one, 6 close family; with their concert parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xianxing.law.findings import JSON
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.kinship import CLOSE_FAMILY
from xianxing.toolbox.related_parties.register import DIRECTORS, EXECUTIVES, SUPERVISORS, Group
from xianxing.toolbox.related_parties.rules import number, rule
from xianxing.toolbox.related_parties.shareholders import shareholders
from xianxing.toolbox.related_parties.steps import (
    CONTROLS,
    HAS_POST,
    IN_CONCERT,
    IS_PARTY,
    PROPOSED,
    step,
)
from xianxing.toolbox.tables import Row

NOT_WORK = frozenset({"independent_director", "nominated_by"})
ADULT, FEWEST = 18, 3  # where no pack reaches a day


@dataclass(frozen=True)
class RecusalGround:
    """Why somebody stays out: the lowest ground that holds, the way to it and its rows."""

    who: str
    number: int
    path: tuple[str, ...]
    rows: tuple[Row, ...] = ()

    @property
    def rank(self) -> tuple[int, int, tuple[str, ...]]:
        """The lowest ground first, of that the shortest way."""
        return (self.number, len(self.path), self.path)


@dataclass(frozen=True)
class Matter:
    """A vote of the firm on a day about dealings with counterparties."""

    group: Group
    control: Control
    firm: str
    day: date
    counterparties: frozenset[str]

    @classmethod
    def about(
        cls, group: Group, control: Control, firm: str, day: date, named: Iterable[str], *, controlled: bool
    ) -> Matter:
        """A matter; with `controlled` also whatever the counterparties control, save the firm's own."""
        found = set(named)
        if controlled:
            found |= {other for one in named for other in control.controlled(one)}
            found -= control.own(firm)
            found |= {*named}
        return cls(group, control, firm, day, frozenset(found))

    @cached_property
    def office(self) -> tuple[str, ...]:
        """The directors in office."""
        posts = self.group.posts_at.get(self.firm, ())
        return tuple(sorted({row.text("person") for row in posts if row.text("post") in DIRECTORS}))

    @cached_property
    def directors(self) -> dict[str, RecusalGround]:
        """The directors who stay out."""
        return _lowest(ground for one in self.office for ground in self._of_director(one))

    @cached_property
    def eligible(self) -> frozenset[str]:
        """The directors who may vote."""
        return frozenset(self.office) - self.directors.keys()

    @property
    def goes_to_shareholders(self) -> bool:
        """Whether fewer than three directors may vote."""
        fewest = rule("unrelated_directors", self.day)
        number_left = len(self.eligible)
        return number_left < FEWEST if fewest is None else fewest.holds(number_left)

    @cached_property
    def shareholders(self) -> dict[str, RecusalGround]:
        """The direct holders who stay out; a concert party carries its partner's ground."""
        found: list[RecusalGround] = []
        for holder in shareholders(self.group, self.firm):
            for partner in sorted(self.group.partners(holder)):
                for ground in self._of_shareholder(partner):
                    if partner == holder:
                        found.append(ground)
                    else:
                        path = (*ground.path, step(IN_CONCERT, holder, partner))
                        rows = (*ground.rows, *self._agreements(holder))
                        found.append(RecusalGround(holder, ground.number, path, rows))
        return _lowest(found)

    def as_json(self, name: str) -> dict[str, JSON]:
        """The matter as the results have it."""
        return {
            "matter": name,
            "directors": [
                {"person": one.who, "ground": one.number, "path": list(one.path)}
                for one in self.directors.values()
            ],
            "eligible_directors": len(self.eligible),
            "to_shareholders_meeting": self.goes_to_shareholders,
            "shareholders": [
                {"entity": one.who, "ground": one.number, "path": list(one.path)}
                for one in self.shareholders.values()
            ],
        }

    def _of_director(self, person: str) -> Iterator[RecusalGround]:
        if person in self.counterparties:
            yield RecusalGround(person, 1, (step(IS_PARTY, person),))
        yield from self._controls(person)
        for row in self.group.posts_of.get(person, ()):
            if row.text("entity") in self._work_places and row.text("post") not in NOT_WORK:
                path = (*self._work_places[row.text("entity")], _post(row))
                yield RecusalGround(person, 3, path, (row,))
        yield from self._family(person, 4, self._persons_behind)
        yield from self._family(person, 5, self._officers_behind)
        for row in self.group.posts_of.get(person, ()):
            if row.text("post") == "nominated_by" and row.text("entity") in self._behind:
                path = (*self._behind[row.text("entity")], step(PROPOSED, person, row.text("entity")))
                yield RecusalGround(person, 6, path, (row,))

    def _of_shareholder(self, one: str) -> Iterator[RecusalGround]:
        if one in self.counterparties:
            yield RecusalGround(one, 1, (step(IS_PARTY, one),))
        yield from self._controls(one)
        mine = self.control.controllers(one)
        for other in sorted(self.counterparties):
            if other in mine:
                yield RecusalGround(one, 3, (step(CONTROLS, other, one),), self.control.rows(other, one))
            for above in self.control.controllers(other):
                if above in mine:
                    path = (step(CONTROLS, above, other), step(CONTROLS, above, one))
                    rows = (*self.control.rows(above, other), *self.control.rows(above, one))
                    yield RecusalGround(one, 4, path, rows)
        for row in self.group.posts_of.get(one, ()):
            if row.text("entity") in self.counterparties and row.text("post") not in NOT_WORK:
                yield RecusalGround(one, 5, (_post(row),), (row,))
        yield from self._family(one, 6, self._persons_behind)

    def _controls(self, one: str) -> Iterator[RecusalGround]:
        for other in sorted(self.control.controlled(one) & self.counterparties):
            yield RecusalGround(one, 2, (step(CONTROLS, one, other),), self.control.rows(one, other))

    def _family(
        self, person: str, ground: int, behind: dict[str, tuple[str, ...]]
    ) -> Iterator[RecusalGround]:
        """Whether somebody is close family of one of those behind the matter; a minor isn't."""
        for kin in self.group.kin.get(person, ()):
            before = behind.get(kin.relative)
            if before is None:
                continue
            for other in self.group.kin.get(kin.relative, ()):
                if other.relative != person or other.relation not in CLOSE_FAMILY or other.row is not kin.row:
                    continue
                entity = self.group.entities.get(person)
                adult = int(number("adult_age", self.day) or ADULT)
                if other.relation == "child" and self.group.is_child(entity, self.day, adult):
                    continue
                path = (*before, step(HAS_POST, person, kin.relative, other.relation))
                yield RecusalGround(person, ground, path, (kin.row,))

    @cached_property
    def _behind(self) -> dict[str, tuple[str, ...]]:
        """The counterparties and who controls one, with the way to each."""
        found: dict[str, tuple[str, ...]] = {}
        for one in sorted(self.counterparties):
            found[one] = ()
        for one in sorted(self.counterparties):
            for above in self.control.controllers(one):
                found.setdefault(above, (step(CONTROLS, above, one),))
        return found

    @cached_property
    def _persons_behind(self) -> dict[str, tuple[str, ...]]:
        return {one: path for one, path in self._behind.items() if self.group.is_person(one)}

    @cached_property
    def _officers_behind(self) -> dict[str, tuple[str, ...]]:
        """Directors, supervisors and executives of those behind the matter."""
        counted = DIRECTORS | SUPERVISORS | EXECUTIVES
        found: dict[str, tuple[str, ...]] = {}
        for one, path in self._behind.items():
            for row in self.group.posts_at.get(one, ()):
                if row.text("post") in counted:
                    found.setdefault(row.text("person"), (*path, _post(row)))
        return found

    @cached_property
    def _work_places(self) -> dict[str, tuple[str, ...]]:
        """Where work relates to the matter: at a counterparty, above it or below; never at the firm's own."""
        found = dict(self._behind)
        for one in sorted(self.counterparties):
            for below in sorted(self.control.controlled(one)):
                found.setdefault(below, (step(CONTROLS, one, below),))
        own = self.control.own(self.firm)
        return {one: path for one, path in found.items() if one not in own}

    def _agreements(self, holder: str) -> list[Row]:
        group = self.group.partners(holder)
        return [row for row in self.group.concert_rows if row.text("a") in group]


def _post(row: Row) -> str:
    return step(HAS_POST, row.text("person"), row.text("entity"), row.text("post"))


def _lowest(grounds: Iterable[RecusalGround]) -> dict[str, RecusalGround]:
    found: dict[str, RecusalGround] = {}
    for ground in grounds:
        kept = found.get(ground.who)
        if kept is None or ground.rank < kept.rank:
            found[ground.who] = ground
    return dict(sorted(found.items()))
