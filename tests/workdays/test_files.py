"""Reading a year from TOML, JSON and CSV, and what is said about a bad one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.workdays.conftest import NOTICE_2027
from xianxing.workdays import Calendar, CalendarError, YearTable, read_table
from xianxing.workdays.tables import to_toml


def rows(table: YearTable) -> list[str]:
    off = [f"{day},holiday,{name}" for day, name in table.off.items()]
    return ["date,kind,name", *off, *(f"{day},makeup_workday,{name}" for day, name in table.work.items())]


def test_the_three_forms_say_the_same(notice_2027: Path, tmp_path: Path) -> None:
    table = read_table(notice_2027)
    data = {
        "year": 2027,
        "source": table.source,
        "issued": "2026-11-20",
        "off": [{"from": str(day), "to": str(day), "name": name} for day, name in table.off.items()],
        "work": [{"date": str(day), "name": name} for day, name in table.work.items()],
    }
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    (tmp_path / "a.csv").write_text("\n".join(rows(table)), "utf-8")
    assert read_table(tmp_path / "a.json") == table
    from_csv = read_table(tmp_path / "a.csv", table.source)
    assert (from_csv.year, from_csv.off, from_csv.work) == (2027, table.off, table.work)
    assert table.work[date(2027, 2, 14)] == "春节"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_spreadsheet_in_chinese_is_understood(tmp_path: Path, encoding: str) -> None:
    text = "日期,类别,名称\r\n2027/1/1,放假,元旦\r\n2027/2/14,上班,春节\r\n"
    path = tmp_path / "年历.csv"
    path.write_bytes(text.encode(encoding))
    table = read_table(path, "通知")
    assert table.off == {date(2027, 1, 1): "元旦"}
    assert table.work == {date(2027, 2, 14): "春节"}


def test_every_packaged_year_survives_being_written_and_read(calendar: Calendar, tmp_path: Path) -> None:
    for year, table in calendar.tables.items():
        path = tmp_path / f"{year}.toml"
        path.write_text(to_toml(table), "utf-8")
        assert read_table(path) == table


def test_the_source_given_goes_before_the_one_in_the_file(notice_2027: Path) -> None:
    assert read_table(notice_2027, "更正后的通知").source == "更正后的通知"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year = 2027", "year = 1066", "年份须为 2004 至 2100 的数字"),
        ("year = 2027", 'year = "2027"', "年份须为"),
        ("date = 2027-02-14", "date = 2027-02-15", "2027-02-15 不是周六或周日"),
        ("date = 2027-02-14", 'date = "2027-02-30"', "'2027-02-30' 不是日期"),
        ("date = 2027-02-14", "date = 2028-02-13", "2028-02-13 不属于 2027 年的安排"),
        ("from = 2027-01-01", "from = 2026-12-01", "2026-12-01 至 2027-01-03 不是一段放假日期"),
        ("from = 2027-06-09", "from = 2027-06-10", "2027-06-10 至 2027-06-09 不是一段放假日期"),
        ("date = 2027-05-08", "date = 2027-05-02", "2027-05-02 重复出现"),
        ('name = "端午节"', 'name = " "', "2027-06-09 没有写明节日名称"),
        ('name = "端午节"', 'name = "端午节"\nkind = "x"', "off 和 work 的每一行须恰好包含：from, name, to"),
        ("issued = ", "published = ", "不认识的键：published"),
        ("[[work]]", "[[work]", "文件已损坏"),
    ],
)
def test_a_bad_file_is_explained(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "2027.toml"
    path.write_text(NOTICE_2027.replace(old, new, 1), "utf-8")
    with pytest.raises(CalendarError, match=said):
        read_table(path)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_text(
        "date,kind,name\n2027-01-01,holiday,元旦\n2027-13-01,holiday,x\n2027-02-01,party,y\n", "utf-8"
    )
    with pytest.raises(CalendarError) as caught:
        read_table(path)
    assert str(caught.value).splitlines() == [
        "'2027-13-01' 不是日期，应当写作 2027-02-05 的形式。",
        "不认识的日期类别：'party'。",
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("2027.xlsx", b"", r"只能从 \.toml、\.json 或 \.csv"),
        ("2027.csv", b"\xff\xff", "既不是 UTF-8 也不是 GB 18030"),
        ("2027.csv", b"a,b\n1,2\n", "第一行须写明列名"),
        ("2027.csv", b"", "第一行须写明列名"),
        ("2027.csv", b"date,kind,name\n", "年份须为"),
        ("2027.json", b"[1]", "文件应当是一个表"),
        ("2027.json", b"[" * 100_000, "文件已损坏"),
        ("2027.json", b'{"year": 2027, "off": 3}', "off 须为列表"),
        ("2027.json", b'{"year": 2027}', "没有任何放假日"),
        ("2027.toml", b"#" * 1_000_001, "文件过大"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CalendarError, match=said):
        read_table(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match=r"无法读取 .*none\.csv"):
        read_table(tmp_path / "none.csv")
