"""A worker that is told to stop goes at once, and what it had begun stays in the queue."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tests.factories.waiting import PATIENCE
from xianxing.cli.background import LOST_AFTER, Tasks

pytestmark = [pytest.mark.usefixtures("own_base"), pytest.mark.both_databases]
NOW = datetime.now(UTC)


@task()
def sleep(seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture
def queue() -> Iterator[Tasks]:
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    found = Tasks()
    found.listen()
    yield found
    for each, handler in before.items():
        signal.signal(each, handler)


@task()
def sleep_once_told_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    raise AssertionError("nobody broke it off")


def test_a_task_under_way_is_broken_off_and_ready_again(queue: Tasks) -> None:
    sleep_once_told_to_stop.enqueue()
    sleep.enqueue(0)
    queue.run(real_now=NOW)
    assert queue.ended()
    assert DBTaskResult.objects.ready().count() == 2
    assert not DBTaskResult.objects.exclude(exception_class_path="").exists()


def test_every_ready_task_is_run_and_no_signal_breaks_what_is_done(queue: Tasks) -> None:
    for _each in range(3):
        sleep.enqueue(0)
    queue.run(real_now=NOW)
    queue.stop()
    assert DBTaskResult.objects.successful().count() == 3


def test_once_told_to_stop_nothing_is_begun(queue: Tasks) -> None:
    sleep.enqueue(0)
    queue.stop()
    queue.run(real_now=NOW)
    assert DBTaskResult.objects.ready().count() == 1


def test_what_a_dead_worker_had_begun_is_ready_after_an_hour_and_not_before(queue: Tasks) -> None:
    sleep.enqueue(0)
    lost = DBTaskResult.objects.get()
    lost.claim("a worker that died")
    assert lost.started_at is not None
    queue.run(real_now=lost.started_at + LOST_AFTER - timedelta(seconds=1))
    assert DBTaskResult.objects.running().count() == 1
    queue.run(real_now=lost.started_at + LOST_AFTER + timedelta(seconds=1))
    assert DBTaskResult.objects.successful().count() == 1


def test_a_worker_whose_parent_is_gone_begins_nothing() -> None:
    sleep.enqueue(0)
    orphan = Tasks(parent=-1)
    orphan.run(real_now=NOW)
    assert orphan.ended()
    assert DBTaskResult.objects.ready().count() == 1
