"""The limits of complaints as dated data: by the guide of the case where it has them, else `limits.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

from xianxing.i18n import current_language
from xianxing.law.dated import NoValueError
from xianxing.pilot.calls.pinned import calendar_of, guide_of
from xianxing.pilot.cases.models import Case
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import UnknownYearError


@dataclass(frozen=True)
class ComplaintLimit:
    """A limit in force on a day: its number of days, whether working days, and where it was read."""

    key: str
    label: str
    value: int
    workdays: bool
    source: str

    def last_day(self, start: date, calendar: Calendar) -> date:
        """The last day; `start` itself isn't counted.

        In years that neither this calendar nor the site's knows, five working days count as a week.
        """
        if not self.workdays:
            return start + timedelta(days=self.value)
        for known in (calendar, Calendar.load()):
            try:
                return known.add(start, self.value).date
            except UnknownYearError:
                continue
        return start + timedelta(days=-(-self.value * 7 // 5))


@dataclass(frozen=True)
class SignRule:
    """From how many complaints of a sort on a project shows a risk sign; the group's practice."""

    key: str
    label: str
    least: int
    source: str


def limit(key: str, case: Case | None, on: date) -> ComplaintLimit:
    """The limit of this key in force on a day; before the first known value, that value.

    The guide that the case's call is pinned to goes first. KeyError for an unknown key.
    """
    row = _data()["limit"][key]
    workdays, label = row["unit"] == "workdays", said(row["label"])
    if case is not None:
        guide = guide_of(case.call)
        try:
            found = guide.parameters[row["law"]].on(on)
            return ComplaintLimit(key, label, int(str(found.value)), workdays, str(found.source))
        except (KeyError, NoValueError):
            pass  # this guide leaves it to the group
    values = sorted(row["values"], key=lambda value: value["since"])
    held = [value for value in values if value["since"] <= on] or values[:1]
    return ComplaintLimit(key, label, held[-1]["value"], workdays, said(held[-1]["source"]))


def calendar_for(case: Case | None) -> Calendar:
    """The calendar that the case's call is pinned to; the site's for what concerns no case."""
    return Calendar.load() if case is None else calendar_of(case.call)


def last_day(key: str, case: Case | None, start: date) -> date:
    """The last day of a limit that begins on the day after `start`."""
    return limit(key, case, start).last_day(start, calendar_for(case))


def limits_in_force(case: Case | None, on: date) -> list[ComplaintLimit]:
    """Every limit, for people to read."""
    return [limit(key, case, on) for key in _data()["limit"]]


def sign_rules() -> tuple[SignRule, ...]:
    """From where on complaints of a project are a sign of risk."""
    rows: dict[str, dict[str, Any]] = _data()["sign"]
    return tuple(
        SignRule(key, said(row["label"]), row["least"], said(row["source"])) for key, row in rows.items()
    )


def said(words: Any) -> str:
    """The words in the reader's language."""
    return str(words["en"] if current_language() == "en" else words["zh"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("limits.toml").read_text("utf-8"))
