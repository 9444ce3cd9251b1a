"""The calendar: which days count, how limits are counted, and the version that pins both.

Counting follows 民法典 201 by analogy: the first day is not counted, the last one is, to its end.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count as counting
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.workdays import package_tables
from xianxing.workdays.days import JSON, Answer, CalendarError, Day, DayKind, Span, UnknownYearError
from xianxing.workdays.home import archived, imported_tables
from xianxing.workdays.package_tables import Estimate, Venue
from xianxing.workdays.tables import YearTable

FORMAT = "xianxing-calendar/1"
ONE_DAY = dt.timedelta(days=1)
MOST_DATES = 20_000
MAY_COME_FROM = (11, 1)  # in past years the notice came out between late October and mid-December


@dataclass(frozen=True)
class Calendar:
    """Working days of China from arranged years, with an estimate for the years after.

    A calendar never changes; `with_table` gives another one with another `version`.
    """

    tables: Mapping[int, YearTable]
    estimate: Estimate
    venue: Venue

    @classmethod
    def packaged(cls) -> Calendar:
        """Only what ships with the product."""
        tables = {table.year: table for table in package_tables.year_tables()}
        return cls(tables, package_tables.estimate(), package_tables.venue())

    @classmethod
    def load(cls, home: Path | None = None) -> Calendar:
        """What ships, with the years imported under `home` (default: $XIANXING_HOME) on top.

        Raises CalendarError where an imported file is damaged; it never falls back to less.
        """
        calendar = cls.packaged()
        for table in imported_tables(home):
            calendar = calendar.with_table(table)
        return calendar

    @classmethod
    def of_version(cls, version: str, home: Path | None = None) -> Calendar:
        """The calendar with this version id: the current one or one kept at an import; else CalendarError."""
        current = cls.load(home)
        if current.version == version:
            return current
        for content in archived(home, version):
            calendar = cls.from_canonical(content)
            if calendar.version == version:
                return calendar
        raise CalendarError(gettext("No calendar of version {version} is kept here.").format(version=version))

    def with_table(self, table: YearTable) -> Calendar:
        """This calendar with one year's table added or replaced."""
        tables = {**self.tables, table.year: table}
        return Calendar(dict(sorted(tables.items())), self.estimate, self.venue)

    @cached_property
    def version(self) -> str:
        """SHA-256 (hex) of the canonical form: the same days and sources give the same version anywhere."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """UTF-8 JSON, keys sorted, no white space: the version is its digest, and an archive keeps it."""
        content = {
            "format": FORMAT,
            "years": {str(year): table.as_json() for year, table in self.tables.items()},
            "estimate": {
                "source": self.estimate.source,
                "first_year": self.estimate.first_year,
                "last_year": self.estimate.last_year,
                "days": {day.isoformat(): name for day, name in self.estimate.days.items()},
                "substitutes": sorted(day.isoformat() for day in self.estimate.substitutes),
                "unsettled_from": list(self.estimate.unsettled_from),
            },
            "venue": {
                "source": self.venue.source,
                "checked_until": self.venue.checked_until.isoformat(),
                "closed": sorted(day.isoformat() for day in self.venue.closed),
            },
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_canonical(cls, content: bytes) -> Calendar:
        """The calendar whose canonical form this is; CalendarError for anything else."""
        try:
            data = json.loads(content)
            if data["format"] != FORMAT:
                raise CalendarError(gettext("This is not an archived calendar."))
            estimate, venue = data["estimate"], data["venue"]
            month, day = estimate["unsettled_from"]
            return cls(
                {int(year): YearTable.from_json(table) for year, table in data["years"].items()},
                Estimate(
                    estimate["source"],
                    estimate["first_year"],
                    estimate["last_year"],
                    {dt.date.fromisoformat(text): name for text, name in estimate["days"].items()},
                    frozenset(map(dt.date.fromisoformat, estimate["substitutes"])),
                    (month, day),
                ),
                Venue(
                    venue["source"],
                    dt.date.fromisoformat(venue["checked_until"]),
                    frozenset(map(dt.date.fromisoformat, venue["closed"])),
                ),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise CalendarError(gettext("This is not an archived calendar.")) from error

    @property
    def first_year(self) -> int:
        """The first year with a table; earlier days are refused."""
        return min(self.tables)

    @cached_property
    def confirmed_through(self) -> int:
        """The last year of the unbroken run of arranged years."""
        return next(year - 1 for year in counting(self.first_year) if year not in self.tables)

    @property
    def last_year(self) -> int:
        """The last year that can be answered at all, provisionally or not."""
        return max(self.confirmed_through, self.estimate.last_year)

    def knows(self, year: int) -> bool:
        """Whether days of the year can be answered, provisionally or not."""
        return year in self.tables or self.estimate.first_year <= year <= self.estimate.last_year

    @property
    def named_days(self) -> frozenset[dt.date]:
        """The days that a table or the estimate names; every other day is what its weekday makes it."""
        return frozenset(self._named)

    def notice_awaited(self, today: dt.date) -> int | None:
        """Next year's number when its notice may be out (from 1 November) and isn't imported; else None."""
        due = (today.month, today.day) >= MAY_COME_FROM and today.year + 1 not in self.tables
        return today.year + 1 if due else None

    def day(self, day: dt.date) -> Day:
        """What `day` is, and why; UnknownYearError outside the years of tables and estimate."""
        if isinstance(day, dt.datetime):
            raise TypeError("a date is asked, not an instant; see xianxing.workdays.clocks.day_of")
        named = self._named.get(day)
        if named:
            return named
        self._require(day.year)
        table = self.tables.get(day.year)
        kind = DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY
        return Day(day, kind, "", table is None, table.source if table else self.estimate.source)

    def is_workday(self, day: dt.date) -> Answer:
        """Whether `day` counts: neither weekend nor day off, or a make-up workday (调休上班)."""
        found = self.day(day)
        return Answer(found.counted, found.provisional)

    def is_trading_day(self, day: dt.date) -> Answer:
        """Whether the two stock exchanges (沪深) trade: Monday to Friday, not a day off, not closed.

        A make-up workday is never one. An approximation: closures by the exchanges' own notice are known only
        until `venue.checked_until`; after it the answer is provisional.
        """
        found = self.day(day)
        trades = found.kind is DayKind.WORKDAY and day not in self.venue.closed
        return Answer(trades, found.provisional or (trades and day > self.venue.checked_until))

    def add(self, start: dt.date, days: int) -> Span:
        """The run to the `days`-th working day after `start`; the first working day after it is 1.

        Zero gives `start` itself, be it a working day or not; a negative number counts back, the last working
        day before `start` being −1.
        """
        counted: list[Day] = []
        skipped: list[Day] = []
        walk = self._walk(start, 1 if days > 0 else -1)
        while len(counted) < abs(days):
            day = next(walk)
            (counted if day.counted else skipped).append(day)
        return self._span(start, counted[-1].date if counted else start, days, counted, skipped)

    def between(self, start: dt.date, end: dt.date) -> Span:
        """The working days after `start` up to and including `end`.

        With `end` before `start`, those before `start` back to and including `end`, as a negative count: so
        `between(d, add(d, n).date).count == n` both ways.
        """
        counted: list[Day] = []
        skipped: list[Day] = []
        sign = 1 if end > start else -1
        walk = self._walk(start, sign)
        for _ in range(abs((end - start).days)):
            day = next(walk)
            (counted if day.counted else skipped).append(day)
        return self._span(start, end, sign * len(counted), counted, skipped)

    def add_workdays(self, start: dt.date, days: int) -> tuple[dt.date, bool]:
        """`add` for who only needs the date and whether it is provisional; what was asked lately is kept."""
        known = self._dates.get((start, days))
        if known is None:
            span = self.add(start, days)
            known = span.date, span.provisional
            if len(self._dates) >= MOST_DATES:
                self._dates.clear()
            self._dates[start, days] = known
        return known

    def month(self, year: int, month: int) -> tuple[Day, ...]:
        """Every day of a month, in order; CalendarError for a month that isn't one."""
        if not 1 <= month <= 12:
            raise CalendarError(gettext("There is no month {month}.").format(month=month))
        self._require(year)
        first = dt.date(year, month, 1)
        length = (dt.date(year + month // 12, month % 12 + 1, 1) - first).days
        return tuple(self.day(first + dt.timedelta(offset)) for offset in range(length))

    def is_unsettled(self, day: Day) -> bool:
        """Whether `day`, though arranged, is so late in December that the next year's notice may move it."""
        late = (day.date.month, day.date.day) >= self.estimate.unsettled_from
        return late and not day.provisional and day.date.year + 1 not in self.tables

    def as_json(self) -> dict[str, JSON]:
        """The calendar's identity, for answers that must say what they rest on."""
        return {
            "version": self.version,
            "confirmed_from": self.first_year,
            "confirmed_through": self.confirmed_through,
        }

    @cached_property
    def _dates(self) -> dict[tuple[dt.date, int], tuple[dt.date, bool]]:
        """Runs that were counted, by start and length: reports ask for the same limits again and again."""
        return {}

    @cached_property
    def _named(self) -> dict[dt.date, Day]:
        named: dict[dt.date, Day] = {}
        for day, name in self.estimate.days.items():
            if day.year not in self.tables:
                named[day] = Day(day, DayKind.HOLIDAY, name, True, self.estimate.source)
        for year in sorted(self.tables):
            table = self.tables[year]
            for kind, days in ((DayKind.HOLIDAY, table.off), (DayKind.MAKEUP, table.work)):
                named |= {day: Day(day, kind, name, False, table.source) for day, name in days.items()}
        return named

    def _require(self, year: int) -> None:
        if not self.knows(year):
            message = gettext("{year} is outside the calendar ({first} to {last}).")
            raise UnknownYearError(message.format(year=year, first=self.first_year, last=self.last_year))

    def _walk(self, start: dt.date, step: int) -> Iterator[Day]:
        self.day(start)
        day = start
        while True:
            day += step * ONE_DAY
            yield self.day(day)

    def _span(
        self, start: dt.date, end: dt.date, count: int, counted: Iterable[Day], skipped: Iterable[Day]
    ) -> Span:
        days, others = tuple(counted), tuple(skipped)
        seen = (*days, *others) or (self.day(start),)
        return Span(
            start=start,
            date=end,
            count=count,
            provisional=any(day.provisional for day in seen),
            unsettled=any(self.is_unsettled(day) for day in seen),
            days=days,
            skipped=others,
        )
