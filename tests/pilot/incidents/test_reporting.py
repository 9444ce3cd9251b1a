"""Incidents are reported with all that is wrong said at once; clocks run side by side, none is rewritten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.factories.incidents import (
    CSRC,
    GRADES,
    HOUR,
    NATIONAL,
    WORDS,
    key,
    opened,
    reported,
    restored,
    seen,
    status,
)
from tests.factories.monitoring import at_noon
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import Company
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.domain.secrecy import holders
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.incidents.domain.grading import ProposedGrade, change_grade
from xianxing.pilot.incidents.domain.receiving import (
    close_incident,
    excuse_clock,
    receive_report,
    set_limit,
)
from xianxing.pilot.incidents.models import Incident, IncidentGrade, IncidentReport
from xianxing.pilot.incidents.queries import incidents_to_read, open_incidents
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.meanings import Means

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(office: Office, **changed: Any) -> str:
    with pytest.raises(Refused) as said:
        opened(office, **changed)
    assert not Incident.objects.exists()
    return said.value.message


def limited(office: Office, incident: Incident, clock: str, hours: int = 2) -> None:
    set_limit(
        case=office.company.filing.pk, number=incident.number, clock=key(office, incident, clock),
        due_at=office.company.at + hours * HOUR, reason="参照往例", by=office.wen, at=office.company.later(),
    )  # fmt: skip


def received(office: Office, report: IncidentReport, kind: str = "received", words: str = "") -> None:
    receive_report(
        case=office.company.filing.pk, number=report.incident.number, report=report.number, kind=kind,
        words=words, by=office.wen, at=office.company.later(),
    )  # fmt: skip


def excused(office: Office, incident: Incident, clock: str) -> None:
    excuse_clock(
        case=office.company.filing.pk, number=incident.number, clock=key(office, incident, clock),
        reason="已并入另一报告", by=office.wen, at=office.company.later(),
    )  # fmt: skip


def closed(office: Office, incident: Incident) -> None:
    close_incident(
        case=office.company.filing.pk, number=incident.number, words="已办结", by=office.wen,
        at=office.company.later(),
    )  # fmt: skip


def through(office: Office, incident: Incident) -> None:
    """Everything that the group asks of an incident, up to its closing."""
    received(office, reported(office, incident, "first"))
    restored(office, incident)
    received(office, reported(office, incident, "summary"))
    for one in seen(office, incident).clocks:
        if not one.ended:
            excused(office, incident, one.clock.id)


def items(office: Office) -> dict[str, str]:
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.at)
    return {one.id: one.stage for one in view.state.items.values() if one.kind == "incident"}


def test_an_incident_is_the_item_of_the_procedure_that_it_opens(on_trial: Office) -> None:
    incident = opened(on_trial)
    assert items(on_trial) == {incident.item: "handling"}
    reported(on_trial, incident, "first")
    assert items(on_trial) == {incident.item: "process_reported"}
    restored(on_trial, incident)
    reported(on_trial, incident, "summary")
    assert items(on_trial) == {}
    assert list(case_faults()) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"occurred_at": HOUR}, "尚未到来"),
        ({"discovered_at": HOUR}, "尚未到来"),
        ({"discovered_at": -HOUR}, "发现时间早于发生时间"),
        ({"occurred_at": -timedelta(days=400)}, "试点开始"),
    ],
)
def test_instants_that_cannot_be_are_refused(
    on_trial: Office, changed: dict[str, timedelta], words: str
) -> None:
    moved = {name: on_trial.company.at + by for name, by in changed.items()}
    assert words in refused(on_trial, **moved)


def test_everything_wrong_with_the_instants_is_said_at_once(on_trial: Office) -> None:
    at = on_trial.company.at
    said = refused(on_trial, occurred_at=at - timedelta(days=400), discovered_at=at + HOUR)
    assert "试点开始" in said
    assert "尚未到来" in said
    assert "发生时间" in refused(on_trial, occurred_at=None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "简短的名称"),
        ({"title": "长" * 101}, "100"),
        ({"account": ""}, "发生了什么"),
        ({"systems": "\u200b"}, "涉及的系统"),
        ({"customers": -1}, "整数"),
        ({"grades": {}}, "选择级别"),
        ({"grades": {CSRC: ProposedGrade("huge")}}, "选择级别"),
    ],
)
def test_what_is_missing_is_said(on_trial: Office, changed: dict[str, Any], words: str) -> None:
    assert words in refused(on_trial, **changed)
    assert items(on_trial) == {}


def test_an_author_and_strangers_report_no_incident(on_trial: Office) -> None:
    assert "签署人" in refused(on_trial, by=on_trial.company.cast.zhou)
    assert "签署人" in refused(on_trial, by=on_trial.wen)
    for stranger in (on_trial.company.cast.mo, on_trial.company.cast.sun, on_trial.xu):
        with pytest.raises(Stranger):
            opened(on_trial, by=stranger)


def test_a_technology_firm_that_takes_part_reads_nothing(on_trial: Office) -> None:
    opened(on_trial)
    company = on_trial.company
    for person, reads in ((company.he, True), (on_trial.bai, True), (company.shi, False)):
        view = case_to_read(company.filing.pk, person, at=company.at)
        if reads:
            assert len(incidents_to_read(view, at=company.at)) == 1
        else:
            with pytest.raises(Stranger):
                incidents_to_read(view, at=company.at)


def test_a_project_that_has_not_started_has_no_incident(company_filed: Company) -> None:
    from tests.pilot.acts.staff import an_office

    office = an_office(company_filed)
    assert "尚未启动" in refused(office, by=company_filed.he)


def test_without_a_number_the_secretariat_sets_each_limit_with_a_reason(on_trial: Office) -> None:
    incident = opened(on_trial)
    assert status(on_trial, incident) == {
        "guide_process": "unset", "guide_result": "waiting", "csrc_phone": "unset", "csrc_first": "unset",
        "csrc_summary": "waiting",
    }  # fmt: skip
    limited(on_trial, incident, "guide_process")
    assert status(on_trial, incident)["guide_process"] == "running"
    with pytest.raises(Refused, match="已经确定"):
        limited(on_trial, incident, "guide_process", hours=9)
    with pytest.raises(Refused, match="不得溯及"):
        limited(on_trial, incident, "csrc_first", hours=-1)


def test_two_clocks_run_at_once_and_one_is_met_while_the_other_is_late(on_trial: Office) -> None:
    incident = opened(on_trial)
    limited(on_trial, incident, "guide_process")
    limited(on_trial, incident, "csrc_first")
    reported(on_trial, incident, "first", "csrc", by=on_trial.company.cast.zhou)
    on_trial.company.at += 3 * HOUR
    found = status(on_trial, incident)
    assert (found["csrc_first"], found["guide_process"]) == ("met", "overdue")
    reported(on_trial, incident, "first")
    assert status(on_trial, incident)["guide_process"] == "late"


def test_what_is_late_is_late_at_the_next_look_and_told_once(on_trial: Office) -> None:
    incident = opened(on_trial)
    limited(on_trial, incident, "guide_process")
    at = on_trial.company.at + 2 * HOUR
    assert [one.overdue for one in open_incidents(at - HOUR)] == [[]]
    assert [len(one.overdue) for one in open_incidents(at)] == [1]
    for _twice in range(2):
        tick(at=at)
    told = Message.objects.filter(kind="incident_overdue").values_list("recipient__name", flat=True)
    assert sorted(told) == sorted(set(told))
    assert "he" in told
    assert Message.objects.filter(kind="incident_overdue_group").count() == 2


def test_the_national_clock_starts_with_the_discovery_and_counts_hours(on_trial: Office) -> None:
    at_noon(on_trial, "2025-11-05")
    tick(at=on_trial.company.at)
    grades = {**GRADES, NATIONAL: ProposedGrade("larger", "others")}
    assert "以何种身份" in refused(on_trial, grades={**GRADES, NATIONAL: ProposedGrade("larger")})
    incident = opened(on_trial, grades=grades, discovered_at=on_trial.company.at - 3 * HOUR,
                      occurred_at=on_trial.company.at - 3 * HOUR)  # fmt: skip
    standing = next(one for one in seen(on_trial, incident).clocks if one.clock.id == "national_province")
    assert standing.due is not None
    assert standing.due.at == incident.discovered_at + 4 * HOUR
    with pytest.raises(Refused, match="规定本身"):
        limited(on_trial, incident, "national_province")
    on_trial.company.at += HOUR
    assert status(on_trial, incident)["national_province"] == "overdue"


def test_a_stricter_grade_starts_clocks_of_its_own_and_rewrites_none(on_trial: Office) -> None:
    at_noon(on_trial, "2025-11-05")
    tick(at=on_trial.company.at)
    grades = {CSRC: ProposedGrade("none"), NATIONAL: ProposedGrade("larger", "others")}
    incident = opened(on_trial, grades=grades)
    before = {one.key: one.due for one in seen(on_trial, incident).clocks if one.due}
    on_trial.company.at += 2 * HOUR

    def regraded(
        regulation: str, grade: str, capacity: str = "", reason: str = "核实后调整"
    ) -> IncidentGrade:
        return change_grade(
            case=on_trial.company.filing.pk, number=incident.number, regulation=regulation,
            proposed=ProposedGrade(grade, capacity), reason=reason, by=on_trial.company.he,
            at=on_trial.company.later(),
        )  # fmt: skip

    with pytest.raises(Refused, match="原因"):
        regraded(NATIONAL, "critical", "infrastructure", reason=" ")
    row = regraded(NATIONAL, "critical", "infrastructure")
    found = {one.clock.id: one for one in seen(on_trial, incident).clocks}
    assert {key: one.due for key, one in ((s.key, s) for s in found.values()) if key in before} == before
    assert found["national_police"].start == row.given_at
    with pytest.raises(Refused, match="已经是"):
        regraded(NATIONAL, "critical", "infrastructure")
    regraded(NATIONAL, "none")
    assert "national_police" in status(on_trial, incident)
    regraded(CSRC, "major")
    assert "csrc_first" in status(on_trial, incident)
    assert list(case_faults()) == []


def test_a_report_to_an_authority_says_when_how_and_shows_it(on_trial: Office) -> None:
    incident = opened(on_trial)
    for way, words in (
        ({"given_at": None}, "何时"),
        ({"given_at": on_trial.company.at + HOUR}, "尚未到来"),
        ({"given_at": incident.discovered_at - HOUR}, "早于发现"),
        ({"channel": " "}, "渠道"),
        ({"receipt_number": ""}, "渠道"),
        ({"evidence": ()}, "证明文件"),
        ({"evidence": (uuid4(),)}, "文件"),
    ):
        with pytest.raises(Refused, match=words):
            reported(on_trial, incident, "first", "csrc", **way)
    with pytest.raises(Refused, match="影响范围"):
        reported(on_trial, incident, "first", "csrc", content={"course": "中断"})
    call = reported(on_trial, incident, "phone", "csrc", content={"course": "中断"})
    assert call.evidence is None
    assert status(on_trial, incident)["csrc_phone"] == "given"
    assert list(case_faults()) == []


def test_the_result_is_reported_after_the_restoration_which_begins_its_clock(on_trial: Office) -> None:
    incident = opened(on_trial)
    reported(on_trial, incident, "first")
    with pytest.raises(Refused, match="请先填写恢复时间"):
        reported(on_trial, incident, "summary")
    assert items(on_trial) == {incident.item: "process_reported"}
    restored(on_trial, incident)
    reported(on_trial, incident, "summary")
    assert status(on_trial, incident)["guide_result"] == "given"


def test_the_handling_is_reported_before_the_result_and_each_once(on_trial: Office) -> None:
    incident = opened(on_trial)
    with pytest.raises(Refused, match="先向工作组报告处置过程"):
        reported(on_trial, incident, "summary")
    with pytest.raises(Refused, match="签署人"):
        reported(on_trial, incident, "first", by=on_trial.company.cast.zhou)
    first = reported(on_trial, incident, "first")
    with pytest.raises(Refused, match="续报"):
        reported(on_trial, incident, "first")
    received(on_trial, first, "returned", "请补充影响范围")
    assert reported(on_trial, incident, "first").number == 2
    assert Message.objects.filter(kind="incident_returned", recipient=on_trial.company.he).count() == 1


def test_a_returned_report_met_its_clock_and_keeps_the_incident_open(on_trial: Office) -> None:
    incident = opened(on_trial)
    through(on_trial, incident)
    with pytest.raises(Refused, match="已经收下或者退回"):
        received(on_trial, IncidentReport.objects.get(number=1))
    follow_up = reported(on_trial, incident, "followup")
    with pytest.raises(Refused, match="需要补充"):
        received(on_trial, follow_up, "returned")
    received(on_trial, follow_up, "returned", "数字有误")
    with pytest.raises(Refused, match="退回"):
        closed(on_trial, incident)
    assert status(on_trial, incident)["guide_process"] == "given"
    received(on_trial, reported(on_trial, incident, "followup"))
    closed(on_trial, incident)
    with pytest.raises(Refused, match="已经办结"):
        reported(on_trial, incident, "followup")


def test_an_incident_closes_when_its_result_is_reported_and_its_clocks_are_done(on_trial: Office) -> None:
    incident = opened(on_trial)
    with pytest.raises(Refused, match="处置结果尚未") as said:
        closed(on_trial, incident)
    assert "5" in said.value.message
    through(on_trial, incident)
    with pytest.raises(Refused, match="秘书处"):
        close_incident(
            case=on_trial.company.filing.pk, number=1, words="", by=on_trial.company.he,
            at=on_trial.company.later(),
        )  # fmt: skip
    closed(on_trial, incident)
    assert open_incidents(on_trial.company.at) == []


def test_two_incidents_run_at_once_and_one_is_closed(on_trial: Office) -> None:
    one, other = opened(on_trial), opened(on_trial, title="数据接口异常")
    assert set(items(on_trial)) == {one.item, other.item}
    through(on_trial, one)
    closed(on_trial, one)
    assert [found.incident for found in open_incidents(on_trial.company.at)] == [other]
    assert set(items(on_trial)) == {other.item}
    assert list(case_faults()) == []


def test_the_nearest_clock_comes_first_in_the_list(on_trial: Office) -> None:
    one, other = opened(on_trial), opened(on_trial)
    limited(on_trial, one, "guide_process", hours=8)
    limited(on_trial, other, "guide_process", hours=4)
    assert [found.incident for found in open_incidents(on_trial.company.at)] == [other, one]


def test_a_drill_takes_the_same_forms_and_owes_nothing(on_trial: Office) -> None:
    before = Message.objects.count()
    drill = opened(on_trial, drill=True, grades={})
    assert (items(on_trial), seen(on_trial, drill).clocks) == ({}, [])
    reported(on_trial, drill, "first", by=on_trial.company.cast.zhou)
    restored(on_trial, drill)
    assert open_incidents(on_trial.company.at) == []
    closed(on_trial, drill)
    assert Message.objects.count() == before
    assert list(case_faults()) == []


def test_an_item_that_a_program_opened_gets_its_account(on_trial: Office) -> None:
    from tests.factories.incidents import account
    from xianxing.pilot.incidents.domain.opening import report_incident

    step = next(
        one.id for one in case_to_read(on_trial.company.filing.pk, on_trial.wen, at=on_trial.company.at)
        .procedure.steps.values() if one.act == Means.FIND_INCIDENT
    )  # fmt: skip
    done = on_trial.do(step, on_trial.company.he, reason="程序报送")
    number = str(done.event.sequence)

    def told(item: str) -> Incident:
        return report_incident(
            case=on_trial.company.filing.pk, account=account(on_trial), by=on_trial.company.he,
            at=on_trial.company.later(), item=item,
        )  # fmt: skip

    assert told(number).item == number
    assert set(items(on_trial)) == {number}
    with pytest.raises(Refused, match="没有"):
        told(number)


def test_the_restoration_is_stated_once_and_lies_between(on_trial: Office) -> None:
    incident = opened(on_trial)
    for at, words in ((HOUR, "尚未到来"), (-timedelta(days=1), "早于发生")):
        with pytest.raises(Refused, match=words):
            restored(on_trial, incident, on_trial.company.at + at)
    restored(on_trial, incident)
    with pytest.raises(Refused, match="已经填写"):
        restored(on_trial, incident)


def test_nothing_said_of_an_incident_changes_in_the_database(on_trial: Office) -> None:
    incident = opened(on_trial)
    reported(on_trial, incident, "first")
    for rows, changed in (
        (Incident.objects.all(), {"discovered_at": on_trial.company.at + HOUR}),
        (IncidentReport.objects.all(), {"given_at": on_trial.company.at + HOUR}),
        (IncidentGrade.objects.all(), {"grade": "none"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changed)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_event_names_the_rows_and_the_guides_clause(on_trial: Office) -> None:
    opened(on_trial)
    last = Event.objects.latest("place")
    assert last.role == "pilot_institution"
    assert json.loads(bytes(last.skeleton))["clause"] == "5.2.4"


def test_a_stop_erases_the_words_and_leaves_the_rows(on_trial: Office) -> None:
    incident = opened(on_trial)
    reported(on_trial, incident, "first")
    holder = next(one for one in holders() if one.name == "incidents")
    assert holder.erase(on_trial.company.filing.case, on_trial.company.at) == 1
    incident.refresh_from_db()
    assert (incident.account, IncidentReport.objects.get().content) == ("", {})


@pytest.mark.parametrize("person", ["he", "zhou"])
def test_only_the_secretariat_sets_and_excuses(on_trial: Office, person: str) -> None:
    incident = opened(on_trial)
    by: User = getattr(on_trial.company, person, None) or getattr(on_trial.company.cast, person)
    clock = key(on_trial, incident, "guide_process")
    with pytest.raises(Refused, match="秘书处"):
        excuse_clock(
            case=on_trial.company.filing.pk, number=1, clock=clock, reason="x", by=by,
            at=on_trial.company.later(),
        )  # fmt: skip
    assert WORDS
