"""`xianxing check` as people and programs use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checker.factory import joint
from xianxing.cli import main
from xianxing.i18n import compile_catalogues

DAY = ["--as-of", "2024-01-20", "--ocr", "never"]


@pytest.fixture(autouse=True)
def _catalogues() -> None:
    compile_catalogues()


def test_a_filing_in_order_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(joint().write(tmp_path / "filing")), *DAY]) == 0
    said = capsys.readouterr().out
    assert "面向公募产品说明书的一致性核验工具" in said
    assert "不符合 0 项" in said


def test_a_defect_exits_1_and_is_shown_with_its_place_and_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = joint()
    draft.content["exit_plan"] = []
    draft.unit("lead")["commitments"] = []
    draft.content["state_secrets"] = True
    assert main(["check", str(draft.write(tmp_path / "filing")), *DAY]) == 1
    said = capsys.readouterr().out
    blocking, law, practice = (
        said.index(title) for title in ("不成其为申报", "工作指南的要求", "申报实践的要求")
    )
    assert (
        blocking
        < said.index("涉及国家秘密")
        < law
        < said.index("二(三)")
        < practice
        < said.index("没有列出试点承诺")
    )


def test_json_is_the_contract_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = joint()
    draft.content["overview"] = ""
    assert main(["check", str(draft.write(tmp_path / "filing")), "--format", "json", *DAY]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["as_of"] == "2024-01-20"
    unmet = [finding for finding in data["findings"] if finding["result"] == "unmet"]
    assert [(finding["clause"], finding["location"]) for finding in unmet] == [("4.1.1", "content.overview")]


def test_english_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(joint().write(tmp_path / "filing")), "--lang", "en", *DAY]) == 0
    assert "0 unmet" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["guide = ", 'guide = "atlantis-1999"\n'])
def test_what_cannot_be_read_exits_2_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "filing.toml").write_text(text, "utf-8")
    assert main(["check", str(tmp_path), *DAY]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "第1行" in said.err or "shenzhen-2023" in said.err


def test_an_unknown_guide_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "filing.toml").write_text('guide = "atlantis-1999"\n', "utf-8")
    assert main(["check", str(tmp_path), *DAY]) == 2
    told = capsys.readouterr().err
    assert told.startswith("filing.toml 所列的指南不在此处")
    assert "atlantis-1999" in told and "shenzhen-2023" in told and "/check/" in told


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01"])
def test_a_day_that_is_none_is_refused(day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(tmp_path), "--as-of", day])
    assert stopped.value.code == 2
    assert "2024-01-20" in capsys.readouterr().err
