"""Reminders: before a limit and on its last day, once each, whoever lets time pass and however often."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.pilot.cast import Cast, assemble
from tests.pilot.database import OPENED, STAFF, a_call, a_case, act, attest
from xianxing.pilot.cases.domain import stop_for_secrecy, tick
from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.messages.domain import reminding
from xianxing.pilot.messages.domain.reminding import remind
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.models import Message, Outbox, Reminder
from xianxing.pilot.messages.queries import inbox
from xianxing.pilot.parties.models import User

LAST = datetime(2024, 1, 18, 4, tzinfo=UTC)  # a Thursday: the third working day after the filing


@pytest.fixture
def case(cast: Cast) -> Case:
    """Filed on Monday, 15 January 2024; to be registered by Thursday."""
    return filed(a_case(a_call(cast.wen)))


def filed(case: Case) -> Case:
    attest(case)
    act(case, "file")
    return case


def reminders(user: User) -> list[datetime]:
    rows = Message.objects.filter(recipient=user, kind="due").order_by("at")
    return list(rows.values_list("at", flat=True))


@pytest.mark.usefixtures("case")
def test_who_must_act_is_reminded_two_working_days_before_and_on_the_last_day(cast: Cast) -> None:
    for day in range(15, 20):
        for hour in (1, 4, 4, 8):
            tick(at=LAST.replace(day=day, hour=hour))
    assert [at.day for at in reminders(cast.wen)] == [16, 18]
    assert [at.day for at in reminders(cast.tang)] == [16, 18]
    assert reminders(cast.mo) == []
    assert Outbox.objects.filter(message__kind="due").count() == 4
    on_the_day, before = [row for row in inbox(cast.wen) if row.kind == "due"]
    assert sentence(before) == (
        "提醒：项目处于“已申报”，尚待办理：登记并转形式审核。期限：2024年1月18日（2个工作日）。"
    )
    assert sentence(on_the_day).endswith("期限：2024年1月18日，自次日起已无工作日。")


@pytest.mark.usefixtures("case")
def test_nobody_is_reminded_before_nine_in_the_morning(cast: Cast) -> None:
    tick(at=LAST.replace(hour=0, minute=59))
    assert reminders(cast.wen) == []
    tick(at=LAST.replace(hour=1, minute=1))
    assert len(reminders(cast.wen)) == 1


@pytest.mark.usefixtures("case")
def test_a_missed_day_is_made_up_for(cast: Cast) -> None:
    tick(at=LAST - timedelta(days=1))
    assert [at.day for at in reminders(cast.wen)] == [17]


@pytest.mark.usefixtures("case")
def test_a_call_without_the_setting_reminds_on_the_last_day_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "REMINDER_DAYS", "not_set_in_those_days")
    for days in (2, 1, 0):
        tick(at=LAST - timedelta(days=days))
    assert [at.day for at in reminders(cast.wen)] == [18]


def test_nobody_is_reminded_in_advance_of_a_turn_that_was_told_that_late(case: Case, cast: Cast) -> None:
    Message.objects.filter(kind="turn").update(at=LAST - timedelta(days=2))
    tick(at=LAST - timedelta(days=2))
    assert reminders(cast.wen) == []
    tick(at=LAST)
    assert [at.day for at in reminders(cast.wen)] == [18]


def test_what_was_done_stopped_or_ended_reminds_nobody(case: Case, cast: Cast) -> None:
    done = filed(a_case(case.call, at=OPENED + timedelta(hours=1)))
    ended = a_case(case.call, at=OPENED + timedelta(hours=2))
    act(done, "register_local", STAFF)
    act(ended, "abandon_draft", reason="不再申报")
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=LAST - timedelta(days=2))
    Message.objects.all().delete()
    for days in (2, 1, 0):
        tick(at=LAST - timedelta(days=days))
    assert reminders(cast.wen) == []
    assert not Duty.objects.filter(case=ended).exists()


def test_looking_costs_the_same_however_many_limits_lie_far_ahead(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    far = [a_case(case.call, at=OPENED + timedelta(hours=hour)) for hour in (1, 2, 3)]
    assert Duty.objects.filter(case__in=far, due__gt=LAST + timedelta(days=7)).count() == 3
    remind(at=LAST)
    with django_assert_num_queries(3):
        assert remind(at=LAST) == 0


@pytest.mark.both_databases
@pytest.mark.usefixtures("own_base")
def test_two_workers_side_by_side_remind_once() -> None:
    cast = assemble()
    filed(a_case(a_call(cast.wen)))
    done: list[int] = []
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        done.append(remind(at=LAST))
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [0, 1]
    assert len(reminders(cast.wen)) == len(reminders(cast.tang)) == 1
    assert Reminder.objects.count() == 1
