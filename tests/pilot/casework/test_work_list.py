"""Findings as filed become a work list that the clerk confirms, overrules with a reason, or adds to."""

from __future__ import annotations

import json

import pytest

from tests.pilot.acts.staff import Office
from tests.pilot.casework.checking import add, ask, judge, overrule_all, the_list
from tests.pilot.filings.company import just
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.casework.domain.judgement import Judgement, keep_judgements, remove_line
from xianxing.pilot.casework.domain.notices import digest_of
from xianxing.pilot.casework.models import CorrectionItem, FormalityItem
from xianxing.pilot.filings.check.filed_findings import entries_of, findings_as_filed
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


def payload(office: Office, step: str) -> dict[str, object]:
    event = Event.objects.filter(case=office.company.filing.pk, step=step).latest("sequence")
    found: dict[str, object] = json.loads(bytes(Payload.objects.get(event=event).body))["payload"]
    return found


def test_every_open_finding_is_a_line_and_those_not_met_must_be_judged(office: Office) -> None:
    filed = findings_as_filed(office.company.body)
    assert filed is not None
    results = [entry["result"] for entry in entries_of(filed)]
    found = the_list(office)
    assert len(found.lines) == sum(result not in ("met", "not_applicable") for result in results)
    assert len(found.unjudged) == results.count("unmet") > 0
    assert all(line.remedy for line in found.unjudged), "a rule's sentence says what would satisfy"


def test_a_line_is_confirmed_overruled_with_a_reason_and_taken_back(office: Office) -> None:
    one, other, third = the_list(office).unjudged[:3]
    wrong = judge(
        office,
        {
            one.key: Judgement("ask", remedy="请改为中文姓名"),
            other.key: Judgement("overrule"),
            third.key: Judgement("settle"),
        },
    )
    assert set(wrong) == {other.key, third.key}
    assert "理由" in wrong[other.key]
    kept = FormalityItem.objects.get()
    assert (kept.key, kept.decision, kept.remedy) == (one.key, "ask", "请改为中文姓名")
    assert judge(office, {one.key: Judgement("")}) == {}
    assert not FormalityItem.objects.exists()


def test_own_words_need_a_place_a_clause_and_what_would_satisfy(office: Office) -> None:
    for wrong in ({"remedy": " "}, {"words": ""}, {"location": "content.nothing"}, {"clause": "9.9"}):
        with pytest.raises(Refused):
            add(office, **wrong)
    with pytest.raises(Refused, match="最多"):
        add(office, words="字" * 2001)
    line = add(office, location="material[0]")
    remove_line(case=office.company.filing.pk, key=line.key, by=office.wen, at=office.company.later())
    assert not FormalityItem.objects.exists()


def test_only_who_checks_judges_and_only_while_a_check_goes_on(office: Office) -> None:
    line = the_list(office).unjudged[0]
    with pytest.raises(Refused, match="形式审核"):
        judge(office, {line.key: Judgement("ask")}, by=office.fang)
    with pytest.raises(Refused):
        judge(office, {line.key: Judgement("ask")}, by=office.company.cast.zhou)
    with pytest.raises(Stranger):
        keep_judgements(case=office.company.filing.pk, said={}, by=office.xu, at=office.company.later())
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    with pytest.raises(Refused, match="形式审核"):
        judge(office, {line.key: Judgement("ask")})


def test_one_notice_holds_everything_and_its_event_names_every_item(office: Office) -> None:
    line = the_list(office).unjudged[0]
    judge(office, {line.key: Judgement("ask")})
    with pytest.raises(Refused, match="逐项判断"):
        office.do("request_correction", office.wen)
    items = ask(office)
    assert [item.number for item in items] == [1, 2]
    assert {item.round for item in items} == {1}
    assert items[0].rule == line.rule and items[0].remedy == line.remedy
    said = payload(office, "request_correction")
    assert said["correction"] == {"round": 1, "items": 2, "digest": digest_of(items)}
    assert [one["reason"] for one in said["overruled"]]  # type: ignore[attr-defined]
    assert office.state == "correcting"


def test_a_notice_that_asks_for_nothing_does_not_go_out(office: Office) -> None:
    overrule_all(office)
    with pytest.raises(Refused, match="没有要求补正"):
        office.do("request_correction", office.wen)
    assert office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    assert len(payload(office, "pass_formality")["overruled"]) > 0  # type: ignore[arg-type]


def test_a_list_that_nobody_opened_sends_no_empty_notice_and_passes_nothing(office: Office) -> None:
    at, case = office.company.later(), office.company.filing.pk
    complete = Entry(answers={"completeness": "complete"})
    for step, entry, words in (
        ("request_correction", Entry(reason="  "), "没有要求补正"),
        ("pass_formality", complete, "逐项判断"),
    ):
        with pytest.raises(Refused, match=words):
            take_step(
                case=case, step=step, entry=entry, sequence=office.sequence, by=office.wen, at=at,
                step_up=just(office.wen),
            )  # fmt: skip
    assert office.state == "formality_check"
    assert office.do("request_correction", office.wen, reason="请补交安全检测报告").state == "correcting"


def test_what_is_still_asked_does_not_pass(office: Office) -> None:
    add(office)
    overrule_all(office)
    with pytest.raises(Refused, match="还有 1 项要求补正"):
        office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    assert office.state == "formality_check"
    assert not CorrectionItem.objects.exists()


def test_a_list_that_nobody_began_is_passed_over_with_a_reason_only(office: Office) -> None:
    office.do("pass_formality", office.wen, answers={"completeness": "complete"}, reason="已在来函中逐项核对")
    assert office.state == "risk_assessment"
