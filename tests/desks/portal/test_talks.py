"""What is said about a cell, beside it: read there, written there, asked there, with and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from tests.desks.portal.conftest import Draft
from xianxing.pilot.clock import now
from xianxing.pilot.filings.attest.freezing import freeze
from xianxing.pilot.filings.draft.cells import remove_row
from xianxing.pilot.filings.draft.comments import comment
from xianxing.pilot.filings.draft.questions import answer_question, ask_question
from xianxing.pilot.filings.models import Cell, Comment, Question

OVERVIEW = "content.overview"
PAGE = "sections/purpose/"
JSON = {"Accept": "application/json"}


def cell(page: str, anchor: str = "c-content-overview") -> str:
    """The part of a page that is one cell."""
    found = re.search(rf'<section class="cell" id="{anchor}"[^>]*>.*?</section>', page, re.S)
    assert found
    return found[0]


def test_a_comment_is_written_beside_the_cell_and_leads_back_to_it(draft: Draft) -> None:
    client, luo = draft.enter("zhou"), draft.person("luo")
    sent = {"location": OVERVIEW, "back": OVERVIEW, "text": "请核对名录来源", "to": luo.pk}
    answer = client.post(draft.url("comments/"), sent)
    assert answer.status_code == 302
    assert answer["Location"] == draft.url(PAGE) + "?done=said#c-content-overview"
    page = draft.enter("luo").get(draft.url(PAGE)).content.decode()
    beside = cell(page)
    assert "请核对名录来源" in beside
    assert re.search(r"周若岚</b> → 罗景行", beside)
    assert '<details class="talk" open>' in beside
    assert page.count("请核对名录来源") == beside.count("请核对名录来源")
    kept = Comment.objects.get()
    settled = draft.enter("luo").post(draft.url(f"comments/{kept.pk}/settle/"), {"back": OVERVIEW})
    assert settled["Location"] == draft.url(PAGE) + "?done=settled#c-content-overview"
    assert "请核对名录来源" not in client.get(draft.url(PAGE)).content.decode()
    assert "请核对名录来源" in client.get(draft.url("comments/")).content.decode()


def test_a_comment_on_a_row_says_which(draft: Draft) -> None:
    zhou = draft.person("zhou")
    comment(filing=draft.filing, location="content.milestones[1]", text="日期再看", by=zhou, at=now())
    page = draft.enter("luo").get(draft.url("sections/course/")).content.decode()
    assert re.search(r"周若岚</b> · 第 2 行", cell(page, "c-content-milestones"))
    first = Cell.objects.filter(filing=draft.filing, path="content.milestones").order_by("position")[0]
    remove_row(cell=first, based_on=first.version, by=zhou, at=now())
    page = draft.enter("luo").get(draft.url("sections/course/")).content.decode()
    assert re.search(r"周若岚</b> · 第 1 行", cell(page, "c-content-milestones"))


def test_a_question_is_asked_and_answered_beside_the_cell(draft: Draft) -> None:
    client = draft.enter("zhou")
    sent = {"path": OVERVIEW, "back": OVERVIEW, "text": "概述可否附表？"}
    answer = client.post(draft.url("questions/"), sent)
    assert answer["Location"] == draft.url(PAGE) + "?done=asked#c-content-overview"
    asked = Question.objects.get()
    assert (asked.path, asked.text, asked.asked_by.name) == (OVERVIEW, "概述可否附表？", "周若岚")
    assert "尚未答复" in cell(client.get(draft.url(PAGE)).content.decode())
    staff = draft.cast.people["温如玉"]
    answer_question(question=asked, text="可以，另附说明。", by=staff, at=now() + timedelta(minutes=1))
    beside = cell(client.get(draft.url(PAGE)).content.decode())
    assert "可以，另附说明。" in beside
    assert "已答复 1/1" in beside


def test_a_script_gets_the_renewed_talk_of_the_cell_alone(draft: Draft) -> None:
    client = draft.enter("zhou")
    sent = {"location": "unit[lead].contacts", "back": "unit[lead].contacts", "text": "联系人是否有变"}
    told = client.post(draft.url("comments/"), sent, headers=JSON)
    assert told.status_code == 200
    assert told.json()["said"]
    assert "联系人是否有变" in told.json()["talk"]
    assert 'value="say:unit[lead].contacts"' in told.json()["talk"]
    assert "<html" not in told.json()["talk"]
    empty = client.post(draft.url("comments/"), {**sent, "text": " "}, headers=JSON)
    assert empty.status_code == 422
    assert empty.json()["problem"]
    asked = client.post(draft.url("questions/"), {"path": "unit.nothing", "text": "?"}, headers=JSON)
    assert asked.status_code == 422
    assert Comment.objects.count() == 1


def test_a_refused_comment_beside_a_cell_keeps_its_words(draft: Draft) -> None:
    long = "长" * 2001
    sent = {"location": OVERVIEW, "back": OVERVIEW, "text": long}
    answer = draft.enter("zhou").post(draft.url("comments/"), sent)
    assert answer.status_code == 400
    assert long in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_way_back_is_a_cell_of_this_filing_or_none(draft: Draft) -> None:
    client = draft.enter("zhou")
    for back in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "material[0]",
        "content.nothing",
        "unit[x].",
    ):
        sent = {"location": OVERVIEW, "back": back, "text": "一句话"}
        answer = client.post(draft.url("comments/"), sent)
        assert answer["Location"] == draft.url("comments/") + "?done=said", back


def test_until_the_freeze_a_comment_on_a_sheet_is_for_its_own_people(draft: Draft) -> None:
    client = draft.enter("zhou")
    form, sheet = (client.get(draft.url(page)).content.decode() for page in (PAGE, "units/lead/work/"))
    assert ">宁远航</option>" in form
    assert ">罗景行</option>" in sheet
    assert ">宁远航</option>" not in sheet


def test_until_the_freeze_a_question_about_a_sheet_is_for_its_own_people(draft: Draft) -> None:
    words = "本单位的出资安排怎样填写？"
    ning = draft.person("ning")
    ask_question(filing=draft.filing, path="unit.contribution", text=words, by=ning, at=now())
    pages = ("questions/", "units/lead/work/", "units/joint/work/")

    def seen(name: str) -> set[str]:
        client = draft.enter(name)
        return {page for page in pages if words in client.get(draft.url(page)).content.decode()}

    assert seen("ning") == {"questions/", "units/joint/work/"}
    assert seen("zhou") == set()
    freeze(filing=draft.filing, by=draft.person("zhou"), at=now())
    assert "questions/" in seen("zhou")


def test_a_section_costs_the_same_whatever_was_said(
    draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, zhou, luo = draft.enter("zhou"), draft.person("zhou"), draft.person("luo")
    for number in (1, 2):
        for _ in range(number):
            comment(filing=draft.filing, location=OVERVIEW, text="请看", by=zhou, at=now(), to=luo)
            ask_question(filing=draft.filing, path=OVERVIEW, text="能否附表？", by=zhou, at=now())
        client.get(draft.url(PAGE))
        with django_assert_num_queries(SECTION):
            client.get(draft.url(PAGE))


SECTION = 22
