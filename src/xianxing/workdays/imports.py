"""Taking a new year's arrangement into the calendar, the day its notice is out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.workdays import home as store
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of
from xianxing.workdays.comparison import DayChange, changes
from xianxing.workdays.days import JSON, CalendarError
from xianxing.workdays.tables import YearTable, to_toml

SEVEN = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


@dataclass(frozen=True)
class YearImport:
    """What an import did: both versions, the days read differently now, and what a person should look at."""

    table: YearTable
    old_version: str
    new_version: str
    changes: tuple[DayChange, ...]
    warnings: tuple[str, ...]
    reason: str = ""


def import_table(
    table: YearTable,
    *,
    now: dt.datetime,
    home: Path | None = None,
    amend: bool = False,
    reason: str = "",
) -> YearImport:
    """Check `table`, keep it under `home` and record the import; nothing is written when it raises.

    Raises CalendarError for an incomplete year, a missing source, or a table that changes a day already
    arranged without `amend` and a `reason` — save late-December days still to come, which the next year's
    notice may move. Limits already running don't move by this; see `xianxing.workdays.amendments.amend`.
    """
    check_complete(table, Calendar.packaged())
    old = Calendar.load(home)
    new = old.with_table(table)
    if old.tables.get(table.year) == table:
        raise CalendarError(gettext("This arrangement of {year} is already known.").format(year=table.year))
    changed = changes(old, new)
    guarded = guarded_changes(table, changed, day_of(now))
    if (guarded or table.year in old.tables) and not (amend and reason.strip()):
        raise CalendarError(_refusal(table.year, guarded))
    done = YearImport(table, old.version, new.version, changed, warnings(table, new), reason.strip())
    store.archive(home, old.version, old.canonical())
    store.archive(home, new.version, new.canonical())
    store.write(store.folder(home) / f"{table.year}.toml", to_toml(table).encode())
    store.remember(home, _entry(done, now))
    return done


def check_complete(table: YearTable, calendar: Calendar) -> None:
    """Raise CalendarError unless the source is named and every statutory day of the year is off.

    Where the statutory days aren't estimated, every festival of the year must at least be named.
    """
    problems = []
    if not table.source:
        problems.append(gettext("Name the notice the arrangement comes from (source, or --source)."))
    estimate = calendar.estimate
    statutory = {
        day: name
        for day, name in estimate.days.items()
        if day.year == table.year and day not in estimate.substitutes
    }
    for day, name in statutory.items():
        if day not in table.off:
            message = gettext("{day} ({name}) is a statutory day off, but the table doesn't name it.")
            problems.append(message.format(day=day, name=name))
    known = calendar.tables.get(table.year)
    expected = sorted(set(known.off.values())) if known else list(SEVEN)
    named = "；".join(table.off.values())
    absent = [] if statutory else [name for name in expected if name not in named]
    if absent:
        problems.append(gettext("The year is incomplete: {names}.").format(names="、".join(absent)))
    if problems:
        raise CalendarError("\n".join(problems))


def warnings(table: YearTable, calendar: Calendar) -> tuple[str, ...]:
    """What is allowed but unusual: workdays taken off that no make-up workday or statutory day pays for."""
    statutory = sum(
        1
        for day in calendar.estimate.days
        if day.year == table.year and day not in calendar.estimate.substitutes
    )
    taken = sum(1 for day in table.off if day.weekday() < 5)
    if not statutory or taken - len(table.work) == statutory:
        return ()
    message = gettext(
        "{taken} weekdays off, {worked} make-up workdays: their difference is not the {statutory} "
        "statutory days. Please compare with the notice."
    )
    return (message.format(taken=taken, worked=len(table.work), statutory=statutory),)


def guarded_changes(
    table: YearTable, changed: tuple[DayChange, ...], today: dt.date
) -> tuple[DayChange, ...]:
    """The changes that need an amendment: of arranged days, save late December to come by the next notice."""
    return tuple(
        change
        for change in changed
        if not change.before.provisional
        and not (change.before.date.year == table.year - 1 and change.before.date >= today)
    )


def _refusal(year: int, guarded: tuple[DayChange, ...]) -> str:
    lines = [
        gettext(
            "{year} is already arranged, or days already arranged would change; "
            "use --amend with --reason to do so."
        ).format(year=year)
    ]
    lines += [f"  {change.before.date}  {change.before.why} → {change.after.why}" for change in guarded[:10]]
    return "\n".join(lines)


def _entry(done: YearImport, now: dt.datetime) -> dict[str, JSON]:
    return {
        "at": now.isoformat(timespec="seconds"),
        "year": done.table.year,
        "source": done.table.source,
        "old_version": done.old_version,
        "new_version": done.new_version,
        "changes": [change.as_json() for change in done.changes],
        "reason": done.reason,
    }
