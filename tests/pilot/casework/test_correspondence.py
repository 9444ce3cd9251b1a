"""Calls and paper are noted by the working group, struck out with a reason, and never changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Event
from xianxing.pilot.casework.domain.correspondence import (
    correspondence,
    matching,
    note_correspondence,
    strike_correspondence,
)
from xianxing.pilot.casework.domain.handlers import give_cases, hand_over
from xianxing.pilot.casework.models import CaseHandler, Correspondence, HandOver
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


def note(office: Office, by: User | None = None, **said: Any) -> Correspondence:
    at = office.company.later()
    about: dict[str, Any] = {
        "way": "call", "received_at": at - timedelta(minutes=5), "sender": "鹏海证券 周女士",
        "words": "询问补正材料的提交方式", "case": office.company.filing.pk, **said,
    }  # fmt: skip
    return note_correspondence(**about, by=by or office.wen, at=at)


def strike(office: Office, entry: UUID, reason: str = "登记有误", by: User | None = None) -> Correspondence:
    return strike_correspondence(entry=entry, reason=reason, by=by or office.wen, at=office.company.later())


def test_a_call_is_noted_about_a_case_or_about_none_and_found_by_its_words(office: Office) -> None:
    note(office)
    note(office, by=office.ren, case=None, sender="某协会", words="来函询问汇总表格式", way="paper")
    rows = correspondence(office.tang, at=office.company.at)
    assert [row.sender for row in rows] == ["某协会", "鹏海证券 周女士"]
    assert [row.sender for row in matching(rows, "协会 格式")] == ["某协会"]
    assert not matching(rows, "没有").exists()


def test_others_neither_note_nor_read(office: Office) -> None:
    entry = note(office)
    for other in (office.company.cast.zhou, office.company.cast.li, office.xu):
        with pytest.raises(Stranger):
            note(office, by=other)
        with pytest.raises(Stranger):
            strike(office, entry.pk, by=other)
        assert not correspondence(other, at=office.company.at).exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"way": "pigeon"}, "方式"),
        ({"sender": "  "}, "来电来文"),
        ({"sender": "长" * 101}, "100"),
        ({"words": "\u200b"}, "内容"),
        ({"words": "长" * 4_001}, "4000"),
        ({"received_at": datetime(2099, 1, 1).astimezone()}, "不能晚于"),
        ({"case": uuid4()}, "已申报"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would_satisfy(
    office: Office, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        note(office, **said)
    assert not Correspondence.objects.exists()


def test_an_entry_is_struck_out_once_by_its_author_or_the_secretariat(office: Office) -> None:
    entry = note(office, by=office.ren)
    with pytest.raises(Refused, match="只有登记人"):
        strike(office, entry.pk, by=office.fang)
    with pytest.raises(Refused, match="理由"):
        strike(office, entry.pk, reason=" ")
    struck = strike(office, entry.pk, by=office.ren)
    assert (struck.words, struck.strike_reason) == (entry.words, "登记有误")
    with pytest.raises(Refused, match="已经作废"):
        strike(office, entry.pk)
    with pytest.raises(Stranger):
        strike(office, uuid4())


def test_a_stop_hides_what_came_about_a_case_and_an_erasure_empties_it(office: Office) -> None:
    company, case = office.company, office.company.filing.case
    note(office)
    note(office, case=None)
    give_cases(cases=[case.pk], to=office.ren, by=office.wen, at=company.later())
    hand_over(giver=office.ren, taker=office.tang, words="机要", by=office.wen, at=company.later())
    stop_for_secrecy(case=case, by=office.wen, ground="疑似涉密", at=company.later())
    assert correspondence(office.wen, at=company.at).count() == 1
    with pytest.raises(Refused):
        note(office)
    report_secret(case=case, by=office.wen, to="保密行政管理部门", reference="1", at=company.later())
    acts = Event.objects.filter(case=case, payload__isnull=False, step__startswith="f")
    numbers = list(acts.values_list("sequence", flat=True))
    erase_secret(case=case, sequences=numbers, by=company.cast.li, reason="处置", at=company.later())
    assert set(Correspondence.objects.filter(case=case).values_list("sender", "words")) == {("", "")}
    assert Correspondence.objects.get(case=None).words and HandOver.objects.get().words == ""


def test_all_cases_of_one_who_leaves_go_to_another_with_a_brief(office: Office) -> None:
    company = office.company
    give_cases(cases=[company.filing.pk], to=office.ren, by=office.wen, at=company.later())
    made = hand_over(giver=office.ren, taker=office.tang, words="补正在途", by=office.ren, at=company.later())
    assert CaseHandler.objects.get().user == office.tang
    assert list(made.cases.values_list("case", flat=True)) == [company.filing.pk]


def test_a_hand_over_that_does_not_fit_gives_nothing(office: Office) -> None:
    company = office.company
    give_cases(cases=[company.filing.pk], to=office.ren, by=office.wen, at=company.later())

    def over(giver: User, taker: User, words: str = "说明", by: User | None = None) -> None:
        hand_over(giver=giver, taker=taker, words=words, by=by or office.wen, at=company.later())

    for giver, taker, words, message in (
        (office.ren, office.tang, " ", "交接说明"),
        (office.ren, office.tang, "长" * 4_001, "4000"),
        (office.ren, office.ren, "说明", "不能是同一人"),
        (office.tang, office.ren, "说明", "没有承办的项目"),
        (office.ren, office.bai, "说明", "不是专项工作组成员"),
    ):
        with pytest.raises(Refused, match=message):
            over(giver, taker, words)
    with pytest.raises(Refused, match="已申报"):
        hand_over(giver=office.ren, taker=office.fang, words="说明", by=company.cast.chen, at=company.later())
    assert CaseHandler.objects.get().user == office.ren and not HandOver.objects.exists()
