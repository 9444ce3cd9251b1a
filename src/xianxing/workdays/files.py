"""Reading a year's arrangement from a file: TOML, JSON or CSV, the packaged tables among them.

TOML and JSON hold `year`, `source`, `issued`, a list `off` of `from`, `to`, `name` and a list `work` of
`date`, `name`. CSV holds a row a day: `date`, `kind` (`holiday` or 放假, `makeup_workday` or 上班), `name`;
the year is the one most rows lie in. A CSV saved by a Chinese spreadsheet (GB 18030) is understood.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.workdays.days import CalendarError
from xianxing.workdays.tables import TableDraft, YearTable

LARGEST_FILE = 1_000_000
FIRST_YEAR, LAST_YEAR = 2004, 2100
OFF_WORDS = {"holiday", "off", "放假", "休"}
WORK_WORDS = {"makeup_workday", "work", "上班", "调休上班", "班"}
HEADINGS = {"日期": "date", "类别": "kind", "名称": "name"}


def read_table(path: Path, source: str = "") -> YearTable:
    """The table in `path`; `source` stands in where the file names none.

    Raises CalendarError, with one line for each problem, for a file that can't be read, has unknown kinds or
    dates, names a day twice or a make-up day on a weekday. Whether the year is complete is not asked here.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".json", ".toml"):
        raise CalendarError(gettext("A calendar is read from a .toml, .json or .csv file."))
    text = _text(path)
    draft = _from_csv(text) if suffix == ".csv" else from_mapping(_parsed(text, suffix))
    draft.source = source or draft.source
    return draft.finish()


def from_mapping(data: object) -> TableDraft:
    """A draft of the table that TOML or JSON holds; problems are collected in the draft."""
    if not isinstance(data, Mapping):
        raise CalendarError(gettext("The file must hold one table with year, source, off and work."))
    draft = TableDraft(_year(data.get("year")), source=str(data.get("source", "")).strip())
    draft.seeded_from = str(data.get("seeded_from", ""))
    if data.get("issued"):
        draft.issued = _day(data["issued"], draft)
    draft.changed_by = tuple(str(item) for item in _rows(data, "changed_by", draft))
    unknown = set(data) - {"year", "source", "issued", "changed_by", "seeded_from", "off", "work"}
    if unknown:
        draft.problems.append(gettext("Unknown keys: {keys}.").format(keys=", ".join(sorted(unknown))))
    for row in _rows(data, "off", draft):
        _take_row(row, draft, off=True)
    for row in _rows(data, "work", draft):
        _take_row(row, draft, off=False)
    return draft


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CalendarError(gettext("The file is too large for a year's calendar."))
        content = path.read_bytes()
    except OSError as error:
        raise CalendarError(
            gettext("{path} can't be read: {reason}").format(path=path, reason=error.strerror)
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CalendarError(gettext("The file is neither UTF-8 nor GB 18030 text."))


def _parsed(text: str, suffix: str) -> object:
    try:
        return json.loads(text) if suffix == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CalendarError(gettext("The file is damaged: {reason}").format(reason=error)) from error


def _year(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    raise CalendarError(
        gettext("The year must be a number from {first} to {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
    )


def _rows(data: Mapping[str, object], key: str, draft: TableDraft) -> list[object]:
    value = data.get(key, [])
    if isinstance(value, list):
        return value
    draft.problems.append(gettext("{key} must be a list.").format(key=key))
    return []


def _take_row(row: object, draft: TableDraft, *, off: bool) -> None:
    allowed = {"from", "to", "name"} if off else {"date", "name"}
    if not isinstance(row, Mapping) or set(row) != allowed:
        keys = ", ".join(sorted(allowed))
        draft.problems.append(gettext("Each row of off or work needs exactly: {keys}.").format(keys=keys))
        return
    name = str(row["name"])
    if off:
        first, last = _day(row["from"], draft), _day(row["to"], draft)
        if first and last:
            draft.take_off(first, last, name)
    elif day := _day(row["date"], draft):
        draft.take_work(day, name)


def _day(value: object, draft: TableDraft) -> dt.date | None:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    text = str(value).strip().replace("/", "-")
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        draft.problems.append(gettext("{value!r} is not a date like 2027-02-05.").format(value=text[:40]))
        return None


def _from_csv(text: str) -> TableDraft:
    reader = csv.DictReader(io.StringIO(text))
    reader.fieldnames = [HEADINGS.get(name.strip(), name.strip()) for name in reader.fieldnames or []]
    if not {"date", "kind", "name"} <= set(reader.fieldnames):
        raise CalendarError(gettext("The first line must name the columns date, kind and name."))
    rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    years = Counter(row["date"][:4] for row in rows if row["date"][:4].isdigit())
    draft = TableDraft(_year(int(years.most_common(1)[0][0]) if years else None))
    for row in rows:
        day, kind = _day(row["date"], draft), row["kind"].lower()
        if kind not in OFF_WORDS | WORK_WORDS:
            draft.problems.append(gettext("Unknown kind of day: {kind!r}.").format(kind=row["kind"][:40]))
        elif day and kind in OFF_WORDS:
            draft.take_off(day, day, row["name"])
        elif day:
            draft.take_work(day, row["name"])
    return draft
