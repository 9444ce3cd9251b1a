"""The units answer a notice item by item before they hand in; the next check shows only what changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tests.pilot.acts.staff import Office
from tests.pilot.casework.checking import add, answer, ask, correct, judge, overrule_all, the_list
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Event
from xianxing.pilot.casework.domain.answers import asked_now
from xianxing.pilot.casework.domain.judgement import Judgement
from xianxing.pilot.casework.models import CorrectionItem, FormalityItem
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_correction_is_handed_in_once_every_item_is_answered(office: Office) -> None:
    ask(office)
    with pytest.raises(Refused, match="尚未答复：第 1 项"):
        correct(office)
    assert office.state == "reattesting"
    assert answer(office, n1="已在概述中写明") == 1
    office.company.file()
    assert office.state == "formality_check"
    assert asked_now(office.company.filing) == ()


def test_an_answer_can_be_changed_until_then_and_each_time_stands_in_the_record(office: Office) -> None:
    ask(office)
    before = Event.objects.count()
    assert answer(office, n1="已写明") == 1
    assert answer(office, n1="已写明") == 0
    assert answer(office, n1="已写明，见第二段") == 1
    assert Event.objects.count() == before + 2
    item = CorrectionItem.objects.get()
    assert (item.answer, item.answered_by) == ("已写明，见第二段", office.company.cast.zhou)


def test_a_joint_unit_answers_what_stands_on_its_sheet_only(office: Office) -> None:
    add(office, location="unit[joint]", words="信息表缺少联系人职务", remedy="请补充职务")
    ask(office)
    ning = office.company.cast.ning
    assert answer(office, by=ning, n1="已补充") == 1
    with pytest.raises(Refused):
        answer(office, by=ning, n2="已写明")
    for other in (office.wen, office.company.cast.mo):
        with pytest.raises((Refused, Stranger)):
            answer(office, by=other, n1="代答")


def test_nothing_is_answered_where_nothing_is_asked(office: Office) -> None:
    with pytest.raises(Refused, match="没有要求补正"):
        answer(office, n1="已写明")
    ask(office)
    with pytest.raises(Refused, match="最多"):
        answer(office, n1="字" * 2001)
    assert not CorrectionItem.objects.get().answer


def test_the_next_check_shows_what_was_asked_and_what_changed_only(office: Office) -> None:
    ask(office)
    overruled = FormalityItem.objects.filter(decision="overrule").count()
    answer(office, n1="已写明")
    correct(office)
    found = the_list(office)
    assert [line.before.answer for line in found.lines if line.before] == ["已写明"]
    assert len(found.kept) == overruled > 0, "overruled in cells that stayed: not shown again"
    assert found.changes is not None
    assert [cell.location for cell in found.changes.cells] == ["content.overview"]
    assert [line.words for line in found.unjudged] == ["概述没有写明服务对象"]
    assert judge(office, {found.unjudged[0].key: Judgement("settle")}) == {}
    assert office.do("pass_formality", office.wen, answers={"completeness": "complete"})


def test_what_is_not_done_is_asked_again_in_the_next_round(office: Office) -> None:
    ask(office)
    answer(office, n1="不涉及")
    correct(office)
    (line,) = the_list(office).unjudged
    judge(office, {line.key: Judgement("ask", remedy="请写明规模的单位")})
    office.do("request_correction", office.wen)
    again = CorrectionItem.objects.get(round=2)
    assert (again.number, again.remedy, again.answer) == (1, "请写明规模的单位", "")
    office.company.filing.refresh_from_db()
    assert [item.round for item in asked_now(office.company.filing)] == [2]


def test_an_item_asked_from_a_finding_is_settled_when_the_rule_is_met(office: Office) -> None:
    overrule_all(office)
    add(office)
    line = next(one for one in the_list(office).lines if one.rule and one.said)
    judge(office, {line.key: Judgement("ask")})
    office.do("request_correction", office.wen)
    rules = [item.rule for item in CorrectionItem.objects.order_by("number")]
    assert line.rule in rules
    answer(office, n1="已改", n2="已改")
    correct(office)
    found = the_list(office)
    asked = {one.before.rule for one in found.lines if one.before} | {one.rule for one in found.settled}
    assert asked == set(rules)


def test_the_database_keeps_what_was_asked(office: Office) -> None:
    ask(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        CorrectionItem.objects.update(remedy="无需补正")
    with pytest.raises(DatabaseError), transaction.atomic():
        CorrectionItem.objects.all()._raw_delete("default")


def test_an_erasure_for_secrecy_takes_every_word(office: Office) -> None:
    ask(office)
    case, cast = office.company.filing.case, office.company.cast
    stop_for_secrecy(case=case, by=cast.li, ground="申报内容涉密", at=office.company.later())
    report_secret(
        case=case, by=cast.li, to="保密行政管理部门", reference="密报1号", at=office.company.later()
    )
    erase_secret(case=case, sequences=[], by=cast.li, reason="涉密", at=office.company.later())
    assert set(CorrectionItem.objects.values_list("words", "remedy", "answer")) == {("", "", "")}
    assert not FormalityItem.objects.exists()
