"""Which rules ask for reports of incidents, by version: grades, recipients, clocks (`regulations.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from xianxing.law.text import NO_TEXT, Text
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of, deadline
from xianxing.workdays.days import UnknownYearError


class ReportKind(StrEnum):
    """What a report is: a call, the first one in writing, one that follows, the summary."""

    PHONE = "phone"
    FIRST = "first"
    FOLLOW_UP = "followup"
    SUMMARY = "summary"


class StartInstant(StrEnum):
    """The instant with which a clock begins."""

    DISCOVERED = "discovered"
    RESTORED = "restored"


class LimitUnit(StrEnum):
    """How a clock counts: real hours, or working days of which the first isn't counted."""

    HOURS = "hours"
    WORKDAYS = "workdays"


@dataclass(frozen=True)
class Recipient:
    """Whom a report goes to; `taken_in`: it is handed in here, to the working group."""

    id: str
    label: Text
    taken_in: bool = False


@dataclass(frozen=True)
class Grade:
    """A grade with its criteria in words; `confirmed`: whether these were read in the rule itself."""

    id: str
    label: Text
    criteria: Text
    confirmed: bool


@dataclass(frozen=True)
class ReportingCapacity:
    """In which capacity a rule speaks to an institution."""

    id: str
    label: Text


@dataclass(frozen=True)
class DueInstant:
    """When a clock ends. `whole_day`: with the end of a day, an instant that no longer belongs to it."""

    at: datetime
    whole_day: bool = False
    provisional: bool = False

    @property
    def day(self) -> date:
        """The last day, for people to read where whole days count."""
        return day_of(self.at) - timedelta(days=1) if self.whole_day else day_of(self.at)

    def kept_by(self, instant: datetime) -> bool:
        """Whether something at this instant is in time: at the hour itself still, at 24:00 no more."""
        return instant < self.at if self.whole_day else instant <= self.at


@dataclass(frozen=True)
class ReportClock:
    """A duty to report: what, to whom, for which grades and capacities, from which instant, how long.

    `value` is None where no number is confirmed: then the working group's officer sets each limit.
    """

    id: str
    kind: ReportKind
    recipient: Recipient
    start: StartInstant
    source: Text
    grades: tuple[str, ...] = ()
    capacities: tuple[str, ...] = ()
    value: int | None = None
    unit: LimitUnit | None = None
    confirmed: bool = False
    suggestion: Text = NO_TEXT

    def asked_of(self, grade: str, capacity: str) -> bool:
        """Whether an incident of this grade, in this capacity, starts this clock."""
        return grade in (self.grades or (grade,)) and capacity in (self.capacities or (capacity,))

    def due_after(self, start: datetime, calendar: Calendar) -> DueInstant | None:
        """When it ends if it starts at an instant; None where the officer sets it.

        That is where no number is confirmed, and for working days of a year that the calendar doesn't know.
        """
        if self.value is None or not self.confirmed:
            return None
        if self.unit is LimitUnit.HOURS:
            return DueInstant(start + timedelta(hours=self.value))
        try:
            found = deadline(calendar, start, self.value)
        except UnknownYearError:
            return None
        return DueInstant(found.ends_at, whole_day=True, provisional=found.provisional)


@dataclass(frozen=True)
class Regulation:
    """A version of a rule: the regime that it belongs to, days in force (None: open), grades and clocks."""

    id: str
    regime: str
    title: Text
    source: Text
    confirmed: bool
    grades: Mapping[str, Grade]
    clocks: Mapping[str, ReportClock]
    capacities: Mapping[str, ReportingCapacity] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    note: Text = NO_TEXT
    clause: str = ""

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def clocks_of(self, grade: str, capacity: str) -> tuple[ReportClock, ...]:
        """The clocks that an incident of this grade starts, in the order of the file."""
        return tuple(one for one in self.clocks.values() if one.asked_of(grade, capacity))


@dataclass(frozen=True)
class AccountPart:
    """A part of a report: for which kinds it is asked, and for which it must say something."""

    id: str
    label: Text
    kinds: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True)
class Regulations:
    """Everything that `regulations.toml` holds."""

    regimes: Mapping[str, Text]
    recipients: Mapping[str, Recipient]
    versions: Mapping[str, Regulation]
    sections: Mapping[str, AccountPart]

    def in_force(self, day: date) -> list[Regulation]:
        """The version of each regime that is in force on a day, in the order of the regimes.

        Of an incident the day of its discovery counts: with it the duty to report begins.
        """
        found = {one.regime: one for one in self.versions.values() if one.covers(day)}
        return [found[regime] for regime in self.regimes if regime in found]

    def sections_of(self, kind: str) -> list[AccountPart]:
        """The parts of a report of this kind."""
        return [one for one in self.sections.values() if kind in one.kinds]


@lru_cache(maxsize=1)
def regulations() -> Regulations:
    """The rules of this package, read once."""
    return read_regulations(resources.files(__package__).joinpath("regulations.toml").read_text("utf-8"))


def read_regulations(text: str) -> Regulations:
    """The rules that a file holds; KeyError where it names what it doesn't have."""
    data: dict[str, Any] = tomllib.loads(text)
    recipients = {
        key: Recipient(key, Text(**row["label"]), row.get("taken_in", False))
        for key, row in data["recipient"].items()
    }
    versions: dict[str, Regulation] = {}
    for key, row in data["regulation"].items():
        whole = {**data["regulation"][row["like"]], **row} if "like" in row else row
        since = row.get("since")
        versions[key] = _regulation(key, {**whole, "since": since, "until": row.get("until")}, recipients)
    return Regulations(
        {key: Text(**row["label"]) for key, row in data["regime"].items()},
        recipients,
        versions,
        {
            key: AccountPart(key, Text(**row["label"]), tuple(row["kinds"]), tuple(row["required"]))
            for key, row in data["section"].items()
        },
    )


def _regulation(key: str, row: Mapping[str, Any], recipients: Mapping[str, Recipient]) -> Regulation:
    grades = [
        Grade(one["id"], Text(**one["label"]), Text(**one["criteria"]), one["confirmed"])
        for one in row["grade"]
    ]
    capacities = [ReportingCapacity(one["id"], Text(**one["label"])) for one in row.get("capacity", ())]
    return Regulation(
        id=key,
        regime=row["regime"],
        title=Text(**row["title"]),
        source=Text(**row["source"]),
        confirmed=row["confirmed"],
        grades={one.id: one for one in grades},
        clocks={one["id"]: _clock(one, recipients) for one in row["clock"]},
        capacities={one.id: one for one in capacities},
        since=row["since"],
        until=row["until"],
        note=_text(row, "note"),
        clause=row.get("clause", ""),
    )


def _clock(row: Mapping[str, Any], recipients: Mapping[str, Recipient]) -> ReportClock:
    return ReportClock(
        id=row["id"],
        kind=ReportKind(row["kind"]),
        recipient=recipients[row["recipient"]],
        start=StartInstant(row["from"]),
        source=Text(**row["source"]),
        grades=tuple(row.get("grades", ())),
        capacities=tuple(row.get("capacities", ())),
        value=row.get("value"),
        unit=LimitUnit(row["unit"]) if "unit" in row else None,
        confirmed=row["confirmed"],
        suggestion=_text(row, "suggestion"),
    )


def _text(row: Mapping[str, Any], key: str) -> Text:
    return Text(**row[key]) if key in row else NO_TEXT
