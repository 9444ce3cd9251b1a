"""Twelve months of trades added up with those of the same person group, or of the same target and kind.

Sums are kept by counterparty while the trades come in order, so that a long ledger is walked once.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from xianxing.toolbox.related_parties.days import YEAR, months_off
from xianxing.toolbox.related_parties.levels import BOARD, SHAREHOLDERS, Sums
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.related_parties.rules import number
from xianxing.toolbox.tables import Row

Matter = tuple[str, str]  # target, kind


@dataclass(frozen=True, order=True)
class Entry:
    """A trade that adds up: what of it counts, and from which day on it is closed at each level."""

    day: date
    line: int
    counterparty: str = field(compare=False)
    matter: Matter | None = field(compare=False)
    amount: Fraction = field(compare=False)
    closed: dict[str, date | None] = field(compare=False)
    row: Row = field(compare=False)


@dataclass
class OpenTrades:
    """The trades that still count at one level, with their sums by counterparty and by target and kind."""

    level: str
    entries: dict[str, dict[tuple[date, int], Entry]] = field(default_factory=lambda: defaultdict(dict))
    sums: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    of_matter: dict[Matter, dict[str, Fraction]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Fraction))
    )
    _by_day: list[Entry] = field(default_factory=list)
    _by_closing: list[tuple[date, Entry]] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Take a trade in."""
        self.entries[entry.counterparty][entry.day, entry.line] = entry
        self.sums[entry.counterparty] += entry.amount
        if entry.matter:
            self.of_matter[entry.matter][entry.counterparty] += entry.amount
        heapq.heappush(self._by_day, entry)
        closed = entry.closed[self.level]
        if closed is not None:
            heapq.heappush(self._by_closing, (closed, entry))

    def move_to(self, day: date) -> None:
        """Let go of what is twelve months old on a day, or was closed before it."""
        first = months_off(day, -int(number("accumulation_months", day) or YEAR))
        while self._by_day and self._by_day[0].day <= first:
            self._drop(heapq.heappop(self._by_day))
        while self._by_closing and self._by_closing[0][0] < day:
            self._drop(heapq.heappop(self._by_closing)[1])

    def _drop(self, entry: Entry) -> None:
        if self.entries[entry.counterparty].pop((entry.day, entry.line), None) is None:
            return
        self.sums[entry.counterparty] -= entry.amount
        if entry.matter:
            self.of_matter[entry.matter][entry.counterparty] -= entry.amount

    def total(self, group: frozenset[str], matter: Matter | None) -> Fraction:
        """The sum over a person group and, beside it, over the same target and kind."""
        found = sum((self.sums[one] for one in group if one in self.sums), Fraction(0))
        if matter and matter in self.of_matter:
            others = self.of_matter[matter].items()
            found += sum((amount for one, amount in others if one not in group), Fraction(0))
        return found

    def rows(self, group: frozenset[str], matter: Matter | None) -> Iterator[Row]:
        """The trades behind the sum."""
        for one in sorted(group & self.entries.keys()):
            yield from (entry.row for entry in self.entries[one].values())
        if matter:
            for one in sorted(self.of_matter.get(matter, {}).keys() - group):
                for entry in self.entries[one].values():
                    if entry.matter == matter:
                        yield entry.row


class Accumulation:
    """The sums of a ledger, walked in the order of days and lines."""

    def __init__(self, relations: Relations, counterparties: frozenset[str]) -> None:
        self._relations, self._counterparties = relations, counterparties
        self._open = {level: OpenTrades(level) for level in (BOARD, SHAREHOLDERS)}
        self._groups: dict[tuple[int, str], frozenset[str]] = {}
        self._families: dict[int, dict[str, frozenset[str]]] = {}

    def sums(self, counterparty: str, matter: Matter | None, amount: Fraction, day: date) -> Sums:
        """What a trade comes to at each level with the earlier ones."""
        group = self.group(counterparty, day)
        totals = {}
        for level, trades in self._open.items():
            trades.move_to(day)
            totals[level] = amount + trades.total(group, matter)
        return Sums(totals[BOARD], totals[SHAREHOLDERS])

    def rows(self, level: str, counterparty: str, matter: Matter | None, day: date) -> tuple[Row, ...]:
        """The earlier trades that are in the sum of a level."""
        found = self._open[level].rows(self.group(counterparty, day), matter)
        return tuple(sorted(found, key=lambda row: row.line))

    def add(self, entry: Entry) -> None:
        """Let a trade count for those after it."""
        for trades in self._open.values():
            trades.add(entry)

    def group(self, counterparty: str, day: date) -> frozenset[str]:
        """Whoever of the ledger's counterparties has the same controller, or controls the other."""
        control = self._relations.control(day)
        key = (id(control), counterparty)
        if key not in self._groups:
            by_controller = self._by_controller(day)
            family = control.family(counterparty)
            members = (by_controller.get(one, frozenset()) for one in family)
            self._groups[key] = frozenset((counterparty,)).union(*members)
        return self._groups[key]

    def _by_controller(self, day: date) -> dict[str, frozenset[str]]:
        control = self._relations.control(day)
        if id(control) not in self._families:
            found: dict[str, set[str]] = defaultdict(set)
            for one in self._counterparties:
                for above in control.family(one):
                    found[above].add(one)
            self._families[id(control)] = {above: frozenset(ones) for above, ones in found.items()}
        return self._families[id(control)]
