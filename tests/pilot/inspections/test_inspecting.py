"""An inspection is planned from the project's own promises, written down, told, answered and closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.inspections import FAULT, FINE, answered, decided, judged, planned, told, wrote
from tests.factories.monitoring import LINES, agreed, at_noon
from tests.factories.notices import Noticed
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import EARLY
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.experts.domain.pool import declare_tie
from xianxing.pilot.experts.models import TieKind
from xianxing.pilot.inspections.domain.closing import close_inspection
from xianxing.pilot.inspections.domain.finding import tell_findings
from xianxing.pilot.inspections.domain.planning import add_own_line, call_off_inspection
from xianxing.pilot.inspections.models import Inspection, InspectionFinding, InspectionLine, LineResult
from xianxing.pilot.inspections.notice import notice
from xianxing.pilot.inspections.queries import paper_of
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.limits import day_words
from xianxing.pilot.messages.models import Message
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import MemberRole, StaffRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.2.2")]


def closed(office: Office) -> Inspection:
    return close_inspection(
        case=office.company.filing.pk, inspection=1, words="总体符合承诺。", by=office.wen,
        at=office.company.later(),
    )  # fmt: skip


def kinds_told(user: User) -> list[str]:
    return list(
        Message.objects.filter(recipient=user, kind__contains="inspection").values_list("kind", flat=True)
    )


def test_the_checklist_is_made_of_what_the_project_promised_and_of_its_indicators(on_trial: Office) -> None:
    agreed(on_trial)
    row = planned(on_trial)
    lines = list(InspectionLine.objects.filter(inspection=row).order_by("number"))
    assert {one.source for one in lines} == {"filing", "indicator"}
    assert next(one.clause for one in lines if one.label == "业务风险清单") == "4.2.3"
    assert any(one.label == "退出方案" and one.words.startswith("触发情形：") for one in lines)
    assert sum(one.source == "indicator" for one in lines) == len(LINES)
    assert any("黄线99.9%，红线99.5%" in one.words for one in lines)
    assert [one.number for one in lines] == list(range(1, len(lines) + 1))
    assert list(case_faults()) == []


def test_the_notice_says_when_why_what_and_by_whom(on_trial: Office) -> None:
    today = day_of(on_trial.company.at)
    found = notice(planned(on_trial, last_day=today))
    text = "\n".join(str(one) for one in found.paragraphs)
    assert found.to == on_trial.company.cast.penghai.name
    assert "五(二)2" in text
    assert f"定于{today.year}年{today.month}月{today.day}日对" in text
    assert "监测数值多次接近红线。" in text
    assert f"{on_trial.ren.name}、{on_trial.tang.name}。" in text


def test_the_institutions_and_the_inspectors_are_told_once(on_trial: Office) -> None:
    planned(on_trial)
    assert kinds_told(on_trial.company.cast.zhou) == ["inspection_planned"]
    assert kinds_told(on_trial.ren) == ["inspection_assigned"]
    assert kinds_told(on_trial.wen) == []
    day = day_words(day_of(on_trial.company.at))
    assert f"检查期间为{day}至" in sentence(Message.objects.get(recipient=on_trial.ren))


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"first_day": date(2024, 1, 2)}, "first_day", "2024-01-02已过"),
        ({"last_day": date(2024, 1, 2)}, "last_day", "早于"),
        ({"reason": " "}, "reason", "事由"),
        ({"scope": ""}, "scope", "范围"),
        ({"place": "moon"}, "place", "现场"),
        ({"inspectors": ()}, "inspectors", "至少"),
        ({"inspectors": (0,)}, "inspectors", "工作组人员"),
    ],
)
def test_a_plan_that_is_wrong_is_refused_in_words(
    on_trial: Office, said: dict[str, Any], code: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        planned(on_trial, **said)
    assert refused.value.code == code
    assert not Inspection.objects.exists()


def test_an_inspection_on_site_takes_two_and_one_off_site_one(on_trial: Office) -> None:
    with pytest.raises(Refused, match="至少2名"):
        planned(on_trial, inspectors=(on_trial.ren.pk,))
    planned(on_trial, place="off_site", inspectors=(on_trial.ren.pk,))


def test_somebody_with_a_declared_tie_to_a_unit_does_not_inspect_the_project(on_trial: Office) -> None:
    company = on_trial.company
    appoint_staff(user=on_trial.ren, role=StaffRole.EXPERT, at=EARLY)
    declare_tie(
        expert=on_trial.ren, kind=TieKind.FAMILY, organisation=company.cast.penghai.name, by=on_trial.ren,
        at=company.later(),
    )  # fmt: skip
    with pytest.raises(Refused, match="不宜检查本项目") as refused:
        planned(on_trial)
    assert refused.value.code == "inspectors"


def test_somebody_who_worked_for_a_unit_lately_does_not_inspect_the_project(on_trial: Office) -> None:
    company = on_trial.company
    Membership.objects.create(
        user=on_trial.tang, institution=company.cast.penghai, role=MemberRole.AUTHOR,
        since=company.at - timedelta(days=90), until=company.at - timedelta(days=30),
    )  # fmt: skip
    with pytest.raises(Refused, match="任职"):
        planned(on_trial)


def test_only_the_secretariat_and_the_head_plan(on_trial: Office) -> None:
    planned(on_trial, by=on_trial.fang)
    with pytest.raises(Refused) as refused:
        planned(on_trial, by=on_trial.ren)
    assert refused.value.code == "role"
    with pytest.raises(Stranger):
        planned(on_trial, by=on_trial.xu)


def test_a_project_that_is_not_on_trial_is_not_inspected(under_notice: Noticed) -> None:
    office = an_office(under_notice.company)
    with pytest.raises(Refused, match="不在试点") as refused:
        planned(office)
    assert refused.value.code == "not-running"


def test_inspectors_add_lines_and_others_do_not(on_trial: Office) -> None:
    row = planned(on_trial)
    case, at = on_trial.company.filing.pk, on_trial.company
    before = InspectionLine.objects.filter(inspection=row).count()
    line = add_own_line(case=case, inspection=1, words="机房门禁记录", by=on_trial.tang, at=at.later())
    assert (line.number, line.source) == (before + 1, "own")
    with pytest.raises(Refused) as refused:
        add_own_line(case=case, inspection=1, words="另一项", by=on_trial.wen, at=at.later())
    assert refused.value.code == "role"


def test_a_result_stands_beside_the_earlier_one_and_does_not_overwrite_another_s(on_trial: Office) -> None:
    planned(on_trial)
    wrote(on_trial, 1, FINE)
    with pytest.raises(Refused, match="刚刚填写") as refused:
        wrote(on_trial, 1, FAULT, by=on_trial.tang)
    assert refused.value.code == "older"
    wrote(on_trial, 1, replace(FAULT, based_on=1), by=on_trial.tang)
    results = paper_of(Inspection.objects.get())[0].results
    assert [(one.number, one.outcome, one.by) for one in results] == [
        (1, "in_order", on_trial.ren), (2, "finding", on_trial.tang),
    ]  # fmt: skip
    assert results[-1].units == [on_trial.company.lead.key]
    assert list(case_faults()) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (replace(FAULT, words=" "), "words"),
        (replace(FAULT, grade="huge"), "grade"),
        (replace(FINE, outcome="not_looked_at"), "words"),
        (replace(FINE, outcome=""), "outcome"),
    ],
)
def test_a_result_that_says_too_little_is_refused(on_trial: Office, said: Any, code: str) -> None:
    planned(on_trial)
    with pytest.raises(Refused) as refused:
        wrote(on_trial, 1, said)
    assert refused.value.code == code
    assert not LineResult.objects.exists()


def test_nothing_is_written_before_the_first_day(on_trial: Office) -> None:
    today = day_of(on_trial.company.at)
    planned(on_trial, first_day=today + timedelta(days=3), last_day=today + timedelta(days=4))
    with pytest.raises(Refused) as refused:
        wrote(on_trial, 1, FINE)
    assert refused.value.code == "first_day"


def test_files_that_stand_on_a_line_stay_with_its_next_result(on_trial: Office) -> None:
    planned(on_trial)
    first, second = on_trial.letter(on_trial.ren, "日志.pdf"), on_trial.letter(on_trial.ren, "截图.pdf")
    wrote(on_trial, 1, replace(FAULT, evidence=(first,)))
    result = wrote(on_trial, 1, replace(FAULT, evidence=(second,), based_on=1))
    assert result.evidence == [str(first), str(second)]
    assert list(case_faults()) == []


def test_an_inspection_with_unjudged_lines_is_neither_told_nor_closed(on_trial: Office) -> None:
    planned(on_trial)
    wrote(on_trial, 1, FAULT)
    about: dict[str, Any] = {"case": on_trial.company.filing.pk, "inspection": 1}
    with pytest.raises(Refused, match="2、3、4") as untold:
        tell_findings(by=on_trial.ren, at=on_trial.company.later(), **about)
    with pytest.raises(Refused, match="2、3、4") as unclosed:
        closed(on_trial)
    assert untold.value.code == unclosed.value.code == "unjudged"


def test_what_was_found_is_told_answered_decided_and_then_closed(on_trial: Office) -> None:
    row = told(on_trial, 1, 3)
    assert [one.number for one in InspectionFinding.objects.filter(inspection=row)] == [1, 2]
    assert row.answer_due and row.answer_due > day_of(on_trial.company.at)
    with pytest.raises(Refused) as early:
        decided(on_trial)
    assert early.value.code == "unanswered"
    answered(on_trial)
    answered(on_trial, 2, agrees=False, words="日报已改用电子台账。")
    with pytest.raises(Refused) as undecided:
        closed(on_trial)
    assert undecided.value.code == "undecided"
    decided(on_trial)
    decided(on_trial, 2, "dropped")
    assert closed(on_trial).state == "closed"
    last = Event.objects.filter(case=row.case_id, step="inspect").latest("place")
    paper = CasePaper.objects.get(case=row.case_id, kind="inspection_record")
    text = "\n".join(paper.content["paragraphs"])
    assert last.role == "secretariat"
    assert "检查方式：现场检查" in text
    assert "问题1（较重）：监测日报自三月起未留存。处理：存档备查，无须整改。" in text
    assert list(case_faults()) == []


def test_after_the_limit_a_finding_is_decided_without_an_answer(on_trial: Office) -> None:
    row = told(on_trial)
    assert row.answer_due
    at_noon(on_trial, (row.answer_due + timedelta(days=1)).isoformat())
    assert decided(on_trial).decision == "noted"
    with pytest.raises(Refused) as late:
        answered(on_trial)
    assert late.value.code == "decided"


def test_an_inspection_without_findings_is_closed_at_once(on_trial: Office) -> None:
    judged(on_trial)
    with pytest.raises(Refused) as refused:
        tell_findings(
            case=on_trial.company.filing.pk, inspection=1, by=on_trial.ren, at=on_trial.company.later()
        )
    assert refused.value.code == "findings"
    assert closed(on_trial).state == "closed"


def test_findings_are_told_before_the_inspection_is_closed(on_trial: Office) -> None:
    judged(on_trial, 2)
    with pytest.raises(Refused) as refused:
        closed(on_trial)
    assert refused.value.code == "findings"


def test_a_dispute_needs_words_and_an_answer_is_given_once(on_trial: Office) -> None:
    told(on_trial)
    with pytest.raises(Refused) as wordless:
        answered(on_trial, agrees=False)
    assert wordless.value.code == "words"
    answered(on_trial)
    with pytest.raises(Refused) as twice:
        answered(on_trial)
    assert twice.value.code == "answered"


def test_nothing_of_a_finished_work_paper_changes(on_trial: Office) -> None:
    told(on_trial)
    with pytest.raises(Refused, match="底稿") as refused:
        wrote(on_trial, 1, replace(FAULT, based_on=1))
    assert refused.value.code == "state"
    with pytest.raises(DatabaseError), transaction.atomic():
        LineResult.objects.update(words="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        InspectionFinding.objects.update(grade="minor")


def test_an_inspection_is_called_off_with_a_reason(on_trial: Office) -> None:
    planned(on_trial)
    case, at = on_trial.company.filing.pk, on_trial.company
    with pytest.raises(Refused):
        call_off_inspection(case=case, inspection=1, reason="", by=on_trial.wen, at=at.later())
    row = call_off_inspection(case=case, inspection=1, reason="改为非现场", by=on_trial.wen, at=at.later())
    assert row.state == "called_off"
    with pytest.raises(Refused):
        wrote(on_trial, 1, FINE)
    assert list(case_faults()) == []
