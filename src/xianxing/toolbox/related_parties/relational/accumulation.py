"""The sums of a ledger by an engine: the trades and who belongs together go up, the sums come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from xianxing.toolbox.engine_tables import PLACES, arrow, too_fine
from xianxing.toolbox.query_engine import QueryEngine, open_engine
from xianxing.toolbox.related_parties.accumulation import (
    CountedTrade,
    Key,
    LevelOf,
    TradeTotal,
    labels_of,
    months_of,
    person_groups,
)
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.days import day_after, day_before, months_off
from xianxing.toolbox.related_parties.levels import BOARD, SHAREHOLDERS, TradeSums
from xianxing.toolbox.related_parties.relational import expressions
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.tables import Row

_TRADES = {
    "n": "int64", "day": "int32", "epoch": "int32", "counterparty": "int32", "matter": "int32",
    "amount": "cell", "until": "int32",
}  # fmt: skip
_LABELS = {"epoch": "int32", "first": "int32", "last": "int32", "counterparty": "int32", "label": "int32"}
_WANTED = {"epoch": "int32", "counterparty": "int32", "label": "int32"}


@dataclass
class EngineAccumulation:
    """The sums of a ledger by the engine of an address; QueryEngineError where it can't hold an amount."""

    relations: Relations
    counterparties: frozenset[str]
    address: str
    _groups: list[dict[str, frozenset[str]]] = field(default_factory=list)

    def walk(self, entries: Sequence[CountedTrade], level_of: LevelOf, most: int) -> dict[Key, TradeTotal]:
        """What each trade comes to, its level, the latest trades in its sum and its person group."""
        ordered = sorted(entries)
        if not ordered:
            return {}
        numbers = {one: number for number, one in enumerate(sorted(self.counterparties))}
        epochs = self._epochs(ordered)
        with open_engine(self.address) as engine:
            ledger = _Uploaded(engine, ordered, epochs, numbers, *self._members(epochs, ordered, numbers))
            board, shareholders = (ledger.sums(level) for level in (BOARD, SHAREHOLDERS))
            sums = [TradeSums(*found) for found in zip(board, shareholders, strict=True)]
            levels = [level_of(entry, found) for entry, found in zip(ordered, sums, strict=True)]
            asked: dict[str, list[int]] = defaultdict(list)
            for place, level in enumerate(levels):
                if level.counted is not None:
                    asked[level.counted].append(place)
            earlier: dict[int, list[int]] = {}
            for name, places in asked.items():
                earlier |= ledger.latest(name, places, most)
        return {
            entry.key: TradeTotal(
                found,
                level,
                _rows(ordered, earlier.get(place, ())),
                min(self._groups[epoch][entry.counterparty]),
            )
            for place, (entry, found, level, epoch) in enumerate(
                zip(ordered, sums, levels, epochs, strict=True)
            )
        }

    def _epochs(self, entries: Iterable[CountedTrade]) -> list[int]:
        """The stretch of each trade, numbered from the first; who belongs together in each is worked out."""
        found: list[int] = []
        last: Control | None = None
        for entry in entries:
            control = self.relations.control(entry.day)
            if control is not last:
                self._groups.append(person_groups(control, self.counterparties))
                last = control
            found.append(len(self._groups) - 1)
        return found

    def _members(
        self, epochs: Sequence[int], entries: Sequence[CountedTrade], numbers: Mapping[str, int]
    ) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
        """The labels of each stretch, and whose add up with whom."""
        labels: dict[str, list[Any]] = {name: [] for name in _LABELS}
        wanted: dict[str, list[Any]] = {name: [] for name in _WANTED}
        days: dict[int, list[int]] = defaultdict(list)
        for epoch, entry in zip(epochs, entries, strict=True):
            days[epoch].append(entry.day.toordinal())
        for epoch, groups in enumerate(self._groups):
            named = labels_of(groups)
            for one, group in groups.items():
                number, label = numbers[one], numbers[named[one]]
                row = (epoch, days[epoch][0], days[epoch][-1], number, label)
                _append(labels, row)
                others = (
                    {label} if label != number or len(group) == 1 else {numbers[named[it]] for it in group}
                )
                for other in sorted(others):
                    _append(wanted, (epoch, number, other))
        return labels, wanted


@dataclass
class _Uploaded:
    """The ledger on an engine, once a level: what counts until when differs between them."""

    engine: QueryEngine
    entries: Sequence[CountedTrade]
    epochs: Sequence[int]
    numbers: Mapping[str, int]
    labels: Any
    wanted: Any
    _trades: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = self.engine.upload(arrow(self.labels, _LABELS), "labels")
        self.wanted = self.engine.upload(arrow(self.wanted, _WANTED), "wanted")
        matters: dict[object, int] = {}
        columns: dict[str, list[Any]] = {name: [] for name in _TRADES}
        until: dict[str, list[int]] = {BOARD: [], SHAREHOLDERS: []}
        for place, (entry, epoch) in enumerate(zip(self.entries, self.epochs, strict=True)):
            matter = matters.setdefault(entry.matter, len(matters)) if entry.matter else None
            cells = (
                place, entry.day.toordinal(), epoch, self.numbers[entry.counterparty], matter,
                _exact(entry.amount),
            )  # fmt: skip
            for column, cell in zip(columns, cells, strict=False):
                columns[column].append(cell)
            for level, days in until.items():
                days.append(_until(entry.day, entry.closed[level]).toordinal())
        for level, days in until.items():
            table = arrow({**columns, "until": days}, _TRADES)
            self._trades[level] = self.engine.upload(table, "trades")

    def sums(self, level: str) -> list[Fraction]:
        """What each trade comes to at a level, in the order of the ledger."""
        relation = expressions.sums(self._trades[level], self.labels, self.wanted)
        found = {row["n"]: Fraction(row["total"]) for row in self.engine.rows(relation)}
        return [found[place] for place in range(len(self.entries))]

    def latest(self, level: str, places: Sequence[int], most: int) -> dict[int, list[int]]:
        """The latest trades in the sums of some trades, by their places."""
        asked = self.engine.upload(arrow({"n": places}, {"n": "int64"}), "asked")
        relation = expressions.latest(self._trades[level], self.labels, self.wanted, asked, most)
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.engine.rows(relation):
            found[row["n"]].append(row["earlier"])
        return found


def _append(columns: Mapping[str, list[Any]], row: Iterable[object]) -> None:
    for column, cell in zip(columns.values(), row, strict=True):
        column.append(cell)


def _rows(entries: Sequence[CountedTrade], places: Iterable[int]) -> tuple[Row, ...]:
    return tuple(sorted((entries[place].row for place in places), key=lambda row: row.line))


def _exact(amount: Fraction) -> Decimal:
    """An amount as an engine holds it."""
    scaled = amount * 10**PLACES
    if scaled.denominator != 1:
        raise too_fine()
    return Decimal(scaled.numerator).scaleb(-PLACES)


def _until(day: date, closed: date | None) -> date:
    """The first day on which a trade no longer counts."""
    old = _old(day)
    return old if closed is None else min(old, day_after(closed))


@lru_cache(maxsize=4096)
def _old(day: date) -> date:
    """The first day on which a trade of a day is as old as the months in which trades add up."""
    until = months_off(day, months_of(day))
    while until < date.max and months_off(until, -months_of(until)) < day:
        until = day_after(until)
    while until > day and months_off(day_before(until), -months_of(day_before(until))) >= day:
        until = day_before(until)
    return until
