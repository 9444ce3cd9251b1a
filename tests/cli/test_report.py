"""`xianxing report annual`: four endings, progress on stderr, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from xianxing.cli import main
from xianxing.pilot.cases.models import Case


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("csv", "统计项编号".encode("utf-8-sig"))],
    ids=["pdf", "docx", "xlsx", "csv"],
)
def test_the_report_is_written_in_the_form_that_the_file_is_called_by(
    case: Case, tmp_path: Path, ending: str, begins: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    out, year = tmp_path / f"report.{ending}", str(case.opened_at.year)
    assert main(["report", "annual", year, "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(out)
    assert f"正在统计{year}年的数" in said.err
    assert out.read_bytes().startswith(begins)
    assert main(["report", "annual", year, "--out", str(out), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_another_ending_or_year_or_folder_is_named_and_nothing_written(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, year = tmp_path / "report.odt", str(case.opened_at.year)
    assert main(["report", "annual", year, "--out", str(out)]) == 2
    assert ".docx" in capsys.readouterr().err
    assert main(["report", "annual", "1999", "--out", str(tmp_path / "report.pdf")]) == 2
    assert "1999年没有可以报告的内容" in capsys.readouterr().err
    assert main(["report", "annual", year, "--out", str(tmp_path / "no" / "report.csv")]) == 1
    assert "无法写入" in capsys.readouterr().err
    assert list(tmp_path.glob("report.*")) == []
