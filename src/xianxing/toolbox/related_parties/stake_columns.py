"""Entities and stakes of a register too large for rows, looked up by id; a row is made when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from xianxing.toolbox.column_rows import ColumnRows, strings
from xianxing.toolbox.related_parties.topology import grouped
from xianxing.toolbox.tables import Row

Array = Any  # numpy's, which is there only with the extra `tools`
NEVER, ALWAYS = date.min.toordinal() - 1, date.max.toordinal() + 1


@dataclass(frozen=True)
class EntityRows(Mapping[str, Row]):
    """The rows of `entities` by id."""

    rows: ColumnRows
    _kept: dict[str, Row] = field(default_factory=dict)

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in the order of rows."""
        return self.rows.texts("id")

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one: place for place, one in enumerate(self.ids)}

    def __getitem__(self, one: str) -> Row:
        if one not in self._kept:
            self._kept[one] = self.rows[self._places[one]]
        return self._kept[one]

    def __contains__(self, one: object) -> bool:
        return one in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class StakeColumns:
    """The rows of `holdings` by the ids of both ends."""

    rows: ColumnRows

    @cached_property
    def _names(self) -> dict[str, int]:
        return {one: code for code, one in enumerate(self._ids.to_pylist())}

    @cached_property
    def _ids(self) -> Array:
        import pyarrow

        ends = [
            strings(self.rows.columns[name])
            for name in ("holder", "held", "for")
            if name in self.rows.columns
        ]
        chunks = [chunk for end in ends for chunk in end.chunks]
        return pyarrow.chunked_array(chunks, pyarrow.string()).unique().drop_null()

    @cached_property
    def _owner(self) -> Array:
        """The true owner of each stake: a nominee's is whom it is held for."""
        import numpy

        holder, behind = self.rows.codes("holder", self._ids), self.rows.codes("for", self._ids)
        named = (behind >= 0) & (behind != self._names.get("", -1))
        return numpy.where(named, behind, holder)

    @cached_property
    def _held(self) -> Array:
        return self.rows.codes("held", self._ids)

    @cached_property
    def _kept(self) -> Array:
        """The places of the stakes that name both ends."""
        kept = self.rows.kept
        return kept[(self._owner[kept] >= 0) & (self._held[kept] >= 0)]

    @cached_property
    def _since(self) -> Array:
        return self.rows.ordinals("from", NEVER)

    @cached_property
    def _until(self) -> Array:
        return self.rows.ordinals("to", ALWAYS)

    @cached_property
    def _by(self) -> dict[str, tuple[Array, Array]]:
        """The places of stakes by each end."""
        kept, size = self._kept, len(self._ids)
        return {
            "owner": grouped(size, self._owner[kept], kept),
            "held": grouped(size, self._held[kept], kept),
        }

    def on(self, day: date, end: str, one: str) -> list[Row]:
        """The rows that count on a day of which one is the `owner`, or the `held`, in the order of lines."""
        code = self._names.get(one)
        if code is None:
            return []
        starts, places = self._by[end]
        mine, number = places[starts[code] : starts[code + 1]], day.toordinal()
        counted = mine[(self._since[mine] <= number) & (self._until[mine] >= number)]
        return [self.rows.at(int(place)) for place in counted]

    def between(self, entities: Collection[str]) -> Iterator[Row]:
        """The rows of which both ends are among some entities, in the order of lines."""
        import numpy

        marked = numpy.zeros(len(self._ids) + 1, dtype=bool)
        marked[[code for one in entities if (code := self._names.get(one)) is not None]] = True
        kept = self._kept
        inside = marked[self._owner[kept]] & marked[self._held[kept]]
        return (self.rows.at(int(place)) for place in kept[inside])

    def heavy(self, line: float) -> Iterator[Row]:
        """The rows, whoever holds them, in what has stakes that sum to more than a line, whatever their days.

        The sum is to floating point.
        """
        import numpy

        named = self.rows.kept[self._held[self.rows.kept] >= 0]
        held, equity = self._held[named], numpy.nan_to_num(self.rows.numbers("equity"))[named]
        sums = numpy.bincount(held, weights=equity, minlength=len(self._ids))
        return (self.rows.at(int(place)) for place in named[sums[held] > line])


@dataclass(frozen=True)
class RowsByEnd(Mapping[str, tuple[Any, ...]]):
    """Whatever is made of the rows of one end on a day, by id; who has none isn't in it."""

    columns: StakeColumns
    day: date
    end: str
    make: Any
    _kept: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def __getitem__(self, one: str) -> tuple[Any, ...]:
        if one not in self._kept:
            self._kept[one] = self.make(self.columns.on(self.day, self.end, one))
        if not self._kept[one]:
            raise KeyError(one)
        return self._kept[one]

    def __iter__(self) -> Iterator[str]:
        return (one for one in self.columns._names if self.get(one))

    def __len__(self) -> int:
        return sum(1 for _one in self)
