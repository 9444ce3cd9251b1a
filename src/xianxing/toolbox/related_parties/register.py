"""A folder's register of entities, stakes, posts, kin and concert, and what of it counts on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from xianxing.toolbox.column_rows import ColumnRows
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.related_parties.checks import over_capital
from xianxing.toolbox.related_parties.days import birthday, day_after, days_of_change
from xianxing.toolbox.related_parties.kinship import INVERSE
from xianxing.toolbox.related_parties.stake_columns import EntityRows, RowsByEnd, StakeColumns
from xianxing.toolbox.tables import Row

DATED = ("holdings", "posts", "kin", "concert")
DIRECTORS = frozenset({"chairman", "director", "independent_director"})
EXECUTIVES = frozenset({"general_manager", "executive"})
SUPERVISORS = frozenset({"supervisor"})
One = TypeVar("One")


@dataclass(frozen=True)
class Stake:
    """What one owner has of an entity; a nominee's stake is its true owner's."""

    owner: str
    held: str
    equity: Fraction
    votes: Fraction
    row: Row


@dataclass(frozen=True)
class Kin:
    """`relative` is the `relation` of whoever the list belongs to; an inverse rests on the same row."""

    relative: str
    relation: str
    row: Row


@dataclass(frozen=True)
class Group:
    """The register as it stands over a stretch of days on which nothing begins or ends.

    Where there are too many stakes for rows, `stakes` is empty and they are in `columns`, as of a day.
    """

    entities: Mapping[str, Row]
    stakes: tuple[Stake, ...]
    posts: tuple[Row, ...]
    kin: Mapping[str, tuple[Kin, ...]]
    concert: Mapping[str, frozenset[str]]
    concert_rows: tuple[Row, ...]
    over: frozenset[str]
    columns: tuple[StakeColumns, date] | None = None

    @cached_property
    def owned(self) -> Mapping[str, tuple[Stake, ...]]:
        """Each owner's stakes."""
        if self.columns is not None:
            return RowsByEnd(*self.columns, "owner", _stakes)
        return _by((stake.owner, stake) for stake in self.stakes)

    @cached_property
    def owners(self) -> Mapping[str, tuple[Stake, ...]]:
        """The stakes in each entity."""
        if self.columns is not None:
            return RowsByEnd(*self.columns, "held", _stakes)
        return _by((stake.held, stake) for stake in self.stakes)

    @cached_property
    def under(self) -> dict[str, tuple[str, ...]]:
        """What stands under each state-asset body."""
        rows = (row for row in with_cell(self.entities, "state_body"))
        named = sorted((row.text("state_body"), row.text("id")) for row in rows)
        return _by((body, one) for body, one in named if body and body != one)

    @cached_property
    def posts_of(self) -> dict[str, tuple[Row, ...]]:
        """Each person's posts."""
        return _by((row.text("person"), row) for row in self.posts)

    @cached_property
    def posts_at(self) -> dict[str, tuple[Row, ...]]:
        """The posts at each entity."""
        return _by((row.text("entity"), row) for row in self.posts)

    def kind(self, entity: str) -> str:
        """What an entity is."""
        return self.entities[entity].text("kind")

    def is_person(self, entity: str) -> bool:
        """Whether an entity is a natural person."""
        return self.kind(entity) == "person"

    def partners(self, entity: str) -> frozenset[str]:
        """The entity with all who act in concert with it."""
        return self.concert.get(entity, frozenset((entity,)))

    def holding(self, owner: str, held: str) -> Fraction:
        """The equity that an owner has directly."""
        found = (stake.equity for stake in self.owned.get(owner, ()) if stake.held == held)
        return sum(found, Fraction(0))

    def is_child(self, row: Row | None, day: date, adult: int) -> bool | None:
        """Whether somebody isn't of age on a day; None where the birth date is missing."""
        born = row.day("born") if row else None
        return None if born is None else day < birthday(born, adult)


@dataclass(frozen=True)
class Register:
    """Everything that a folder says of the group, over time."""

    entities: Mapping[str, Row]
    tables: Mapping[str, Sequence[Row]]
    _groups: dict[int, Group] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, inputs: Inputs) -> Register:
        """The register of a folder."""
        given = inputs.rows("entities")
        entities: Mapping[str, Row]
        entities = (
            EntityRows(given) if isinstance(given, ColumnRows) else {row.text("id"): row for row in given}
        )
        return cls(entities, {name: inputs.rows(name) for name in DATED})

    @cached_property
    def changes(self) -> list[date]:
        """The days on which something begins or has just ended, in order."""
        return self.changes_of(DATED)

    def changes_of(self, tables: Iterable[str]) -> list[date]:
        """The days on which something of some tables begins or has just ended, the earliest among them."""
        found: set[date] = set()
        for name in tables:
            rows = self.tables[name]
            if isinstance(rows, ColumnRows):
                found |= rows.days("from") | {day_after(day) for day in rows.days("to")}
            else:
                found.update(days_of_change(rows))
        return sorted(found | {date.min})

    @cached_property
    def stake_columns(self) -> StakeColumns | None:
        """The stakes where there are too many of them for rows."""
        rows = self.tables["holdings"]
        return StakeColumns(rows) if isinstance(rows, ColumnRows) else None

    @cached_property
    def _heavy(self) -> tuple[Row, ...]:
        """The stakes in columns of whatever may have more than the whole on some day."""
        return () if self.stake_columns is None else tuple(self.stake_columns.heavy(1.0))

    def between(self, entities: Collection[str]) -> Iterator[Row]:
        """The stakes of which both ends may be among some entities, in the order of lines."""
        return (
            iter(self.tables["holdings"])
            if self.stake_columns is None
            else self.stake_columns.between(entities)
        )

    def stretch(self, day: date) -> int:
        """The number of the stretch of days in which a day lies."""
        return bisect_right(self.changes, day) - 1

    def on(self, day: date) -> Group:
        """What counts on a day."""
        return self.during(self.stretch(day))

    def during(self, stretch: int) -> Group:
        """What counts over a stretch of days."""
        if stretch not in self._groups:
            self._groups[stretch] = self._group(self.changes[stretch])
        return self._groups[stretch]

    def _group(self, day: date) -> Group:
        tables = {
            name: () if name == "holdings" and self.stake_columns else self.tables[name] for name in DATED
        }
        counted = {name: [row for row in rows if row.holds_on(day)] for name, rows in tables.items()}
        held: dict[str, list[Row]] = defaultdict(list)
        for row in (*counted["holdings"], *self._heavy):
            if row.holds_on(day):
                held[row.text("held")].append(row)
        return Group(
            entities=self.entities,
            stakes=_stakes(counted["holdings"]),
            posts=tuple(sorted(counted["posts"], key=_post_order)),
            kin=_kin(counted["kin"]),
            concert=_concert(counted["concert"]),
            concert_rows=tuple(counted["concert"]),
            over=frozenset(one for one, rows in held.items() if over_capital(rows)),
            columns=(self.stake_columns, day) if self.stake_columns else None,
        )


def distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each row once, in the order in which it came."""
    return tuple({(row.table, row.line): row for row in rows}.values())


def with_cell(entities: Mapping[str, Row], column: str) -> Iterator[Row]:
    """The rows of entities that have a cell in a column."""
    if isinstance(entities, EntityRows):
        return entities.rows.where(column)
    return (row for row in entities.values() if row.get(column) is not None)


def _stakes(rows: Iterable[Row]) -> tuple[Stake, ...]:
    return tuple(sorted(map(_stake, rows), key=_stake_order))


def _stake(row: Row) -> Stake:
    equity = Fraction(row.number("equity") or 0)
    votes = row.number("votes")
    owner = row.text("for") or row.text("holder")
    return Stake(owner, row.text("held"), equity, equity if votes is None else Fraction(votes), row)


def _stake_order(stake: Stake) -> tuple[str, str, Fraction, Fraction, str]:
    return (stake.held, stake.owner, -stake.votes, -stake.equity, stake.row.text("kind"))


def _post_order(row: Row) -> tuple[str, str, str]:
    return (row.text("person"), row.text("entity"), row.text("post"))


def _kin(rows: Iterable[Row]) -> dict[str, tuple[Kin, ...]]:
    found: dict[str, list[Kin]] = defaultdict(list)
    for row in rows:
        person, relative, relation = row.text("person"), row.text("relative"), row.text("relation")
        found[person].append(Kin(relative, relation, row))
        found[relative].append(Kin(person, INVERSE[relation], row))
    return {
        person: tuple(sorted(kin, key=lambda one: (one.relative, one.relation)))
        for person, kin in found.items()
    }


def _concert(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    """Who acts together: whoever a chain of agreements links."""
    groups: dict[str, set[str]] = {}
    for row in rows:
        one, other = row.text("a"), row.text("b")
        joined = groups.get(one, {one}) | groups.get(other, {other})
        for member in joined:
            groups[member] = joined
    return {member: frozenset(group) for member, group in groups.items()}


def _by(pairs: Iterable[tuple[str, One]]) -> dict[str, tuple[One, ...]]:
    found: dict[str, list[One]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return {key: tuple(values) for key, values in found.items()}
