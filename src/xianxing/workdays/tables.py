"""One year's arrangement of days off and make-up workdays, as a notice gives it.

A notice may reach back into the last days of the December before its year (2007, 2008, 2012, 2019 did), so a
table may too. Days that a table doesn't name are Monday to Friday workdays and Saturday to Sunday weekends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from xianxing.i18n import gettext
from xianxing.workdays.days import CalendarError

EARLIEST_DECEMBER_DAY = 20  # a notice never reached further back than 29 December; leave it some room


@dataclass(frozen=True)
class YearTable:
    """The days off and the make-up workdays that one notice arranges, each with its festival's name."""

    year: int
    source: str
    off: Mapping[date, str]
    work: Mapping[date, str]
    issued: date | None = None
    changed_by: tuple[str, ...] = ()
    seeded_from: str = ""

    def as_json(self) -> dict[str, object]:
        """The table with its days in order; the canonical form of a calendar is built from this."""
        return {
            "year": self.year,
            "source": self.source,
            "issued": self.issued.isoformat() if self.issued else "",
            "changed_by": list(self.changed_by),
            "seeded_from": self.seeded_from,
            "off": {day.isoformat(): name for day, name in sorted(self.off.items())},
            "work": {day.isoformat(): name for day, name in sorted(self.work.items())},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> YearTable:
        """The inverse of `as_json`; used for archived versions, so it trusts their shape."""
        off, work, changed = data["off"], data["work"], data["changed_by"]
        if not (isinstance(off, dict) and isinstance(work, dict) and isinstance(changed, list)):
            raise CalendarError(gettext("This is not an archived calendar."))
        issued = str(data["issued"])
        return cls(
            year=int(str(data["year"])),
            source=str(data["source"]),
            off={date.fromisoformat(day): str(name) for day, name in off.items()},
            work={date.fromisoformat(day): str(name) for day, name in work.items()},
            issued=date.fromisoformat(issued) if issued else None,
            changed_by=tuple(str(item) for item in changed),
            seeded_from=str(data["seeded_from"]),
        )


@dataclass
class TableDraft:
    """A table being read, with everything found wrong so far; nothing is raised until `finish`."""

    year: int
    source: str = ""
    issued: date | None = None
    changed_by: tuple[str, ...] = ()
    seeded_from: str = ""
    off: dict[date, str] = field(default_factory=dict)
    work: dict[date, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take_off(self, first: date, last: date, name: str) -> None:
        """A run of days off under one name, both ends included."""
        if last < first or (last - first).days > 31:
            self.problems.append(
                gettext("{first} to {last} is not a run of days off.").format(first=first, last=last)
            )
            return
        for offset in range((last - first).days + 1):
            self._take(self.off, first + timedelta(offset), name)

    def take_work(self, day: date, name: str) -> None:
        """A make-up workday, which must be a Saturday or a Sunday."""
        if day.weekday() < 5:
            self.problems.append(
                gettext("{day} is not a Saturday or Sunday: it can't be a make-up workday.").format(day=day)
            )
        self._take(self.work, day, name)

    def finish(self) -> YearTable:
        """The table, or CalendarError with one line for each problem."""
        if not self.off:
            self.problems.append(gettext("The table names no day off."))
        if self.problems:
            raise CalendarError("\n".join(self.problems))
        return YearTable(
            self.year,
            self.source,
            dict(sorted(self.off.items())),
            dict(sorted(self.work.items())),
            self.issued,
            self.changed_by,
            self.seeded_from,
        )

    def _take(self, target: dict[date, str], day: date, name: str) -> None:
        december_before = date(self.year - 1, 12, EARLIEST_DECEMBER_DAY)
        if not december_before <= day <= date(self.year, 12, 31):
            self.problems.append(
                gettext("{day} does not belong to the arrangement of {year}.").format(day=day, year=self.year)
            )
        elif day in self.off or day in self.work:
            self.problems.append(gettext("{day} is named twice.").format(day=day))
        elif not name.strip():
            self.problems.append(gettext("{day} has no name of a festival.").format(day=day))
        else:
            target[day] = name.strip()


def runs(days: Mapping[date, str]) -> Iterable[tuple[date, date, str]]:
    """Neighbouring days of one name joined to (first, last, name), in order."""
    ordered = sorted(days)
    if not ordered:
        return
    first = ordered[0]
    for before, after in pairwise(ordered):
        if (after - before).days != 1 or days[before] != days[after]:
            yield first, before, days[first]
            first = after
    yield first, ordered[-1], days[first]


def to_toml(table: YearTable) -> str:
    """The table as a file that `xianxing workdays import` takes back."""
    lines = [f"year = {table.year}", f'source = "{_escape(table.source)}"']
    if table.issued:
        lines.append(f"issued = {table.issued.isoformat()}")
    if table.changed_by:
        lines.append("changed_by = [{}]".format(", ".join(f'"{_escape(item)}"' for item in table.changed_by)))
    if table.seeded_from:
        lines.append(f'seeded_from = "{_escape(table.seeded_from)}"')
    for first, last, name in runs(table.off):
        lines += ["", "[[off]]", f"from = {first.isoformat()}", f"to = {last.isoformat()}"]
        lines.append(f'name = "{_escape(name)}"')
    for day, name in sorted(table.work.items()):
        lines += ["", "[[work]]", f"date = {day.isoformat()}", f'name = "{_escape(name)}"']
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    printable = "".join(character for character in text if character.isprintable())
    return printable.replace("\\", "\\\\").replace('"', '\\"')
