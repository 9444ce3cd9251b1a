"""A year's file at its edges: first and last year, first and last day, longest run, every word for a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from xianxing.workdays import CalendarError, YearTable, read_table
from xianxing.workdays.files import LARGEST_FILE
from xianxing.workdays.tables import EARLIEST_DECEMBER_DAY, runs, to_toml

NEW_YEAR = {"from": "2027-01-01", "to": "2027-01-01", "name": "元旦"}


def read(folder: Path, **data: object) -> YearTable:
    path = folder / "year.json"
    path.write_text(json.dumps({"year": 2027, "source": "通知", "off": [NEW_YEAR], **data}), "utf-8")
    return read_table(path)


def row(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "to": last.isoformat(), "name": "节"}


@pytest.mark.parametrize("year", [2004, 2100])
def test_the_first_and_the_last_year_are_taken(tmp_path: Path, year: int) -> None:
    day = date(year, 1, 1)
    assert read(tmp_path, year=year, off=[row(day, day)]).year == year


@pytest.mark.parametrize("year", [2003, 2101, True, 2027.0, None])
def test_a_year_beyond_them_or_no_number_is_refused(tmp_path: Path, year: object) -> None:
    with pytest.raises(CalendarError, match="年份须为 2004 至 2100 的数字"):
        read(tmp_path, year=year)


def test_a_notice_reaches_back_into_the_december_before_and_no_further(tmp_path: Path) -> None:
    earliest = date(2026, 12, EARLIEST_DECEMBER_DAY)
    last = date(2027, 12, 31)
    table = read(tmp_path, off=[row(earliest, earliest), row(last, last)])
    assert list(table.off) == [earliest, last]
    for outside in (earliest - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(CalendarError, match=f"{outside} 不属于 2027 年的安排"):
            read(tmp_path, off=[row(outside, outside)])


def test_a_make_up_day_may_lie_in_the_december_before(tmp_path: Path) -> None:
    table = read(tmp_path, work=[{"date": "2026-12-26", "name": "元旦"}])
    assert table.work == {date(2026, 12, 26): "元旦"}


def test_a_spreadsheet_that_begins_in_december_is_of_the_year_most_rows_lie_in(tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_text(
        "date,kind,name\n2026-12-30,off,元旦\n2026-12-31,off,元旦\n2027-01-01,off,元旦\n"
        "2027-05-01,off,劳动节\n2027-10-01,off,国庆节\n",
        "utf-8",
    )
    table = read_table(path)
    assert table.year == 2027
    assert [day for day in table.off if day.year == 2026] == [date(2026, 12, 30), date(2026, 12, 31)]


def test_a_run_of_days_off_has_at_most_thirty_two(tmp_path: Path) -> None:
    first = date(2027, 2, 1)
    longest = read(tmp_path, off=[row(first, first + timedelta(days=31))])
    assert len(longest.off) == 32
    assert {first, first + timedelta(days=31)} <= set(longest.off)
    with pytest.raises(CalendarError, match="不是一段放假日期"):
        read(tmp_path, off=[row(first, first + timedelta(days=32))])


@pytest.mark.parametrize(
    ("day", "taken"), [("2027-02-12", False), ("2027-02-13", True), ("2027-02-14", True)]
)
def test_a_make_up_day_lies_on_a_weekend(tmp_path: Path, day: str, taken: bool) -> None:
    work = [{"date": day, "name": "春节"}]
    if taken:
        assert list(read(tmp_path, work=work).work) == [date.fromisoformat(day)]
        return
    with pytest.raises(CalendarError, match=f"{day} 不是周六或周日"):
        read(tmp_path, work=work)


def test_a_day_is_named_once_whether_it_is_off_or_made_up(tmp_path: Path) -> None:
    sunday = date(2027, 2, 14)
    off, work = row(sunday, sunday), {"date": str(sunday), "name": "春节"}
    for twice in ({"off": [off, off]}, {"work": [work, work]}, {"off": [off], "work": [work]}):
        with pytest.raises(CalendarError, match="2027-02-14 重复出现"):
            read(tmp_path, **twice)


@pytest.mark.parametrize("word", ["holiday", "off", "放假", "休", "OFF"])
def test_every_word_for_a_day_off_is_understood(tmp_path: Path, word: str) -> None:
    assert _day_of(tmp_path, word).off == {date(2027, 2, 13): "春节", date(2027, 1, 1): "元旦"}


@pytest.mark.parametrize("word", ["makeup_workday", "work", "上班", "调休上班", "班", "Work"])
def test_every_word_for_a_make_up_day_is_understood(tmp_path: Path, word: str) -> None:
    assert _day_of(tmp_path, word).work == {date(2027, 2, 13): "春节"}


def _day_of(folder: Path, word: str) -> YearTable:
    path = folder / "2027.csv"
    path.write_text(f"date,kind,name\n2027-01-01,off,元旦\n 2027/02/13 ,{word}, 春节 \n", "utf-8")
    return read_table(path)


@pytest.mark.parametrize("column", ["date", "kind", "name"])
def test_a_spreadsheet_needs_each_of_its_columns(tmp_path: Path, column: str) -> None:
    path = tmp_path / "2027.csv"
    path.write_text("date,kind,name\n2027-01-01,off,元旦\n".replace(column, "other", 1), "utf-8")
    with pytest.raises(CalendarError, match="第一行须写明列名"):
        read_table(path)


@pytest.mark.parametrize("key", ["off", "work", "changed_by"])
def test_each_list_must_be_one(tmp_path: Path, key: str) -> None:
    with pytest.raises(CalendarError, match=f"{key} 须为列表"):
        read(tmp_path, **{key: {}})


@pytest.mark.parametrize("end", ["from", "to"])
def test_each_end_of_a_run_must_be_a_day(tmp_path: Path, end: str) -> None:
    with pytest.raises(CalendarError, match="'2027-02-30' 不是日期"):
        read(tmp_path, off=[{**NEW_YEAR, end: "2027-02-30"}])


def test_everything_that_a_file_says_of_its_notice_is_kept(tmp_path: Path) -> None:
    told = read(
        tmp_path, issued="2026-11-20", changed_by=["国办发明电〔2027〕1号"], seeded_from="某工具",
        work=[{"date": "2027-02-14", "name": "春节"}],
    )  # fmt: skip
    assert (told.source, told.issued, told.changed_by, told.seeded_from) == (
        "通知", date(2026, 11, 20), ("国办发明电〔2027〕1号",), "某工具",
    )  # fmt: skip
    path = tmp_path / "again.toml"
    path.write_text(to_toml(told), "utf-8")
    assert read_table(path) == told == YearTable.from_json(told.as_json())


@pytest.mark.parametrize("key", ["off", "work", "changed_by"])
def test_an_archived_table_of_another_shape_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(CalendarError, match="这不是存档的日历"):
        YearTable.from_json({**read(tmp_path).as_json(), key: 3})


def test_the_largest_file_is_read_and_a_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    text = to_toml(read(tmp_path)).encode()
    path.write_bytes(text + b"#" * (LARGEST_FILE - len(text)))
    assert read_table(path).year == 2027
    path.write_bytes(text + b"#" * (LARGEST_FILE - len(text) + 1))
    with pytest.raises(CalendarError, match="文件过大"):
        read_table(path)


def test_neighbouring_days_are_joined_only_under_one_name() -> None:
    days = {date(2027, 1, 1): "甲", date(2027, 1, 2): "甲", date(2027, 1, 3): "乙", date(2027, 1, 5): "乙"}
    assert list(runs(days)) == [
        (date(2027, 1, 1), date(2027, 1, 2), "甲"),
        (date(2027, 1, 3), date(2027, 1, 3), "乙"),
        (date(2027, 1, 5), date(2027, 1, 5), "乙"),
    ]
    assert list(runs({})) == []


def test_quotes_and_slashes_of_a_name_survive(tmp_path: Path) -> None:
    told = read(tmp_path, source='通知"甲\\乙"\n丙')
    path = tmp_path / "again.toml"
    path.write_text(to_toml(told), "utf-8")
    assert read_table(path).source == '通知"甲\\乙"丙'
