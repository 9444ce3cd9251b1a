"""Digests: one letter a working day for who wants it; what is near comes at once; none lost, none twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from tests.factories.notices import Noticed
from tests.pilot.cast import Cast, assemble
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.messages.domain import choose_letters, collect_digests, post, send_letters, tell
from xianxing.pilot.messages.domain.sending import LEASE, _claim
from xianxing.pilot.messages.models import Digest, Message, Outbox
from xianxing.pilot.messages.queries import inbox, stuck_digests, wants_digest
from xianxing.pilot.parties.models import User

TOLD = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, ten in the morning
MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # nine in the morning of the day after
SATURDAY, MONDAY = datetime(2026, 11, 28, 2, tzinfo=UTC), datetime(2026, 11, 30, 1, tzinfo=UTC)
FAR = {"due": "2026-12-08", "workdays": 10, "provisional": False}


def news(*users: User, **params: object) -> None:
    tell(recipients=users, kind="turn", at=TOLD, params=params)


@pytest.fixture
def mo(cast: Cast) -> User:
    choose_letters(user=cast.mo, daily=True)
    return cast.mo


def morning(at: datetime = MORNING) -> int:
    collect_digests(real_now=at)
    return send_letters(real_now=at).sent


def test_everybody_gets_each_letter_at_once_unless_the_person_chose_otherwise(cast: Cast, mo: User) -> None:
    assert (wants_digest(mo), wants_digest(cast.ning)) == (True, False)
    news(mo, cast.ning, **FAR)
    assert send_letters(real_now=TOLD).sent == 1
    assert [letter.to for letter in mail.outbox] == [["ning@cast.example"]]
    assert inbox(mo).count() == 1  # the inbox shows it at once


def test_one_letter_the_next_working_day_has_all_and_comes_once(mo: User) -> None:
    for _each in range(3):
        news(mo, **FAR)
    assert morning(MORNING - timedelta(seconds=1)) == 0
    assert morning() == 1
    [letter] = mail.outbox
    assert letter.subject == "先行：今日消息汇总（3条） / Xianxing: messages of the day (3)"
    for message in Message.objects.all():
        assert letter.body.count(f"/messages/{message.pk}/") == 2
    assert "期限：2026年12月8日（10个工作日）。" in letter.body
    for later in (0, 1, 60, 600):
        assert morning(MORNING + timedelta(minutes=later)) == 0
    assert not Outbox.objects.filter(sent_at__isnull=True).exists()


def test_what_comes_after_the_morning_waits_for_the_next_working_day(mo: User) -> None:
    news(mo, **FAR)
    assert morning() == 1
    news(mo, **FAR)
    assert morning(MORNING + timedelta(hours=1)) == 0
    assert morning(SATURDAY) == 0
    assert morning(MONDAY) == 1
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("due", ["2026-11-23", "2026-11-24", "2026-11-25"])
def test_what_must_be_done_by_tomorrow_is_never_held(mo: User, due: str) -> None:
    news(mo, due=due, workdays=1, provisional=False)
    assert send_letters(real_now=TOLD).sent == 1


@pytest.mark.usefixtures("mo")
def test_links_are_never_held() -> None:
    post(to="mo@cast.example", kind="password", link="https://pilot.example/x")
    assert send_letters(real_now=TOLD).sent == 1


def test_going_back_to_letters_at_once_sends_what_was_held(mo: User) -> None:
    news(mo, **FAR)
    choose_letters(user=mo, daily=False)
    assert send_letters(real_now=TOLD).sent == 1
    assert morning() == 0


def test_a_digest_that_a_dead_worker_had_claimed_is_sent_later_and_once(mo: User) -> None:
    news(mo, **FAR)
    assert collect_digests(real_now=MORNING) == 1  # died before anything was sent
    assert collect_digests(real_now=MORNING) == 0
    assert _claim(Digest, MORNING) is not None  # and again just after taking it
    assert morning() == 0
    assert morning(MORNING + LEASE) == 1
    assert morning(MORNING + LEASE + LEASE) == 0
    assert len(mail.outbox) == 1


def test_a_digest_that_can_t_be_sent_is_seen_by_the_doctor(mo: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.pilot.messages.test_sending.Talkative"
    news(mo, **FAR)
    assert morning() == 0
    assert stuck_digests(real_now=MORNING + timedelta(hours=3)).count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(real_now=MORNING + timedelta(hours=1)).sent == 1


def test_a_person_who_left_gets_no_digest(mo: User) -> None:
    news(mo, **FAR)
    User.objects.filter(pk=mo.pk).update(is_active=False)
    assert morning() == 0
    assert mail.outbox == []


def test_a_digest_lists_by_project_and_says_nothing_of_a_filing(under_notice: Noticed) -> None:
    company = under_notice.company
    user, case = company.cast.zhou, company.filing.case
    choose_letters(user=user, daily=True)
    tell(recipients=[user], kind="contacts", at=TOLD)
    tell(recipients=[user], kind="done", case=case, params={"step": "file", "state": "filed"}, at=TOLD)
    tell(
        recipients=[user],
        kind="due",
        case=case,
        params={"state": "filed", "ahead": ["register_local"], **FAR},
        at=TOLD,
    )
    Outbox.objects.filter(held=False).delete()
    assert morning() == 1
    [letter] = mail.outbox
    chinese = letter.body.split("本邮件")[0].strip().split("\n\n")
    assert chinese[0].splitlines()[0] == "未编号事项"
    assert chinese[1].splitlines()[0] == f"项目编号：{case_number(company.filing)}"
    asked, told = chinese[1].splitlines()[1:]
    assert asked.startswith("· 待办事项：") and "期限：2026年12月8日" in asked
    assert told.startswith("· 有新消息")
    assert str(company.filing.cells.get(path="project.name").value)[:8] not in letter.body
    assert "已申报" not in letter.body


@pytest.mark.both_databases
@pytest.mark.usefixtures("own_base")
def test_two_workers_side_by_side_send_one_digest() -> None:
    cast = assemble()
    choose_letters(user=cast.mo, daily=True)
    for _each in range(5):
        news(cast.mo, **FAR)
    made: list[int] = []
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        made.append(collect_digests(real_now=MORNING))
        send_letters(real_now=MORNING)
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(made) == [0, 1]
    assert Digest.objects.get().letters.count() == 5
    assert len(mail.outbox) == 1
