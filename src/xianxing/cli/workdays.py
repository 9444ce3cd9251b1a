"""`xianxing workdays`: count working days, look at a month, import a year."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import SystemClock, day_of, today
from xianxing.workdays.days import JSON, CalendarError, Day, DayKind, Span
from xianxing.workdays.files import read_table
from xianxing.workdays.grid import month_lines, weekday_names
from xianxing.workdays.home import history
from xianxing.workdays.imports import import_table

HELP = "Count China's working days with their make-up days"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the five actions, each with `--format`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help=gettext("The N-th working day after a date (before it: negative)"))
    add.add_argument("date", metavar="DATE", help=gettext("a date like 2026-09-29; it isn't counted itself"))
    add.add_argument("days", metavar="N", type=int, help=gettext("number of working days; 0 gives the date"))
    between = actions.add_parser("between", help=gettext("The working days after A up to and including B"))
    between.add_argument("first", metavar="A")
    between.add_argument("last", metavar="B")
    show = actions.add_parser("show", help=gettext("A month with its make-up workdays and days off"))
    show.add_argument("month", metavar="YYYY-MM")
    take = actions.add_parser("import", help=gettext("Take in a year's arrangement, once its notice is out"))
    take.add_argument("file", metavar="FILE", type=Path, help=gettext("a .toml, .json or .csv file"))
    take.add_argument("--source", default="", help=gettext("the notice, where the file doesn't name it"))
    take.add_argument("--amend", action="store_true", help=gettext("change days already arranged"))
    take.add_argument("--reason", default="", help=gettext("why; needed with --amend and kept"))
    versions = actions.add_parser("versions", help=gettext("The years with their notices, and every import"))
    for action in (add, between, show, take, versions):
        action.add_argument(
            "--format", choices=("text", "json"), default="text", help=gettext("Form of output")
        )


def run(options: argparse.Namespace) -> int:
    """Do one action; 2 with a message on standard error where a date, month or file can't be taken."""
    actions = {"add": _add, "between": _between, "show": _show, "import": _import, "versions": _versions}
    try:
        data, lines = actions[options.action](options)
    except CalendarError as error:
        print(error, file=sys.stderr)
        return 2
    if options.format == "json":
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines))
    return 0


Output = tuple[dict[str, JSON], list[str]]


def _add(options: argparse.Namespace) -> Output:
    calendar = Calendar.load()
    span = calendar.add(_date(options.date), options.days)
    return _counted(calendar, span, _spoken(span.date))


def _between(options: argparse.Namespace) -> Output:
    calendar = Calendar.load()
    span = calendar.between(_date(options.first), _date(options.last))
    return _counted(calendar, span, gettext("{count} working days").format(count=span.count))


def _counted(calendar: Calendar, span: Span, headline: str) -> Output:
    number = {day.date: index for index, day in enumerate(span.days, 1)}
    lines = [gettext("{text}, provisional").format(text=headline) if span.provisional else headline]
    passed = sorted((*span.days, *span.skipped), key=lambda day: day.date, reverse=span.date < span.start)
    lines += [f"  {number.get(day.date, ''):>4}  {_spoken(day.date)}  {day.why}" for day in passed]
    notes = _notes(span.provisional, span.unsettled)
    data: dict[str, JSON] = {**span.as_json(), "notes": [*notes], "calendar": calendar.as_json()}
    return data, [*lines, *notes, _foot(calendar)]


def _show(options: argparse.Namespace) -> Output:
    calendar = Calendar.load()
    matched = re.fullmatch(r"(\d{4})-(\d{1,2})", options.month)
    if not matched:
        raise CalendarError(
            gettext("{value!r} is not a month like 2026-02.").format(value=options.month[:40])
        )
    days = calendar.month(int(matched[1]), int(matched[2]))
    provisional = any(day.provisional for day in days)
    workdays = sum(day.counted for day in days)
    trading = sum(bool(calendar.is_trading_day(day.date)) for day in days)
    title = gettext("{year}-{month:02}: {workdays} working days, {trading} trading days").format(
        year=days[0].date.year, month=days[0].date.month, workdays=workdays, trading=trading
    )
    if provisional:
        title = gettext("{text}, provisional").format(text=title)
    named = [day for day in days if day.kind in (DayKind.MAKEUP, DayKind.HOLIDAY)]
    unsettled = any(calendar.is_unsettled(day) for day in days)
    notes = _notes(provisional, unsettled)
    data: dict[str, JSON] = {
        "month": f"{days[0].date:%Y-%m}",
        "provisional": provisional,
        "unsettled": unsettled,
        "workdays": workdays,
        "trading_days": trading,
        "days": [_day_json(calendar, day) for day in days],
        "notes": [*notes],
        "calendar": calendar.as_json(),
    }
    lines = [title, "", *month_lines(days), "", *(f"{_spoken(day.date)}  {day.why}" for day in named)]
    return data, [*lines, *notes, _foot(calendar)]


def _day_json(calendar: Calendar, day: Day) -> dict[str, JSON]:
    return {**day.as_json(), "trading_day": calendar.is_trading_day(day.date).value}


def _import(options: argparse.Namespace) -> Output:
    table = read_table(options.file, options.source)
    done = import_table(table, now=SystemClock().now(), amend=options.amend, reason=options.reason)
    lines = [
        gettext("{year} imported from {source}.").format(year=table.year, source=table.source),
        gettext("Calendar version {old} → {new}").format(
            old=done.old_version[:12], new=done.new_version[:12]
        ),
    ]
    lines += [f"  {change.before.date}  {change.before.why} → {change.after.why}" for change in done.changes]
    lines += [gettext("Please look: {warning}").format(warning=warning) for warning in done.warnings]
    data: dict[str, JSON] = {
        "year": table.year,
        "source": table.source,
        "old_version": done.old_version,
        "changes": [change.as_json() for change in done.changes],
        "warnings": [*done.warnings],
        "calendar": Calendar.load().as_json(),
    }
    return data, lines


def _versions(_options: argparse.Namespace) -> Output:
    calendar = Calendar.load()
    awaited = calendar.notice_awaited(today(SystemClock()))
    imports = history()
    years: list[JSON] = [
        {"year": year, "source": table.source, "issued": table.issued.isoformat() if table.issued else None}
        for year, table in calendar.tables.items()
    ]
    data: dict[str, JSON] = {
        "calendar": calendar.as_json(),
        "years": years,
        "estimated_through": calendar.last_year,
        "notice_awaited": awaited,
        "history": [*imports],
    }
    lines = [gettext("Calendar version {version}").format(version=calendar.version)]
    for year, table in calendar.tables.items():
        changed = f"；{'、'.join(table.changed_by)}" if table.changed_by else ""
        lines.append(f"  {year}  {table.source}{changed}")
    if calendar.last_year > calendar.confirmed_through:
        lines.append(
            gettext("  to {year}: provisional, {source}").format(
                year=calendar.last_year, source=calendar.estimate.source
            )
        )
    for entry in imports:
        lines.append(
            gettext("  imported {at}: {year} from {source}; {reason}").format(
                at=entry["at"], year=entry["year"], source=entry["source"], reason=entry["reason"] or "—"
            )
        )
    if awaited:
        message = gettext("The notice for {year} may be out: import it with `xianxing workdays import`.")
        lines.append(message.format(year=awaited))
    return data, lines


def _notes(provisional: bool, unsettled: bool) -> list[str]:
    notes = []
    if provisional:
        notes.append(
            gettext("Provisional: a year is touched whose arrangement of days off isn't announced yet.")
        )
    if unsettled:
        notes.append(
            gettext("The last days of December may still be moved by the notice for the following year.")
        )
    return notes


def _foot(calendar: Calendar) -> str:
    return gettext("Calendar version {version}, confirmed through {year}").format(
        version=calendar.version[:12], year=calendar.confirmed_through
    )


def _spoken(day: dt.date) -> str:
    return f"{day.isoformat()} {weekday_names()[day.weekday()]}"


def _date(text: str) -> dt.date:
    if text == "today":
        return day_of(SystemClock().now())
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
            year, month, day = map(int, text.split("-"))
            return dt.date(year, month, day)
    except ValueError:
        pass
    raise CalendarError(gettext("{value!r} is not a date like 2027-02-05.").format(value=text[:40]))
