"""The secretariat reads what the public said and considers each; nobody of the units or the officers does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.factories.notices import Noticed, at_the_time_of, said
from xianxing.pilot.notices.domain.reading import answer_to

pytestmark = pytest.mark.django_db


def test_a_comment_is_opened_and_considered_with_an_answer(under_notice: Noticed, settings: Settings) -> None:
    company, notice = under_notice.company, under_notice.notice
    given = said(company, notice, "objection", text="<b>数据</b>来源存疑", name="钟离默", contact="zl")
    at_the_time_of(company, settings)
    wen = enter(company.cast.wen)
    place = f"/desk/cases/{company.filing.pk}/comments/"
    page = wen.get(place).content.decode()
    assert given.number in page
    assert "钟离默" not in page
    assert "待处理 1 件" in page
    opened = wen.get(f"{place}{given.number}/").content.decode()
    assert "钟离默" in opened
    assert "&lt;b&gt;数据&lt;/b&gt;来源存疑" in opened
    found = re.search(r'name="sequence" value="(\d+)"', opened)
    assert found is not None
    seen = found[1]
    at_the_time_of(company, settings)
    empty = wen.post(f"{place}{given.number}/", {"sequence": seen, "answer": " "})
    assert empty.status_code == 422
    assert "请填写答复内容" in empty.content.decode()
    done = wen.post(f"{place}{given.number}/", {"sequence": seen, "answer": "已核实。"})
    assert (done.status_code, done["Location"]) == (302, place)
    found_answer = answer_to(number=given.number, secret=given.secret).considered
    assert found_answer is not None
    assert found_answer.answer == "已核实。"
    late = wen.post(f"{place}{given.number}/", {"sequence": seen, "answer": "再写一次"})
    assert late.status_code == 422
    assert "再写一次" in late.content.decode()
    assert "再写一次" not in wen.get(f"{place}{given.number}/").content.decode()


def test_nobody_but_the_secretariat_sees_that_anything_was_said(
    under_notice: Noticed, settings: Settings
) -> None:
    company, notice = under_notice.company, under_notice.notice
    given = said(company, notice, "objection", name="钟离默", contact="zl")
    at_the_time_of(company, settings)
    place = f"/desk/cases/{company.filing.pk}/comments/"
    people = (company.cast.zhou, company.he, company.shi, company.cast.li, company.cast.mo)
    for client in (Client(), *(enter(person) for person in people)):
        for address in (place, f"{place}{given.number}/"):
            assert client.get(address).status_code in (302, 404)
