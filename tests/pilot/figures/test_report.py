"""The annual report: each figure with its code and rows, the annex of definitions, what can't be told."""

from __future__ import annotations

import io

import docx
import pypdfium2
import pytest

from tests.factories.figures import counted_pilot, noon
from tests.pilot.cast import Cast
from tests.pilot.database import a_call
from xianxing.documents.writing.official import OfficialPaper, PaperTable
from xianxing.i18n import language
from xianxing.pilot.figures.definitions import figure_book
from xianxing.pilot.figures.report import annual_report, report_bytes, reported_years
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db
LATER = noon("2024-01-31")


def words_of(paper: OfficialPaper) -> str:
    return "\n".join(part for part in paper.paragraphs if isinstance(part, str))


def tables_of(paper: OfficialPaper) -> list[PaperTable]:
    return [part for part in (*paper.paragraphs, *paper.annex) if isinstance(part, PaperTable)]


def test_every_figure_stands_in_the_report_with_its_code_and_the_number_of_its_rows(cast: Cast) -> None:
    counted_pilot(cast.wen)
    paper = annual_report(2024, at=LATER)
    words = words_of(paper)
    for definition in figure_book().definitions.values():
        assert f"（{definition.code}，明细" in words, definition.code
    assert "申报项目：3件（A1，明细3行）。" in words
    assert "申报项目中要求过补正的：1/3（C1，明细3行）。" in words
    assert "各环节通过情况：形式审核1/2（A3，明细2行）。" in words
    assert str(figure_book().unsaid[0]) in words
    waits = next(table for table in tables_of(paper) if "各阶段用时" in table.caption)
    assert ("已申报", "3", "2 个工作日", "—", "4 个工作日", "3 个工作日", "1/3", "0") in waits.rows


def test_the_annex_defines_every_figure_and_sister_regimes_say_what_is_counted_otherwise(cast: Cast) -> None:
    counted_pilot(cast.wen)
    paper = annual_report(2024, at=LATER)
    (annex,) = [part for part in paper.annex if isinstance(part, PaperTable)]
    book = figure_book()
    assert [row[0] for row in annex.rows] == [one.code for one in book.definitions.values()]
    assert [row[2] for row in annex.rows] == [one.sentence.zh for one in book.definitions.values()]
    regimes = next(table for table in tables_of(paper) if "同类机制" in table.caption)
    assert all("来源" in row[-1] for row in regimes.rows)
    assert "51" in [row[2] for row in regimes.rows]


def test_the_report_is_chinese_whoever_asks_and_signed_by_the_organ_of_the_guide(cast: Cast) -> None:
    counted_pilot(cast.wen)
    with language("en"):
        paper = annual_report(2024, at=LATER)
    assert paper.title == "资本市场金融科技创新试点2024年度报告"
    assert paper.signed == ("深圳资本市场金融科技创新试点专项工作组",)
    assert paper.signed_day == "2024年1月31日"
    assert "2024年尚未结束" in words_of(paper)


def test_a_year_without_a_pilot_is_refused_with_the_years_that_there_are(cast: Cast) -> None:
    assert list(reported_years(at=LATER)) == []
    with pytest.raises(Refused, match="—"):
        annual_report(2024, at=LATER)
    counted_pilot(cast.wen)
    for year in (2022, 2025):
        with pytest.raises(Refused, match="2023年至2024年"):
            annual_report(year, at=LATER)


def test_both_files_hold_the_report_and_are_the_same_bytes_each_time(cast: Cast) -> None:
    counted_pilot(cast.wen)
    told: list[str] = []
    pdf = report_bytes(2024, "pdf", at=LATER, progress=told.append)
    assert len(told) == 3
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "申报项目：3件" in "".join(text.split())
    word = report_bytes(2024, "docx", at=LATER)
    assert "2024年度报告" in docx.Document(io.BytesIO(word)).paragraphs[0].text
    assert (pdf, word) == (report_bytes(2024, "pdf", at=LATER), report_bytes(2024, "docx", at=LATER))


def test_a_pilot_without_cases_makes_a_report_that_says_none(cast: Cast) -> None:
    a_call(cast.wen)
    words = words_of(annual_report(2023, at=LATER))
    assert "各环节通过情况：统计期内没有（A3，明细0行）。" in words
    assert report_bytes(2023, "pdf", at=LATER).startswith(b"%PDF")
