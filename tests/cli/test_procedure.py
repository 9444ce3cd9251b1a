"""`xianxing procedure`: exit codes, JSON and the files it writes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import docx
import pytest

from xianxing.cli import main
from xianxing.law.package import BUILT_IN
from xianxing.procedure import digest_of, load_procedure


def edited(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "edited_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    path = folder / "procedure.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_check_prints_json_and_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "check", "shenzhen-2023", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["guide"] == "shenzhen-2023"
    assert report["version"].startswith("sha256:")
    assert report["states_explored"] > 1000
    assert all(prop["holds"] and prop["counter_example"] is None for prop in report["properties"])
    assert {gap["kind"] for gap in report["gaps"]} == {"no_limit", "no_basis"}


def test_what_is_printed_names_clauses_as_the_pages_do(capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("check", "gaps"):
        main(["procedure", action, "shenzhen-2023"])
        told = capsys.readouterr().out
        assert "五(三)" in told
        assert not re.search(r"\[(?:\d|p\])", told)


def test_check_of_a_broken_copy_exits_1_with_a_counter_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(tmp_path, 'guards = ["every_comment_considered", ', "guards = [")
    assert main(["procedure", "check", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "不成立" in told
    assert "作出公示后认定" in told


@pytest.mark.parametrize("guide", ["nowhere-2099", "/nowhere"])
def test_an_unknown_guide_exits_2(guide: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "check", guide]) == 2
    assert "shenzhen-2023" in capsys.readouterr().err


def test_an_unusable_procedure_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "check", str(edited(tmp_path, '"window_open"', '"windows"'))]) == 2
    assert "windows" in capsys.readouterr().err


def test_an_overlay_is_checked_like_its_base(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "gaps", "guangzhou-2023", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["guide"] == "guangzhou-2023"


def test_draw_writes_the_file_with_the_state_lit(tmp_path: Path) -> None:
    out = tmp_path / "p.svg"
    words = ["procedure", "draw", "shenzhen-2023", "--state", "running", "--out", str(out), "--lang", "en"]
    assert main(words) == 0
    assert 'data-state="running" aria-current="step"' in out.read_text("utf-8")


def test_draw_says_where_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "draw", "shenzhen-2023", "--out", str(tmp_path / "no" / "p.svg")]) == 2
    assert "p.svg" in capsys.readouterr().err


def test_draw_refuses_an_unknown_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "draw", "shenzhen-2023", "--state", "nowhere"]) == 2
    assert "public_notice" in capsys.readouterr().err


def test_gaps_are_listed_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "gaps", "shenzhen-2023"]) == 0
    told = capsys.readouterr().out
    assert "指南没有规定期限的等待状态" in told
    assert "专业评估" in told


def test_mutate_names_survivors_with_their_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Measured on a small procedure; that of the whole guide is measured by the command itself."""
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "guide.toml").write_text('status = "complete"\n', "utf-8")
    (folder / "clauses.toml").write_text(
        '[clause.h1]\ndisplay = "一"\n[clause.h2]\ndisplay = "二"\n', "utf-8"
    )
    tide = '[parameter.tide_workdays]\nbasis = "guide"\nvalues = [{ value = 3, since = 2024-01-01 }]\n'
    (folder / "settings.toml").write_text(tide, "utf-8")
    small = (Path(__file__).parent.parent / "procedure" / "fictional.toml").read_text("utf-8")
    idle = 'to = "turned_back"\neffects = ["set_fact:interview=none"]'
    (folder / "procedure.toml").write_text(small.replace('to = "turned_back"', idle), "utf-8")
    main(["procedure", "mutate", str(folder), "--jobs", "1", "--format", "json"])
    survivors = [item["mutant"] for item in json.loads(capsys.readouterr().out)["survivors"]]
    assert "step.turn_back.effects.set_fact:interview=none" in survivors
    main(["procedure", "mutate", str(folder), "--jobs", "1"])
    told = capsys.readouterr().out
    assert all(name in told for name in survivors) and "没有说明" in told


def test_a_score_over_a_procedure_that_fails_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "cloudport_2025"
    shutil.copytree(Path(__file__).parent.parent / "law" / "guides" / "cloudport_2025", folder)
    path = folder / "procedure.toml"
    path.write_text(path.read_text("utf-8").replace("four_eyes = true\n", ""), "utf-8")
    assert main(["procedure", "mutate", str(folder), "--jobs", "1", "--format", "json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["violated"] == "grave_acts_by_two" and "没有意义" in told.err


def test_read_prints_the_text_by_clauses_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "read", "shenzhen-2023"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[3:5] == ["一、指南写明的程序", "  （一）通知"]
    assert "二、工作组做法" in lines
    assert main(["--lang", "en", "procedure", "read", "shenzhen-2023"]) == 0
    assert "1. What the guide says" in capsys.readouterr().out


def test_read_gives_json_with_both_languages_and_the_digest_of_the_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["procedure", "read", "shenzhen-2023", "--format", "json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["version"].startswith("sha256:") and len(read["digest"]) == 64
    (freeze,) = [one for one in read["sentences"] if one["id"] == "step.freeze_correction"]
    assert (freeze["clause"], freeze["practice"]) == ("4.3.1", True)
    assert "“待补正”" in freeze["zh"] and "“Awaiting correction”" in freeze["en"]


def test_read_against_a_folder_tells_what_is_new_gone_and_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(tmp_path, 'guards = ["every_comment_considered", ', "guards = [")
    path = folder / "procedure.toml"
    text = path.read_text("utf-8").replace("[step.monitor]", "[step.watch]").replace("monitor = ", "watch = ")
    text = text.replace('watch = { means = "monitor"', 'watch = { means = "monitor", zh = "持续监测"')
    path.write_text(text, "utf-8")
    command = ["procedure", "read", "shenzhen-2023", "--against", str(folder)]
    assert main([*command, "--format", "json"]) == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)["differences"]}
    assert {key: one["change"] for key, one in found.items()} == {
        "step.record_finding": "changed", "step.monitor": "new", "step.watch": "gone"
    }  # fmt: skip
    assert "收到的每一条意见都已研究处理" in found["step.record_finding"]["now"]["zh"]
    assert "收到的每一条意见都已研究处理" not in found["step.record_finding"]["before"]["zh"]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "修改  step.record_finding\n  原条文：" in told and "\n  现条文：" in told
    assert "新增  step.monitor" in told and "删去  step.watch" in told


def test_read_against_the_beginning_of_its_own_version_finds_no_difference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    version = digest_of(load_procedure("shenzhen-2023"))
    for beginning in (version, version.removeprefix("sha256:")[:12]):
        assert main(["procedure", "read", "shenzhen-2023", "--against", beginning]) == 0
        assert "两个版本的条文相同。" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["0123456789abcdef", "nowhere-2099", "/nowhere", "abc"])
def test_read_against_something_unknown_exits_2(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedure", "read", "shenzhen-2023", "--against", version]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err


def test_read_writes_a_word_file_that_names_its_version_on_every_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "text.docx"
    command = ["procedure", "read", "shenzhen-2023", "--format", "docx"]
    assert main(command) == 2
    assert "--out" in capsys.readouterr().err
    assert main([*command, "--out", str(target), "--against", "guangzhou-2023"]) == 0
    document = docx.Document(str(target))
    told = [one.text for one in document.paragraphs]
    assert told[0] == "资本市场金融科技创新试点全过程（程序条文）"
    assert "一、指南写明的程序" in told and "（一）通知" in told
    assert told[-2].startswith("三、与版本 sha256:") and told[-1] == "两个版本的条文相同。"
    assert digest_of(load_procedure("shenzhen-2023")) in document.sections[0].footer.paragraphs[1].text


def test_read_says_when_the_file_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedure", "read", "shenzhen-2023", "--out", str(tmp_path / "no" / "x.txt")]) == 2
    assert "x.txt" in capsys.readouterr().err
