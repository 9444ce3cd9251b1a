"""Each scene is reached by the acts of the story's people, and time passes as the calendar says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.story import go_on
from xianxing.cli.seed import SCENES
from xianxing.pilot.cases.models import Duty, Event
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.clock import now
from xianxing.pilot.demo.scenes import scenes
from xianxing.pilot.demo.seed import Seeded
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


def test_the_notice_runs_its_five_working_days_over_the_spring_festival(story: Seeded) -> None:
    case = go_on(story, "notice")
    assert case.state == "public_notice"
    assert day_of(now()) == date(2024, 2, 7)
    assert Duty.objects.get(case=case).due == date(2024, 2, 20)


def test_the_trial_runs_after_the_finding_the_consultation_and_two_people(story: Seeded) -> None:
    case = go_on(story, "trial")
    assert case.state == "running"
    steps = list(Event.objects.filter(case=case).order_by("sequence").values_list("step", flat=True))
    assert steps.index("notice_ends") < steps.index("record_finding") < steps.index("allow_start")
    start = Event.objects.get(case=case, step="allow_start").procedural
    assert start["second"] not in ("", start["person"])


def test_the_running_project_is_monitored_for_four_months_with_one_red_value_explained(story: Seeded) -> None:
    case = go_on(story, "monitoring")
    found = monitoring_of(case, day_of(now()))
    assert [batch.number for batch in found.batches] == [1, 2, 3, 4, 5]
    assert [(alarm.line.indicator.id, alarm.period.name, alarm.open) for alarm in found.alarms] == [
        ("availability", "2024-05", False), ("outages", "2024-05", False),
    ]  # fmt: skip


def test_an_exit_is_assessed_and_waits_for_the_head_with_every_report_given(story: Seeded) -> None:
    case = go_on(story, "exit")
    assert case.state == "exit_review"
    steps = list(Event.objects.filter(case=case).values_list("step", flat=True))
    assert (steps.count("report_regularly"), steps.count("report_becomes_due")) == (3, 0)
    assert [one.late for one in monitoring_of(case, day_of(now())).standings] == [()] * 5


def test_a_correction_is_asked_for_by_one_notice_with_its_items(story: Seeded) -> None:
    case = go_on(story, "correction")
    assert case.state == "correcting"
    assert [item.number for item in CorrectionItem.objects.filter(case=case)] == [1]


def test_the_command_offers_every_scene() -> None:
    assert tuple(scenes()) == SCENES


def test_the_last_evening_is_inside_the_window() -> None:
    assert scenes()["last-evening"]["clock"].date() == date(2024, 1, 31)
