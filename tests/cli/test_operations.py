"""The operator's commands on a real site: back up, restore, dossiers, replay, time, the doctor's answer."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.pilot.database import OPENED, STAFF, a_case, act
from tests.pilot.own_database import own_database
from xianxing.cli import main
from xianxing.pilot.cases.models import Case, Event, Publication, PublicationReceipt, SignedHead


def test_a_dossier_is_exported_and_verified_and_a_changed_one_is_not(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "dossier")
    assert main(["dossier", "export", str(case.pk), "--out", out, "--withhold", "3"]) == 0
    assert not (tmp_path / "dossier" / "payloads" / "0003.json").exists()
    assert main(["dossier", "verify", out]) == 0
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", out)
    assert main(["dossier", "verify", packed]) == 0
    Path(packed).write_bytes(Path(packed).read_bytes()[:-30])
    assert main(["dossier", "verify", packed]) != 0
    assert "全部一致" in capsys.readouterr().out
    changed = tmp_path / "dossier" / "events" / "0002.json"
    changed.write_bytes(changed.read_bytes().replace(b"freeze", b"revise"))
    assert main(["dossier", "verify", out]) == 1
    assert main(["dossier", "export", str(case.pk), "--out", out]) == 1
    assert "没有生成卷宗" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no-number", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_case_is_named(site: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "export", name, "--out", str(site / "d")]) == 2
    assert main(["case", "show", name]) == 2
    assert name in capsys.readouterr().err


def test_a_case_is_shown_as_of_any_day(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    act(case, "register_local", STAFF, at=OPENED + timedelta(days=2))
    assert main(["case", "show", str(case.pk)]) == 0
    assert "状态：形式审核" in capsys.readouterr().out
    day = f"{OPENED:%Y-%m-%d}"
    assert main(["case", "show", str(case.pk), "--as-of", day]) == 0
    shown = capsys.readouterr().out
    assert "状态：已申报" in shown and "register" not in shown
    assert shown.count(day) >= case.sequence - 1
    assert main(["--lang", "en", "case", "show", str(case.pk), "--as-of", day]) == 0
    assert "State: Filed" in capsys.readouterr().out
    assert main(["case", "show", str(case.pk), "--as-of", "2024-01-14"]) == 1


def test_tick_is_run_twice_and_enters_once(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    a_case(case.call, at=Event.objects.latest("place").at)
    assert main(["tick"]) == 0
    first = capsys.readouterr()
    assert "2/2" in first.err
    assert main(["tick", "--quiet"]) == 0
    again = capsys.readouterr()
    assert ("记入时间步骤 0 个" in again.out, again.err) == (True, "")
    assert Event.objects.filter(step="window_closes").count() == 1


def test_one_turn_of_the_worker(case: Case) -> None:
    assert main(["worker", "--once"]) == 0
    published = ["procedure", "call"]
    assert SignedHead.objects.get().size == Event.objects.count() + len(published)
    assert PublicationReceipt.objects.count() == len(published)


def test_a_backup_is_restored_into_an_empty_site_only(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = site / "backup"
    assert main(["backup", "--out", str(out), "--quiet"]) == 0
    assert f"日志 {Event.objects.count() + Publication.objects.count()} 条" in capsys.readouterr().out
    assert main(["restore", str(out), "--quiet"]) == 1
    assert "不是空的" in capsys.readouterr().err
    shutil.rmtree(site / "files", ignore_errors=True)
    with own_database(site):
        assert main(["restore", str(out), "--head", str(out / "head.txt")]) == 0
        said = capsys.readouterr()
        assert "全部核验一致" in said.out and "已核查日志" in said.err
        assert Case.objects.get().state == "filed"


def test_the_doctor_answers_with_its_exit_status(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 2
    assert "xianxing worker" in capsys.readouterr().out
    main(["worker", "--once"])
    # a notice for the next year's calendar may be out
    assert main(["doctor", "--full", "--processes", "1"]) in (0, 1)
    assert "✗" not in capsys.readouterr().out


def test_what_is_due_is_listed_with_its_source(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retention", "list"]) == 0
    assert "网络安全法" in capsys.readouterr().out
