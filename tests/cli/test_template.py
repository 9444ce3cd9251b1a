"""`xianxing template`: what is written, and what is refused."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from pathlib import Path

import docx
import pytest

from tests.factories.cities import qinglan
from xianxing.cli import main, template
from xianxing.law.package import BUILT_IN


def test_writes_the_forms_and_a_filing_that_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "shenzhen-2023", "--out", str(tmp_path / "out")]) == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"申报表.docx", "项目申报机构信息表.docx", "filing.toml"}
    assert capsys.readouterr().out.count("\n") == 3
    assert tomllib.loads((tmp_path / "out" / "filing.toml").read_text("utf-8"))["guide"] == "shenzhen-2023"


def test_a_partial_guide_has_forms_too(tmp_path: Path) -> None:
    assert main(["template", "guangzhou-2023", "--out", str(tmp_path)]) == 0
    assert tomllib.loads((tmp_path / "filing.toml").read_text("utf-8"))["batch"] == ""


def test_a_guide_may_be_the_folder_of_an_edited_copy(tmp_path: Path) -> None:
    folder = tmp_path / "copy_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    assert main(["template", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert tomllib.loads((tmp_path / "out" / "filing.toml").read_text("utf-8"))["guide"] == "copy-2023"


def test_a_guide_whose_call_is_still_to_open_has_its_forms_of_that_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = qinglan(tmp_path)
    monkeypatch.setattr(template, "today", lambda _clock: date(2025, 12, 1))
    settings = folder / "settings.toml"
    limit = '{ value = 300, since = 2026-01-01, source = { zh = "甲", en = "a" } }'
    settings.write_text(
        f"{settings.read_text('utf-8')}\n[parameter.cell_limit]\nvalues = [{limit}]\n", "utf-8"
    )
    assert main(["template", str(folder), "--out", str(tmp_path / "out")]) == 0
    document = docx.Document(str(tmp_path / "out" / "申报表.docx"))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert any("不超过300字" in text for text in cells)


def test_a_guide_without_a_number_in_force_is_told_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(template, "today", lambda _clock: date(2000, 1, 1))
    assert main(["template", "guangzhou-2023", "--out", str(tmp_path / "out")]) == 2
    assert "2000-01-01" in capsys.readouterr().err


def test_an_unknown_guide_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "atlantis-1", "--out", str(tmp_path)]) == 2
    message = capsys.readouterr().err
    assert "atlantis-1" in message
    assert "shenzhen-2023" in message
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "filing.toml").write_text("mine")
    assert main(["template", "shenzhen-2023", "--out", str(tmp_path)]) == 2
    assert "filing.toml" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["filing.toml"]


def test_a_file_in_the_folders_place_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("mine")
    assert main(["template", "shenzhen-2023", "--out", str(tmp_path / "out")]) == 2
    assert str(tmp_path / "out") in capsys.readouterr().err
