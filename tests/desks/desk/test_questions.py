"""Questions are answered in writing; what is published names nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.filings.draft.questions import answer_question, ask_question, publish_answer
from xianxing.pilot.filings.models import Question
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User

Visit = Callable[[User, datetime], Client]


def asked(company: Company, text: str = "上限按户还是按笔？") -> Question:
    return ask_question(
        filing=company.filing, path="content.scale", text=text, by=company.cast.zhou, at=company.later()
    )


def test_an_answer_is_written_once_and_published_in_general_words(
    company: Company, visit: Visit, client: Client
) -> None:
    question = asked(company)
    desk, place = visit(company.cast.wen, company.at), f"/desk/questions/{question.pk}/"
    shown = desk.get("/desk/questions/").content.decode() + desk.get(place).content.decode()
    assert "上限按户还是按笔？" in shown
    for secret in ("鹏海", "zhou", str(company.filing.pk), "关联方"):
        assert secret not in shown
    assert desk.post(place, {"text": " "}).status_code == 200
    assert desk.post(place, {"text": "按项目实际选择，并写明理由。"}).status_code == 302
    assert Question.objects.get().answered_by == company.cast.wen
    assert "按项目实际选择" not in client.get("/faq/").content.decode()
    named = {"general_question": "鹏海证券股份有限公司问：按户？", "general_answer": "按实际。"}
    assert desk.post(place, named).status_code == 200
    assert Question.objects.get().published_at is None
    general = {"general_question": "上限按户还是按笔？", "general_answer": "均可，须写明理由。"}
    assert desk.post(place, general).status_code == 302
    public = client.get("/faq/").content.decode()
    assert "均可，须写明理由。" in public
    assert "按项目实际选择" not in public
    assert client.get("/faq/?format=json").json()[0]["answer"] == "均可，须写明理由。"


def test_of_a_filing_that_is_stopped_the_faq_tells_nothing(company: Company, client: Client) -> None:
    question, cast = asked(company), company.cast
    answer_question(question=question, text="按笔。", by=cast.wen, at=company.later())
    publish_answer(
        question=question, general_question="按户还是按笔？", general_answer="均可。", by=cast.wen,
        at=company.later(),
    )  # fmt: skip
    assert "均可。" in client.get("/faq/").content.decode()
    stop_for_secrecy(case=company.filing.case, by=cast.wen, ground="疑似涉密", at=company.later())
    assert "均可。" not in client.get("/faq/").content.decode()


def test_the_asker_is_told_of_the_answer_and_the_secretariat_of_the_question(company: Company) -> None:
    question = asked(company)
    told = Message.objects.filter(kind="question")
    assert {(row.recipient.name, row.case) for row in told} == {("wen", None), ("tang", None)}
    answer_question(question=question, text="按笔。", by=company.cast.wen, at=company.later())
    assert [row.recipient for row in Message.objects.filter(kind="answer")] == [company.cast.zhou]


def test_questions_are_the_secretariats_alone(company: Company, head: User, visit: Visit) -> None:
    question, cast = asked(company), company.cast
    for person in (head, cast.zhou, cast.ning, cast.sun, cast.gao, cast.mo):
        client = visit(person, company.at)
        for place in ("/desk/questions/", f"/desk/questions/{question.pk}/"):
            assert client.get(place).status_code == 404
            assert client.post(place, {"text": "x"}).status_code in (404, 405)
    assert Question.objects.get().answered_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_for_any_number(
    company: Company,
    visit: Visit,
    client: Client,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for turn in range(number):
        question = asked(company, f"问题{turn}")
        answer_question(question=question, text="答", by=company.cast.wen, at=company.later())
        publish_answer(
            question=question, general_question=f"问{turn}", general_answer="答",
            by=company.cast.wen, at=company.later(),
        )  # fmt: skip
    desk = visit(company.cast.wen, company.at)
    desk.get("/desk/questions/")
    with django_assert_num_queries(9):
        desk.get("/desk/questions/")
    client.get("/faq/")
    with django_assert_num_queries(2):
        assert client.get("/faq/").content.decode().count("<article") == number
