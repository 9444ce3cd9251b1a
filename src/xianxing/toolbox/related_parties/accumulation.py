"""Twelve months of trades added up with those of the same person group, or of the same target and kind.

Sums are kept by person group while the trades come in order, so that a long ledger is walked once.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice

from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.days import YEAR, months_off
from xianxing.toolbox.related_parties.levels import BOARD, SHAREHOLDERS, Level, TradeSums
from xianxing.toolbox.related_parties.register import distinct
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.related_parties.rules import number
from xianxing.toolbox.tables import Row

Deal = tuple[str, str]  # target, kind
Key = tuple[date, int]


@dataclass(frozen=True, order=True)
class CountedTrade:
    """A trade that adds up: what of it counts, and from which day on it is closed at each level."""

    day: date
    line: int
    counterparty: str = field(compare=False)
    matter: Deal | None = field(compare=False)
    amount: Fraction = field(compare=False)
    closed: dict[str, date | None] = field(compare=False)
    row: Row = field(compare=False)

    @property
    def key(self) -> Key:
        """Its place in the ledger."""
        return (self.day, self.line)


LevelOf = Callable[[CountedTrade, TradeSums], Level]


@dataclass(frozen=True)
class TradeTotal:
    """What a trade comes to with those before it, its level, the latest of those, and its person group."""

    sums: TradeSums
    level: Level
    earlier: tuple[Row, ...]
    group: str


@dataclass
class OpenTrades:
    """The trades that still count at one level, with their sums by label and by target and kind.

    A label is a person group where everybody in it has the same group, else one counterparty.
    """

    level: str
    labels: Mapping[str, str] = field(default_factory=dict)
    entries: dict[str, dict[Key, CountedTrade]] = field(default_factory=lambda: defaultdict(dict))
    sums: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    of_matter: dict[Deal, dict[Key, CountedTrade]] = field(default_factory=lambda: defaultdict(dict))
    matter_sums: dict[Deal, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    matter_labels: dict[tuple[Deal, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    _by_day: list[tuple[Key, CountedTrade]] = field(default_factory=list)
    _by_closing: list[tuple[date, Key, CountedTrade]] = field(default_factory=list)
    _moved: tuple[date, date] = (date.min, date.min)  # to which day, and the last that no longer counts

    def add(self, entry: CountedTrade) -> None:
        """Take a trade in."""
        self._count(entry, entry.amount)
        heapq.heappush(self._by_day, (entry.key, entry))
        closed = entry.closed[self.level]
        if closed is not None:
            heapq.heappush(self._by_closing, (closed, entry.key, entry))

    def relabel(self, labels: Mapping[str, str]) -> None:
        """Sum anew by other labels: control has changed."""
        every = sorted(entry for entries in self.entries.values() for entry in entries.values())
        self.labels = labels
        for kept in (self.entries, self.sums, self.of_matter, self.matter_sums, self.matter_labels):
            kept.clear()
        for entry in every:
            self._count(entry, entry.amount)

    def move_to(self, day: date) -> None:
        """Let go of what is twelve months old on a day, or was closed before it."""
        if day != self._moved[0]:
            self._moved = (day, months_off(day, -months_of(day)))
        while self._by_day and self._by_day[0][1].day <= self._moved[1]:
            self._drop(heapq.heappop(self._by_day)[1])
        while self._by_closing and self._by_closing[0][0] < day:
            self._drop(heapq.heappop(self._by_closing)[2])

    def total(self, labels: Iterable[str], matter: Deal | None) -> Fraction:
        """The sum over a person group and, beside it, over the same target and kind."""
        found = sum((self.sums[one] for one in labels if one in self.sums), Fraction(0))
        if matter and matter in self.matter_sums:
            inside = (self.matter_labels.get((matter, one), Fraction(0)) for one in labels)
            found += self.matter_sums[matter] - sum(inside, Fraction(0))
        return found

    def latest(self, labels: Iterable[str], matter: Deal | None, most: int) -> list[Row]:
        """The latest trades behind the sum."""
        found = [
            entry for one in labels for entry in islice(reversed(self.entries.get(one, {}).values()), most)
        ]
        if matter:
            found += islice(reversed(self.of_matter.get(matter, {}).values()), most)
        return [entry.row for entry in sorted(found, reverse=True)]

    def _count(self, entry: CountedTrade, amount: Fraction) -> None:
        label, key = self.labels.get(entry.counterparty, entry.counterparty), entry.key
        self.entries[label][key] = entry
        self.sums[label] += amount
        if entry.matter:
            self.of_matter[entry.matter][key] = entry
            self.matter_sums[entry.matter] += amount
            self.matter_labels[entry.matter, label] += amount

    def _drop(self, entry: CountedTrade) -> None:
        label, key = self.labels.get(entry.counterparty, entry.counterparty), entry.key
        if self.entries[label].pop(key, None) is None:
            return
        self.sums[label] -= entry.amount
        if entry.matter:
            self.of_matter[entry.matter].pop(key)
            self.matter_sums[entry.matter] -= entry.amount
            self.matter_labels[entry.matter, label] -= entry.amount


class Accumulation:
    """The sums of a ledger, walked in the order of days and lines."""

    def __init__(self, relations: Relations, counterparties: frozenset[str]) -> None:
        self._relations, self._counterparties = relations, counterparties
        self._open = {level: OpenTrades(level) for level in (BOARD, SHAREHOLDERS)}
        self._control: Control | None = None
        self._groups: dict[str, frozenset[str]] = {}
        self._names: dict[frozenset[str], str] = {}
        self._labels: dict[str, str] = {}

    def walk(self, entries: Sequence[CountedTrade], level_of: LevelOf, most: int) -> dict[Key, TradeTotal]:
        """What each trade comes to, its level, the latest trades in its sum and its person group."""
        found: dict[Key, TradeTotal] = {}
        for entry in sorted(entries):
            sums = self._sums(entry)
            level = level_of(entry, sums)
            earlier = self._rows(level.counted, entry, most) if level.counted else ()
            for trades in self._open.values():
                trades.add(entry)
            found[entry.key] = TradeTotal(sums, level, earlier, self._group_name(entry.counterparty))
        return found

    def _sums(self, entry: CountedTrade) -> TradeSums:
        self._follow(entry.day)
        labels = self._labels_of(entry.counterparty)
        totals = {}
        for level, trades in self._open.items():
            trades.move_to(entry.day)
            totals[level] = entry.amount + trades.total(labels, entry.matter)
        return TradeSums(totals[BOARD], totals[SHAREHOLDERS])

    def _rows(self, level: str, entry: CountedTrade, most: int) -> tuple[Row, ...]:
        """The latest earlier trades that are in the sum of a level, each once, in the order of lines."""
        found = distinct(self._open[level].latest(self._labels_of(entry.counterparty), entry.matter, most))
        return tuple(sorted(found[:most], key=lambda row: row.line))

    def _group_name(self, counterparty: str) -> str:
        """A name for the person group of a counterparty as it stands: its first counterparty by id."""
        group = self._groups[counterparty]
        if group not in self._names:
            self._names[group] = min(group)
        return self._names[group]

    def _labels_of(self, counterparty: str) -> tuple[str, ...]:
        label = self._labels[counterparty]
        if label != counterparty or len(self._groups[counterparty]) == 1:
            return (label,)
        return tuple(sorted({self._labels[one] for one in self._groups[counterparty]}))

    def _follow(self, day: date) -> None:
        """Work out the person groups anew where control has changed since the last trade."""
        control = self._relations.control(day)
        if control is self._control:
            return
        self._control = control
        self._groups = person_groups(control, self._counterparties)
        self._labels = labels_of(self._groups)
        for trades in self._open.values():
            trades.relabel(self._labels)


def months_of(day: date) -> int:
    """In how many months before a day trades add up."""
    return int(number("accumulation_months", day) or YEAR)


def person_groups(control: Control, entities: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each entity those of the others that have the same controller, or control it or are controlled."""
    below: dict[str, set[str]] = defaultdict(set)
    families = {one: control.family(one) for one in entities}
    for one, family in families.items():
        for above in family:
            below[above].add(one)
    kept: dict[frozenset[str], frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    for one, family in families.items():
        group = frozenset((one,)).union(*(below[above] for above in family))
        found[one] = kept.setdefault(group, group)
    return found


def labels_of(groups: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """One label for all of a group where each of them has that very group, else each its own."""
    sizes = Counter(groups.values())
    return {one: min(group) if sizes[group] == len(group) else one for one, group in groups.items()}
