"""Who has to answer findings or to put something right is reminded of the limit, and told once it is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.inspections import answered, ordered, put_right, told
from tests.factories.monitoring import at_noon
from tests.pilot.acts.staff import Office
from xianxing.pilot.inspections.domain.reminding import remind_of_limits
from xianxing.pilot.inspections.models import Inspection
from xianxing.pilot.inspections.queries import open_rectifications
from xianxing.pilot.messages.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.2.2")]


def on(office: Office, day: date) -> int:
    """How many limits are told of at noon of a day."""
    at_noon(office, day.isoformat())
    return remind_of_limits(at=office.company.at)


def kinds(office: Office) -> list[str]:
    """What 周 of the institution was told about limits, in order."""
    rows = Message.objects.filter(recipient=office.company.cast.zhou).order_by("pk")
    near = ("finding_near", "finding_late", "rectification_near", "rectification_late")
    return list(rows.filter(kind__in=near).values_list("kind", flat=True))


def test_an_answer_is_reminded_of_before_on_the_last_day_and_when_it_is_late_each_once(
    on_trial: Office,
) -> None:
    told(on_trial)
    due = Inspection.objects.get().answer_due
    assert due
    assert [on(on_trial, due), on(on_trial, due)] == [1, 0]
    assert [on(on_trial, due + timedelta(days=1)), on(on_trial, due + timedelta(days=2))] == [1, 0]
    assert kinds(on_trial) == ["finding_near", "finding_late"]
    group = Message.objects.filter(kind="finding_late_group").values_list("recipient__name", flat=True)
    assert on_trial.wen.name in group


def test_the_call_s_setting_says_how_many_working_days_before(on_trial: Office) -> None:
    told(on_trial)
    due = Inspection.objects.get().answer_due
    assert due
    days = on_trial.company.filing.case.call.settings["reminder_workdays"]
    assert on(on_trial, due - timedelta(days=days + 7)) == 0
    assert on(on_trial, due - timedelta(days=1)) == 1


def test_nobody_is_reminded_of_what_was_answered_or_before_nine(on_trial: Office) -> None:
    told(on_trial)
    due = Inspection.objects.get().answer_due
    assert due
    at_noon(on_trial, due.isoformat())
    assert remind_of_limits(at=on_trial.company.at - timedelta(hours=4)) == 0
    answered(on_trial)
    assert on(on_trial, due) == 0


def test_a_late_rectification_is_told_to_the_units_that_have_not_reported(on_trial: Office) -> None:
    told(on_trial)
    answered(on_trial)
    item = ordered(on_trial).item
    [found] = open_rectifications()
    assert found.limit
    assert on(on_trial, found.limit.day + timedelta(days=1)) == 1
    assert kinds(on_trial)[-1] == "rectification_late"
    put_right(on_trial, item)
    assert on(on_trial, found.limit.day + timedelta(days=2)) == 0
