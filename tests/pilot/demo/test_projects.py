"""The nineteen projects stand where practice suggests, each brought there by its people's acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoDbBlocker
from stdnum.cn import uscc

from tests.pilot.demo.played import played_scene
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.clock import now
from xianxing.pilot.demo.project_lines import lines_of, projects
from xianxing.pilot.demo.seed import Seeded
from xianxing.pilot.incidents.queries import incidents_to_read
from xianxing.pilot.inspections.models import Inspection, InspectionState
from xianxing.pilot.inspections.queries import open_rectifications
from xianxing.pilot.lessons.library import published_entries
from xianxing.pilot.lessons.models import LibraryState
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.supervision.judging import IndicatorStatus
from xianxing.pilot.supervision.models import ReportWay, ValueBatch
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.procedure.runner import current
from xianxing.record.audit import audit
from xianxing.record.log import Record
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.both_databases

# By the number in the list of example projects: the state that the project has come to.
STATES = {
    1: "normalised", 2: "running", 3: "running", 4: "running", 5: "running", 6: "public_notice",
    7: "professional_evaluation", 8: "correcting", 9: "running", 10: "not_selected", 11: "running",
    12: "normalised", 13: "running", 14: "ended", 15: "forced_out", 16: "withdrawn", 17: "formality_check",
    18: "running", 19: "running",
}  # fmt: skip


@pytest.fixture(scope="module")
def played(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """The scene played once, in a database of this module's own, which the tests only read."""
    with played_scene("pilot", tmp_path_factory.mktemp("played"), django_db_blocker) as seeded:
        yield seeded


def case_of(played: Seeded, number: int) -> Case:
    name = next(one.filing for one in projects() if one.number == number)
    return Case.objects.select_related("call").get(pk=played.filings[name].pk)


def person(name: str) -> User:
    return User.objects.get(name=name)


def test_each_project_stands_where_the_reduction_of_its_events_says_and_the_record_audits_clean(
    played: Seeded,
) -> None:
    assert [one.number for one in projects()] == list(STATES)
    for number, state in STATES.items():
        case = case_of(played, number)
        reduced = current(CaseStore(case), str(case.pk))
        assert reduced
        assert (number, case.state, reduced.state) == (number, state, state)
    assert audit(Record(DjangoStore())) == []


def test_the_extended_project_runs_again_and_cannot_be_extended_twice(played: Seeded) -> None:
    case = case_of(played, 3)
    steps = list(case.events.order_by("sequence").values_list("step", flat=True))
    assert steps.index("decide_extend") < steps.index("resume_extended")
    reduced = current(CaseStore(case), str(case.pk))
    assert reduced
    assert reduced.facts["extended"] == "yes"


def test_an_incident_in_trial_has_two_clocks_with_limits_and_a_first_report(played: Seeded) -> None:
    view = case_to_read(case_of(played, 4).pk, person("温如玉"), at=now())
    [standing] = incidents_to_read(view, at=now())
    assert not standing.closed
    assert {one.clock.id for one in standing.clocks if one.due} == {"guide_process", "csrc_first"}
    assert [report.kind for report in standing.incident.reports.all()] == ["first"]


def test_an_inspection_told_its_findings_and_a_rectification_is_under_way(played: Seeded) -> None:
    case = case_of(played, 5)
    inspection = Inspection.objects.get(case=case)
    assert inspection.state == InspectionState.TOLD
    assert [one.decision for one in inspection.findings.order_by("number")] == ["rectify", ""]
    reduced = current(CaseStore(case), str(case.pk))
    assert reduced
    assert [one.stage for one in reduced.items.values() if one.kind == "rectification"] == ["ordered"]


def test_a_tool_s_red_indicator_led_to_a_rectification_with_its_limit(played: Seeded) -> None:
    case = case_of(played, 2)
    found = monitoring_of(case, day_of(now()))
    red = [one for one in found.standings if one.status is IndicatorStatus.RED]
    assert [one.indicator.id for one in red] == ["tool_set_aside"]
    [alarm] = red[0].alarms
    assert (alarm.period.name, alarm.limit) == ("2024-07", Decimal(2))
    assert [answer.kind for answer in alarm.answers] == ["explain"]
    assert alarm.answers[0].given_at.date() <= alarm.due
    told = Message.objects.filter(case=case, kind="value_red").values_list("recipient__name", flat=True)
    assert set(told) == {"尹星河", "欧阳澈", "汤信"}
    [ordered] = open_rectifications(cases=[case.pk])
    assert ordered.limit
    assert (ordered.ordered, ordered.limit.day) == (date(2024, 8, 22), date(2024, 9, 20))


@pytest.mark.parametrize("number", [1, 2, 3, 19])
def test_each_tool_reports_as_a_program_month_by_month(played: Seeded, number: int) -> None:
    case = case_of(played, number)
    sent = ValueBatch.objects.filter(case=case, way=ReportWay.PROGRAM).order_by("number")
    assert [batch.values[0]["period"] for batch in sent] == ["2024-06", "2024-07"]
    standing = {one.indicator.id: one for one in monitoring_of(case, day_of(now())).standings}
    shown = [key for key in standing if key.startswith("tool_")]
    assert all(len(standing[key].values) == 2 for key in shown)
    for key in ("tool_seconds", "tool_rows", "tool_set_aside", "tool_for_people_share", "tool_overruled",
                "tool_precision_low", "tool_packs_late"):  # fmt: skip
        assert key in shown
    assert not any(one.late for one in standing.values())


def test_the_public_library_tells_of_a_finished_project_to_which_every_unit_agreed(played: Seeded) -> None:
    [entry] = published_entries()
    assert entry.case_id == case_of(played, 12).pk
    assert entry.state == LibraryState.PUBLISHED
    agreed = entry.confirmations.order_by("at").values_list("by__name", "agrees", "digest")
    assert list(agreed) == [("霍启明", True, entry.digest), ("郝格", True, entry.digest)]


def test_every_institution_is_invented_and_bears_a_valid_code(played: Seeded) -> None:
    codes = Institution.objects.values_list("uscc", flat=True)
    assert len(codes) == 26
    assert all(uscc.is_valid(code) for code in codes)
    assert all(user.email.endswith(".example") for user in User.objects.all())


def test_the_lines_of_a_project_stand_in_the_order_of_time() -> None:
    for project in projects():
        instants = [line.at for line in lines_of(project)]
        assert instants == sorted(instants)


def test_nobody_else_acts_while_an_entry_of_the_library_is_written_and_published() -> None:
    every = [line for project in projects() for line in lines_of(project)]
    [written] = [line for line in every if "library" in line.said]
    until = written.at + timedelta(minutes=len(written.said["library"]["agree"]) + 1)
    assert [line for line in every if written.at <= line.at <= until] == [written]
