"""A paper gets its number once, from the secretariat, in the form of official papers."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.papers.domain.numbering import as_number, enter_paper_number
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.texts import pdf_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(office: Office) -> CasePaper:
    office.do("register_local", office.wen)
    office.do("request_correction", office.wen, reason="请补签")
    return CasePaper.objects.get(kind="correction_notice")


def enter(office: Office, paper: CasePaper, number: str, by: User) -> CasePaper:
    at = office.company.later()
    return enter_paper_number(paper=paper.public_id, number=number, by=by, at=at)


def test_a_number_is_entered_once_and_printed(office: Office, notice: CasePaper) -> None:
    before = pdf_of(notice)
    sequence = office.sequence
    row = enter(office, notice, " 某局函[2024]5号 ", office.tang)
    assert (row.number, row.numbered_by) == ("某局函〔2024〕5号", office.tang)
    assert office.sequence == sequence + 1
    page = pypdfium2.PdfDocument(pdf_of(row))[0].get_textpage().get_text_range()
    assert "某局函〔2024〕5号" in page and "文号待编" not in page
    assert pdf_of(row) != before
    with pytest.raises(Refused, match="已有文号"):
        enter(office, notice, "某局函〔2024〕6号", office.wen)


def test_only_the_secretariat_numbers(office: Office, notice: CasePaper) -> None:
    for other in (office.fang, office.bai, office.company.cast.zhou):
        with pytest.raises(Refused):
            enter(office, notice, "某局函〔2024〕5号", other)
    with pytest.raises((Refused, Stranger)):
        enter(office, notice, "某局函〔2024〕5号", office.company.cast.mo)
    notice.refresh_from_db()
    assert notice.number == ""


def test_a_record_bears_none(office: Office, notice: CasePaper) -> None:
    receipt = CasePaper.objects.get(kind="receipt")
    with pytest.raises(Refused, match="不编文号"):
        enter(office, receipt, "某局函〔2024〕5号", office.wen)


@pytest.mark.parametrize(
    "text", ["", "5号", "某局函2024年5号", "某局函〔2024〕05号", "某局函〔2024〕第5号", "〔2024〕5号"]
)
def test_another_form_is_refused_with_what_would_do(text: str) -> None:
    with pytest.raises(Refused, match="某局函〔2024〕5号"):
        as_number(text)


def test_the_audit_finds_nothing_wrong_with_it(office: Office, notice: CasePaper) -> None:
    enter(office, notice, "某局函〔2024〕5号", office.wen)
    assert list(case_faults()) == []
