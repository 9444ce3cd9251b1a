"""A paper is made with its act, says what was said, is bound by the event and reads the same each time."""

from __future__ import annotations

import io
import json

import docx
import pypdfium2
import pytest

from tests.pilot.acts.staff import Office
from tests.pilot.experts.panel import an_opinion_given
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.texts import digest_of, docx_of, pdf_of
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db
REASON = "一、合规评估报告缺少合规负责人签字。\n二、项目实施方案未写明退出安排。"


def corrected(office: Office) -> CasePaper:
    """Wen asks for corrections."""
    office.do("register_local", office.wen)
    office.do("request_correction", office.wen, reason=REASON)
    return CasePaper.objects.get(kind="correction_notice")


def pdf_text(paper: CasePaper) -> str:
    """The words of its PDF without blanks."""
    pages = pypdfium2.PdfDocument(pdf_of(paper))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_filing_makes_its_receipt_with_the_number_that_it_gives(office: Office) -> None:
    paper = CasePaper.objects.get(kind="receipt")
    number = case_number(office.company.filing)
    assert number and f"申报编号：{number}。" in paper.content["paragraphs"]
    assert paper.content["readers"] == ["lead", office.company.joint.key]
    assert not paper.content["official"]


def test_a_correction_notice_says_what_was_said_and_until_when(office: Office) -> None:
    content = corrected(office).content
    assert content["to"] == ["鹏海证券股份有限公司"]
    assert content["proxy"] and content["issuers"][0].endswith("专项工作组")
    text = "\n".join(content["paragraphs"])
    assert all(line in text for line in REASON.splitlines())
    assert "补正期限为10个工作日" in text
    assert "年" in content["fields"]["limit_day"] and content["fields"]["limit_day"] in text
    assert "{" not in text and content["basis"].startswith("工作组做法")


def test_the_event_names_the_paper_and_its_place(office: Office) -> None:
    paper = corrected(office)
    event = Event.objects.get(place=paper.place or 0)
    assert (event.sequence, event.step, event.at) == (paper.sequence, "request_correction", paper.made_at)
    named = json.loads(bytes(Payload.objects.get(event=event).body))["rests_on"]
    (row,) = [one for one in named if one["table"] == "papers_casepaper"]
    assert row["row"] == str(paper.pk)
    assert row["columns"]["content"] == f"sha256:{digest_of(paper)}"


def test_pdf_and_word_say_the_same_and_are_the_same_bytes_each_time(office: Office) -> None:
    paper = corrected(office)
    again = CasePaper.objects.get(pk=paper.pk)
    assert pdf_of(paper) == pdf_of(again)
    assert docx_of(paper) == docx_of(again)
    words = pdf_text(paper)
    written = "".join(p.text for p in docx.Document(io.BytesIO(docx_of(paper))).paragraphs)
    for said in (*paper.content["paragraphs"], paper.content["title"], "文号待编"):
        assert "".join(said.split()) in words
        assert "".join(said.split()) in "".join(written.split())
    assert digest_of(paper) in words and f"日志位置：{paper.place}" in words
    assert "印章未经本系统核验" in words


def test_where_nothing_was_said_its_announcement_is_left_out_too(office: Office) -> None:
    office.do("register_local", office.wen)
    case, staff = office.company.filing.case, Actor(str(office.wen.pk), frozenset({"secretariat"}))
    case.refresh_from_db()
    perform(case=case, step="request_correction", actor=staff, payload={}, at=office.company.later())
    text = CasePaper.objects.get(kind="correction_notice").content["paragraphs"]
    assert not [line for line in text if line.endswith("：")]


def test_a_refused_act_leaves_no_paper(office: Office) -> None:
    with pytest.raises(Refused):
        office.do("disqualify", office.fang, reason="材料不实")
    with pytest.raises(Refused):
        office.both("close_incomplete", office.fang, office.wen, reason="缺件")
    assert {paper.kind for paper in CasePaper.objects.all()} == {"receipt"}


def test_an_act_that_waits_makes_its_paper_when_it_is_confirmed(office: Office) -> None:
    office.do("register_local", office.wen)
    office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    assert not CasePaper.objects.filter(kind="result_notice").exists()
    done = office.both_again("close_incomplete", office.wen)
    paper = CasePaper.objects.get(kind="result_notice")
    assert paper.place == done.event.place
    assert "缺少安全检测报告" in paper.content["paragraphs"]


def test_of_sealed_opinions_no_paper_is_made(office: Office) -> None:
    office.do("register_local", office.wen)
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    office.do("complete_risk_assessment", office.ren)
    office.do("invite_experts", office.wen, members={"experts": [str(office.xu.pk)]})
    an_opinion_given(office, office.xu)
    assert {paper.kind for paper in CasePaper.objects.all()} == {"receipt"}
