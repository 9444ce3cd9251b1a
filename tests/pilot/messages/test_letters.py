"""Letters: the act, the limit, the place, and nothing of a filing; one act gives a person one message."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.factories.notices import Noticed, considered, published, said
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain import stop_for_secrecy
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.messages.letters import letter_about
from xianxing.pilot.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn(company_filed: Company) -> Message:
    return Message.objects.filter(recipient=company_filed.cast.wen, kind="turn").latest("pk")


def test_a_letter_names_case_act_limit_and_place_and_nothing_of_the_filing(
    company_filed: Company, turn: Message
) -> None:
    subject, body = letter_about(turn)
    assert subject == "先行：有事项待您办理 / Xianxing: something waits for you"
    lines = body.splitlines()
    assert lines[0] == f"项目编号：{case_number(company_filed.filing)}"
    assert lines[1].startswith("待办事项：")
    assert lines[2].startswith("期限：") and "个工作日" in lines[2]
    assert lines[3].endswith(f"/messages/{turn.pk}/")
    for path in ("project.name", "content.overview"):
        assert str(company_filed.filing.cells.get(path=path).value)[:8] not in body
    assert company_filed.lead.institution is not None and company_filed.lead.institution.name not in body


def test_of_a_case_that_was_stopped_meanwhile_a_letter_says_nothing(
    company_filed: Company, turn: Message
) -> None:
    number = case_number(company_filed.filing)
    stop_for_secrecy(
        case=company_filed.filing.case, by=company_filed.cast.wen, ground="疑似涉密", at=company_filed.later()
    )
    _subject, body = letter_about(turn)
    assert number not in body and "待办事项" not in body and "期限" not in body
    assert body.count(f"/messages/{turn.pk}/") == 2


def test_from_filing_to_publication_no_act_gives_anybody_two_messages(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    considered(company, said(company, notice).number, "已说明。")
    published(company, notice)
    told = Counter(Message.objects.values_list("recipient", "case", "at"))
    assert len(told) > 20
    assert [key for key, count in told.items() if count > 1] == []
