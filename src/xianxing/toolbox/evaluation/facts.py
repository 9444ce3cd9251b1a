"""What is known of one firm for one application: each fact with its rows, missing, or stated in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from xianxing.toolbox.evaluation.checks import read_period
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.tables import Row

Stated = Mapping[str, Mapping[date, tuple[Row, ...]]]


@dataclass(frozen=True)
class FirmFact:
    """One fact: `value` is None where it is missing, or where sources state different values (`conflict`).

    `cell` names the cell of the table that states it or would settle it.
    """

    value: Fraction | None
    rows: tuple[Row, ...]
    cell: str
    conflict: bool = False


@dataclass(frozen=True)
class FirmFacts:
    """The facts of one firm, as they count for an application on `applied_on` after the year `last_year`."""

    firm: Row
    stated: Stated
    last_year: int
    applied_on: date
    recheck: bool = False
    overrides: Mapping[tuple[str, int], Fraction] = field(default_factory=dict)
    _read: dict[tuple[str, int], FirmFact] = field(default_factory=dict, compare=False)
    _asked: dict[tuple[str, int], FirmFact] = field(default_factory=dict, compare=False)

    def year(self, indicator: str, back: int = 0) -> FirmFact:
        """The fact of a year, `back` years before the last audited one."""
        key = (indicator, back)
        found = self._read.get(key)
        if found is None:
            wanted = date(self.last_year - back, 12, 31)
            rows = self.stated.get(indicator, {}).get(wanted, ())
            found = self._read[key] = self._fact(key, rows)
        self._asked[key] = found
        return found

    def stock(self, indicator: str) -> FirmFact:
        """What stands at the last audited year: of several days in it the latest up to the application.

        A flag may also stand at a day after that year, up to the application. A period that is a year itself
        stands for its last day and counts whenever in it the application is.
        """
        key = (indicator, 0)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self._fact(
                key,
                self._latest(
                    self.stated.get(indicator, {}), flag=INDICATORS[indicator].form is IndicatorForm.FLAG
                ),
            )
        self._asked[key] = found
        return found

    def get(self, indicator: str) -> FirmFact:
        """The fact of the last audited year, or at it."""
        known = INDICATORS[indicator]
        return self.year(indicator) if known.form is IndicatorForm.YEAR else self.stock(indicator)

    def afresh(self) -> FirmFacts:
        """The same facts, of which none was looked at."""
        return replace(self, _asked={})

    def changed(self, values: Mapping[tuple[str, int], Fraction]) -> FirmFacts:
        """The facts as they would be with other values, by indicator and years back."""
        return replace(self, overrides={**self.overrides, **values}, _read={}, _asked={})

    @property
    def asked(self) -> tuple[FirmFact, ...]:
        """Every fact that was looked at, in the order of looking."""
        return tuple(self._asked.values())

    def _fact(self, key: tuple[str, int], rows: tuple[Row, ...]) -> FirmFact:
        cell = f"{key[0]} {self.last_year - key[1]}"
        if key in self.overrides:
            return FirmFact(self.overrides[key], rows or (self.firm,), cell)
        if not rows:
            return FirmFact(None, rows, cell)
        value = rows[0].number("value")
        if value is None or (len(rows) > 1 and any(row.number("value") != value for row in rows)):
            return FirmFact(None, rows, cell, conflict=True)
        return FirmFact(Fraction(value), rows, cell)

    def _latest(self, days: Mapping[date, tuple[Row, ...]], *, flag: bool) -> tuple[Row, ...]:
        until = max(self.last_year, self.applied_on.year) if flag else self.last_year
        for day in sorted(days, reverse=True) if len(days) > 1 else days:
            if not self.last_year <= day.year <= until:
                continue
            rows = days[day]
            if day > self.applied_on:
                rows = tuple(row for row in rows if isinstance(read_period(row.text("period")), int))
            if rows:
                return rows
        return ()


def by_firm(rows: Iterable[Row]) -> dict[str, Stated]:
    """Every firm's facts by indicator and day; a year stands at its last day."""
    found: dict[str, dict[str, dict[date, list[Row]]]] = defaultdict(dict)
    for row in rows:
        period = read_period(row.text("period"))
        if period is None or row.number("value") is None:
            continue
        day = date(period, 12, 31) if isinstance(period, int) else period
        found[row.text("firm")].setdefault(row.text("indicator"), {}).setdefault(day, []).append(row)
    return {
        firm: {
            name: {
                day: tuple(sorted(rows, key=lambda row: row.line) if len(rows) > 1 else rows)
                for day, rows in days.items()
            }
            for name, days in indicators.items()
        }
        for firm, indicators in found.items()
    }
