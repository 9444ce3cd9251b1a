"""Importing a year: what is checked, kept and refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.workdays.conftest import NOTICE_2027
from xianxing.workdays import CHINA_TIME, Calendar, CalendarError, import_table, read_table
from xianxing.workdays.home import folder, history

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA_TIME)


def variant(path: Path, old: str, new: str) -> Path:
    path.write_text(NOTICE_2027.replace(old, new, 1), "utf-8")
    return path


def test_a_new_year_is_confirmed_and_recorded(home: Path, notice_2027: Path) -> None:
    before = Calendar.load(home)
    done = import_table(read_table(notice_2027), now=NOW, home=home)
    after = Calendar.load(home)
    assert (done.old_version, done.new_version) == (before.version, after.version)
    assert after.confirmed_through == 2027
    assert not after.is_workday(date(2027, 10, 9)).provisional
    assert after.is_workday(date(2027, 10, 9))
    assert not before.is_workday(date(2027, 10, 9))
    [entry] = history(home)
    assert (entry["year"], entry["old_version"], entry["new_version"]) == (
        2027,
        before.version,
        after.version,
    )
    assert entry["source"] == "国办发明电〔2026〕9号（虚构，仅供测试）"
    assert done.warnings == ()


def test_both_versions_can_be_loaded_later(home: Path, notice_2027: Path) -> None:
    done = import_table(read_table(notice_2027), now=NOW, home=home)
    assert Calendar.of_version(done.old_version, home).confirmed_through == 2026
    assert Calendar.of_version(done.new_version, home).confirmed_through == 2027
    with pytest.raises(CalendarError, match="没有保存版本为"):
        Calendar.of_version("0" * 64, home)
    with pytest.raises(CalendarError, match="没有保存版本为"):
        Calendar.of_version("../2027", home)


def test_an_archived_version_that_was_tampered_with_is_not_believed(home: Path, notice_2027: Path) -> None:
    done = import_table(read_table(notice_2027), now=NOW, home=home)
    path = folder(home) / "versions" / f"{done.old_version}.json"
    path.write_text(path.read_text("utf-8").replace("2026-10-10", "2026-10-11"), "utf-8")
    with pytest.raises(CalendarError, match="没有保存版本为"):
        Calendar.of_version(done.old_version, home)


def test_an_incomplete_year_is_refused_and_nothing_is_written(home: Path, tmp_path: Path) -> None:
    path = variant(
        tmp_path / "2027.toml", "from = 2027-09-15\nto = 2027-09-15", "from = 2027-09-16\nto = 2027-09-16"
    )
    with pytest.raises(CalendarError, match=r"2027-09-15（中秋节）是法定节假日，表中却没有列出"):
        import_table(read_table(path), now=NOW, home=home)
    assert not folder(home).exists()


def test_a_year_without_a_source_is_refused(home: Path, tmp_path: Path) -> None:
    path = variant(
        tmp_path / "2027.toml", 'source = "国办发明电〔2026〕9号（虚构，仅供测试）"', 'source = ""'
    )
    with pytest.raises(CalendarError, match="请写明安排所依据的通知"):
        import_table(read_table(path), now=NOW, home=home)
    import_table(read_table(path, "通知"), now=NOW, home=home)
    assert Calendar.load(home).tables[2027].source == "通知"


def test_a_balance_that_does_not_close_is_pointed_out(home: Path, tmp_path: Path) -> None:
    path = variant(tmp_path / "2027.toml", '\n[[work]]\ndate = 2027-10-09\nname = "国庆节"\n', "")
    done = import_table(read_table(path), now=NOW, home=home)
    assert done.warnings == (
        "周一至周五放假 17 天、调休上班 3 天，两者之差不等于法定节假日 13 天，请对照通知核对。",
    )


def test_a_past_day_changes_only_by_a_reasoned_amendment(home: Path) -> None:
    table = Calendar.packaged().tables[2026]
    changed = replace(table, work={**table.work, date(2026, 3, 7): "更正"})
    for amend, reason in ((False, ""), (True, " "), (False, "更正")):
        with pytest.raises(CalendarError, match="2026-03-07") as caught:
            import_table(changed, now=NOW, home=home, amend=amend, reason=reason)
        assert "--amend" in str(caught.value)
    assert not folder(home).exists()
    done = import_table(changed, now=NOW, home=home, amend=True, reason="国务院办公厅更正")
    assert [change.before.date for change in done.changes] == [date(2026, 3, 7)]
    assert history(home)[0]["reason"] == "国务院办公厅更正"
    assert Calendar.load(home).is_workday(date(2026, 3, 7))


def test_the_next_notice_may_move_late_december_to_come_but_not_gone(home: Path, tmp_path: Path) -> None:
    path = variant(tmp_path / "2027.toml", "from = 2027-01-01", "from = 2026-12-31")
    table = read_table(path)
    with pytest.raises(CalendarError, match="2026-12-31"):
        import_table(table, now=datetime(2027, 1, 2, tzinfo=CHINA_TIME), home=home)
    done = import_table(table, now=NOW, home=home)
    assert date(2026, 12, 31) in [change.before.date for change in done.changes]
    assert not Calendar.load(home).is_workday(date(2026, 12, 31))


def test_the_same_year_twice_is_told(home: Path, notice_2027: Path) -> None:
    import_table(read_table(notice_2027), now=NOW, home=home)
    with pytest.raises(CalendarError, match="2027 年的这份安排已在日历中"):
        import_table(read_table(notice_2027), now=NOW, home=home)


def test_a_year_already_imported_is_guarded_too(home: Path, notice_2027: Path, tmp_path: Path) -> None:
    import_table(read_table(notice_2027), now=NOW, home=home)
    other = read_table(variant(tmp_path / "b.toml", "date = 2027-10-09", "date = 2027-10-10"))
    with pytest.raises(CalendarError, match="2027-10-09"):
        import_table(other, now=NOW, home=home)


def test_past_years_can_be_amended_though_no_estimate_lists_their_festivals(home: Path) -> None:
    table = Calendar.packaged().tables[2020]
    renamed = replace(table, source="更正")
    import_table(renamed, now=NOW, home=home, amend=True, reason="补正来源")
    assert Calendar.load(home).tables[2020].source == "更正"
    without = replace(table, off={day: name for day, name in table.off.items() if name != "清明节"})
    with pytest.raises(CalendarError, match="不完整，缺少：清明节"):
        import_table(without, now=NOW, home=home, amend=True, reason="试")


def test_a_damaged_home_is_told_and_never_passed_over(home: Path, notice_2027: Path) -> None:
    import_table(read_table(notice_2027), now=NOW, home=home)
    path = folder(home) / "2027.toml"
    path.write_text("year = ", "utf-8")
    with pytest.raises(CalendarError, match=r"导入的日历 .*2027\.toml 已损坏"):
        Calendar.load(home)
    (folder(home) / "history.jsonl").write_text("{", "utf-8")
    with pytest.raises(CalendarError, match=r"history\.jsonl 已损坏"):
        history(home)


def test_the_home_is_taken_from_the_environment(
    home: Path, notice_2027: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANXING_HOME", str(home))
    import_table(read_table(notice_2027), now=NOW)
    assert (home / "calendars" / "2027.toml").is_file()
    assert Calendar.load().confirmed_through == 2027
    assert json.loads((home / "calendars" / "history.jsonl").read_text("utf-8"))["year"] == 2027
