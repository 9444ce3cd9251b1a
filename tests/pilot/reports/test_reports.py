"""Reports are written together, handed in by the act of the procedure, received, asked about and closed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tests.factories.monitoring import agreed, at_noon, reported
from tests.factories.notices import Noticed, allowed_and_published, take, to_consultation
from tests.factories.reports import REGULAR, handed_in, quarter_over, written
from tests.pilot.acts.staff import Office, an_office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.reports.domain.drafting import save_report_draft
from xianxing.pilot.reports.domain.reviewing import say_to_report
from xianxing.pilot.reports.models import ReportDraft, ReportRemark, TrialReport
from xianxing.pilot.reports.queries import (
    ReportStanding,
    handed_in_without_form,
    is_handed_in_late,
    limit_of_report,
    reports_under_review,
    standing_of,
    to_write,
)
from xianxing.procedure.events import JSON
from xianxing.workdays.clocks import day_of

BUREAU = Actor("bureau", frozenset({"technology_bureau"}))
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def save(office: Office, item: str, by: User, *, based: int = 0, **sections: str) -> ReportDraft:
    return save_report_draft(
        case=office.company.filing.pk, form=REGULAR, item=item, sections=sections, based=based, by=by,
        at=office.company.later(),
    )  # fmt: skip


def say(office: Office, report: TrialReport, kind: str, by: User, words: str = "") -> ReportRemark:
    return say_to_report(
        case=report.case_id, number=report.number, kind=kind, words=words, by=by, at=office.company.later()
    )


def test_a_quarter_that_is_over_is_reported_by_who_signs_and_closes_its_item(on_trial: Office) -> None:
    item = quarter_over(on_trial)
    (due, *free) = to_write(
        case_to_read(on_trial.company.filing.pk, on_trial.company.he, at=on_trial.company.later()), "lead"
    )
    assert (due.key, due.period and due.period.name) == (item, "2024Q1")
    assert due.limit and due.limit.day.isoformat() == "2024-04-15"
    assert [one.form.id for one in free] == ["needed", "conditions"]
    report = handed_in(on_trial, item)
    assert (report.item, str(report.period_last)) == (item, "2024-03-31")
    act, beside = Event.objects.filter(case=report.case_id).order_by("-sequence")[:2][::-1]
    assert (act.step, act.sequence) == ("report_regularly", report.act)
    assert beside.sequence == report.act + 1
    view = case_to_read(report.case_id, on_trial.company.he, at=on_trial.company.later())
    assert not [one for one in view.state.items.values() if one.kind == "report"]
    assert list(case_faults()) == []


def test_the_figures_of_the_record_stand_beside_the_words_and_stay(on_trial: Office) -> None:
    agreed(on_trial)
    item = quarter_over(on_trial)
    reported(on_trial, ("availability", "2024-02", "99.2"))
    report = handed_in(on_trial, item)
    figures = {one["name_zh"]: one for one in report.figures["indicators"]}
    assert figures["可用率 2024年2月"]["value_zh"] == "99.2 %；越过 99.5 的线"
    assert figures["可用率 2024年2月"]["value_en"] == "99.2 %; beyond the line 99.5"
    assert figures["可用率 2024年3月"]["value_zh"] == "未报送"
    assert {one["name_zh"]: one["value_zh"] for one in report.figures["investors"]}["投诉"] == "0"
    at_noon(on_trial, "2024-05-08")
    reported(on_trial, ("availability", "2024-02", "99.9"), reason="补报停机时间")
    report.refresh_from_db()
    assert "99.2 %" in str(report.figures)


def test_a_report_that_falls_due_is_told_with_its_last_day_and_marked_where_it_comes_late(
    on_trial: Office,
) -> None:
    item = quarter_over(on_trial)
    told = Message.objects.filter(recipient=on_trial.company.he, kind="item").latest("pk")
    assert (told.params["due"], told.params["ahead"]) == ("2024-04-15", ["report_regularly"])
    assert "请办理：定期报告运行情况。期限：2024年4月15日" in sentence(told)
    tick(at=at_noon(on_trial, "2024-04-16"))
    late = Message.objects.filter(kind__in=("item", "passed"), params__step="report_becomes_due")
    kinds = {one.recipient: one.kind for one in late}
    assert (kinds[on_trial.company.he], kinds[on_trial.wen]) == ("item", "passed")
    report = handed_in(on_trial, item)
    limit = limit_of_report(report)
    assert limit and str(limit.day) == "2024-04-15" and is_handed_in_late(report)
    [listed] = reports_under_review(day_of(on_trial.company.at))
    assert listed.handed_in_late


def test_words_that_a_colleague_saved_meanwhile_are_not_handed_in_over(on_trial: Office) -> None:
    item = quarter_over(on_trial)
    save(on_trial, item, on_trial.company.cast.zhou, course="客户一千二百户。")
    with pytest.raises(Refused, match="改动") as late:
        handed_in(on_trial, item, based=0)
    assert late.value.code == "draft"
    assert not is_handed_in_late(handed_in(on_trial, item, based=1))


def test_a_draft_is_written_by_several_and_nobody_writes_over_another(on_trial: Office) -> None:
    item, zhou, he = quarter_over(on_trial), on_trial.company.cast.zhou, on_trial.company.he
    first = save(on_trial, item, zhou, course="客户一千二百户。")
    assert save(on_trial, item, he, based=first.version, course="客户一千二百户，规模平稳。").version == 2
    with pytest.raises(Refused, match="改动") as late:
        save(on_trial, item, zhou, based=first.version, course="被覆盖的话")
    assert late.value.code == "draft"
    assert ReportDraft.objects.get().sections["course"] == "客户一千二百户，规模平稳。"
    with pytest.raises(Refused) as unsigned:
        handed_in(on_trial, item, by=zhou)
    assert unsigned.value.code == "role"
    handed_in(on_trial, item)
    assert not ReportDraft.objects.exists()
    with pytest.raises(Refused) as gone:
        save(on_trial, item, zhou, based=2, course="太迟")
    assert gone.value.code == "report"


def test_an_empty_section_is_named_and_nothing_is_recorded(on_trial: Office) -> None:
    item, before = quarter_over(on_trial), Event.objects.count()
    with pytest.raises(Refused, match="下一期安排") as empty:
        handed_in(on_trial, item, sections=written(plan=" "))
    assert empty.value.code == "sections"
    with pytest.raises(Refused, match="5000"):
        handed_in(on_trial, item, sections=written(plan="长" * 5001))
    assert (Event.objects.count(), TrialReport.objects.count()) == (before, 0)


def test_a_report_is_received_asked_about_answered_and_closed(on_trial: Office) -> None:
    report = handed_in(on_trial, quarter_over(on_trial))
    wen, zhou = on_trial.wen, on_trial.company.cast.zhou
    with pytest.raises(Refused) as early:
        say(on_trial, report, "question", wen, "先问后收")
    assert early.value.code == "moved"
    say(on_trial, report, "received", wen)
    with pytest.raises(Refused) as wordless:
        say(on_trial, report, "question", wen, "  ")
    assert wordless.value.code == "words"
    say(on_trial, report, "question", wen, "三月可用率为何缺报？")
    asked = Message.objects.filter(recipient=zhou, kind="report_question").latest("pk")
    assert asked.params["due"] == "2024-04-10"
    with pytest.raises(Refused) as foreign:
        say(on_trial, report, "answer", wen, "秘书处代答")
    assert foreign.value.code == "role"
    say(on_trial, report, "answer", zhou, "采集程序升级，已补报。")
    assert standing_of(report) is ReportStanding.ANSWERED
    assert [one.report.pk for one in reports_under_review(day_of(on_trial.company.at))] == [report.pk]
    say(on_trial, report, "closed", wen)
    assert standing_of(report) is ReportStanding.CLOSED
    assert reports_under_review(day_of(on_trial.company.at)) == []
    assert list(case_faults()) == []


def test_a_question_that_nobody_answered_in_time_is_marked(on_trial: Office) -> None:
    report = handed_in(on_trial, quarter_over(on_trial))
    say(on_trial, report, "received", on_trial.wen)
    say(on_trial, report, "question", on_trial.wen, "请说明。")
    (then,) = reports_under_review(day_of(at_noon(on_trial, "2024-04-10")))
    (after,) = reports_under_review(day_of(at_noon(on_trial, "2024-04-11")))
    assert (then.late, after.late, str(after.answer_due)) == (False, True, "2024-04-10")


def test_an_expert_and_a_stranger_read_no_reports(on_trial: Office) -> None:
    report = handed_in(on_trial, quarter_over(on_trial))
    for outsider in (on_trial.xu, on_trial.company.cast.mo):
        with pytest.raises(Stranger):
            say(on_trial, report, "received", outsider)


def test_a_report_when_needed_belongs_to_no_period(on_trial: Office) -> None:
    report = handed_in(on_trial, "", form="needed")
    assert (report.item, report.period_first) == ("", None)
    assert Event.objects.get(case=report.case_id, sequence=report.act).step == "report_when_needed"


def test_the_conditions_of_the_trial_stand_beside_the_report_on_them(under_notice: Noticed) -> None:
    company = under_notice.company
    to_consultation(company, under_notice.notice)
    said: dict[str, JSON] = {"condition": "每月报送误报率。"}
    take(company, "set_trial_condition", BUREAU, item="c1", particulars=said)
    agreed_with: dict[str, JSON] = {"consultation_conditions": "首季只对内部用户开放。"}
    take(
        company, "record_consultation", BUREAU, consultation_view="agrees_with_conditions",
        particulars=agreed_with,
    )  # fmt: skip
    allowed_and_published(company)
    report = handed_in(an_office(company), "", form="conditions")
    figures = [(one["name_zh"], one["value_zh"]) for one in report.figures["conditions"]]
    assert figures == [("条件 1", "每月报送误报率。"), ("条件 2", "首季只对内部用户开放。")]


def test_a_report_by_the_bare_act_is_listed_for_its_institution_and_for_the_group(on_trial: Office) -> None:
    on_trial.enter("report_when_needed", on_trial.company.he)
    handed_in(on_trial, "", form="needed")
    case, at = on_trial.company.filing.pk, on_trial.company.later()
    for reader, found in ((on_trial.company.he, 1), (on_trial.wen, 1), (on_trial.company.shi, 0)):
        assert len(handed_in_without_form(case_to_read(case, reader, at=at))) == found, reader


def test_what_was_handed_in_and_said_can_not_be_rewritten(on_trial: Office) -> None:
    report = handed_in(on_trial, quarter_over(on_trial))
    say(on_trial, report, "received", on_trial.wen)
    for model, change in ((TrialReport, {"unit": "joint"}), (ReportRemark, {"kind": "closed"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
