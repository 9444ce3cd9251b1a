"""`xianxing workdays`, as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.workdays.conftest import NOTICE_2027
from xianxing.cli import main
from xianxing.workdays import Calendar, SystemClock, today


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XIANXING_LANG", raising=False)
    return tmp_path / "home"


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(["workdays", *words]) == status
    output = capsys.readouterr()
    return output.err if status else output.out


def data(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    answer = json.loads(said(capsys, *words, "--format", "json"))
    assert isinstance(answer, dict)
    return answer


def test_add_counts_make_up_days_and_lists_what_it_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "add", "2026-09-29", "5")
    assert (answer["date"], answer["provisional"]) == ("2026-10-12", False)
    assert [day["date"][5:] for day in answer["days"]] == ["09-30", "10-08", "10-09", "10-10", "10-12"]
    assert answer["days"][3]["why"] == "调休上班（国庆节）"
    assert {day["why"] for day in answer["skipped"]} == {"放假（国庆节）", "周末"}
    assert answer["calendar"] == {
        "version": Calendar.packaged().version,
        "confirmed_from": 2004,
        "confirmed_through": 2026,
    }


def test_add_as_text_numbers_the_days(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "add", "2026-09-29", "5").splitlines()
    assert lines[0] == "2026-10-12 周一"
    assert "     4  2026-10-10 周六  调休上班（国庆节）" in lines
    assert "        2026-10-01 周四  放假（国庆节）" in lines
    assert lines[-1].endswith("已公布至 2026 年")


def test_today_is_the_day_in_china(capsys: pytest.CaptureFixture[str]) -> None:
    before, answer, after = today(SystemClock()), data(capsys, "add", "today", "0"), today(SystemClock())
    assert before.isoformat() <= answer["date"] <= after.isoformat()


def test_add_zero_and_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, "add", "2026-11-22", "0")["date"] == "2026-11-22"
    assert data(capsys, "add", "2026-01-05", "-3")["date"] == "2025-12-30"


def test_a_year_not_announced_is_said_to_be_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "add", "2026-12-28", "5")
    assert answer["provisional"] is True
    assert [day["provisional"] for day in answer["days"]] == [False, False, False, True, True]
    text = said(capsys, "add", "2026-12-28", "5")
    assert text.startswith("2027-01-05 周二，暂定\n")
    assert "暂定：涉及的年份尚未公布放假安排" in text
    assert "Provisional:" in said(capsys, "add", "2026-12-28", "5", "--lang", "en")


def test_between_counts_after_the_first_up_to_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "between", "2026-02-13", "2026-02-28")
    assert (answer["count"], answer["date"], len(answer["days"])) == (6, "2026-02-28", 6)
    assert data(capsys, "between", "2026-02-28", "2026-02-13")["count"] == -6
    assert said(capsys, "between", "2026-02-13", "2026-02-28").startswith("6 个工作日\n")


def test_show_draws_the_month(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "show", "2026-02").splitlines()
    assert lines[:8] == [
        "2026 年 2 月：工作日 16 天，交易日 14 天",
        "",
        "周一  周二  周三  周四  周五  周六  周日",
        "                                     1",
        " 2     3     4     5     6     7     8",
        " 9    10    11    12    13    14班  15休",
        "16休  17休  18休  19休  20休  21休  22休",
        "23休  24    25    26    27    28班",
    ]


def test_show_as_data_keeps_working_and_trading_days_apart(capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "show", "2026-10")
    tenth = answer["days"][9]
    assert (tenth["counted"], tenth["trading_day"], tenth["kind"]) == (True, False, "makeup_workday")
    assert len(answer["days"]) == 31
    assert (answer["workdays"], answer["trading_days"]) == (18, 17)
    assert said(capsys, "show", "2027-02").splitlines()[0].endswith("，暂定")


def test_late_december_is_said_not_to_be_settled(capsys: pytest.CaptureFixture[str]) -> None:
    answer = data(capsys, "between", "2026-12-28", "2026-12-31")
    assert (answer["provisional"], answer["unsettled"]) == (False, True)
    assert answer["notes"] == ["十二月最后几天仍可能因下一年的放假通知而调整。"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "2026-13-01", "2"), "'2026-13-01' 不是日期"),
        (("add", "20260901", "2"), "'20260901' 不是日期"),
        (("add", "明天", "2"), "'明天' 不是日期"),
        (("add", "1999-01-04", "2"), "1999 年不在日历范围内"),
        (("add", "2026-01-04", "100000"), "2041 年不在日历范围内"),
        (("between", "2026-02-30", "2026-03-01"), "'2026-02-30' 不是日期"),
        (("show", "2026-13"), "没有 13 月"),
        (("show", "2026"), "'2026' 不是月份"),
        (("show", "0000-01"), "0 年不在日历范围内"),
        (("import", "no-such-file.csv"), "无法读取 no-such-file.csv"),
    ],
)
def test_what_cannot_be_taken_is_explained_with_status_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    assert message in said(capsys, *words, status=2)


def test_a_number_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["workdays", "add", "2026-01-01", "five"])
    assert caught.value.code == 2


def test_import_confirms_a_year_and_versions_tells_of_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "notice.toml"
    path.write_text(NOTICE_2027, "utf-8")
    answer = data(capsys, "import", str(path))
    assert answer["calendar"]["confirmed_through"] == 2027
    assert answer["old_version"] == Calendar.packaged().version
    assert {change["date"] for change in answer["changes"]} >= {"2027-10-06", "2027-10-07", "2027-10-09"}
    assert not data(capsys, "add", "2026-12-28", "5")["provisional"]
    listed = data(capsys, "versions")
    assert [entry["year"] for entry in listed["history"]] == [2027]
    assert listed["years"][-1]["source"].startswith("国办发明电〔2026〕9号")
    assert "（虚构，仅供测试）" in said(capsys, "versions")


def test_import_of_an_arranged_year_needs_amend_and_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "notice.toml"
    path.write_text(NOTICE_2027, "utf-8")
    said(capsys, "import", str(path))
    path.write_text(NOTICE_2027.replace("date = 2027-10-09", "date = 2027-10-10"), "utf-8")
    assert "--amend" in said(capsys, "import", str(path), status=2)
    assert "--amend" in said(capsys, "import", str(path), "--amend", status=2)
    text = said(capsys, "import", str(path), "--amend", "--reason", "更正")
    assert "2027-10-10" in text
    assert "更正" in said(capsys, "versions")
