"""The worker's turns on the database: tasks, letters, time and the day's head."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.test import override_settings
from django_tasks import task
from pytest_django.fixtures import Settings

from tests.pilot.cast import assemble
from tests.pilot.database import OPENED, a_call, a_case
from xianxing.cli.worker import Turns
from xianxing.pilot.cases.domain import sign_daily_head
from xianxing.pilot.cases.models import Event, Publication, SignedHead
from xianxing.pilot.messages.domain import tell
from xianxing.workdays.clocks import FixedClock

pytestmark = pytest.mark.both_databases

done: list[str] = []


@task()
def note_down(word: str) -> None:
    done.append(word)


@task()
def break_down() -> None:
    raise RuntimeError("a task that fails")


class AfterTheWindow(FixedClock):
    """The site's clock of these tests."""

    def __init__(self) -> None:
        super().__init__(OPENED.replace(month=2, day=3))


@pytest.fixture
def turns(settings: Settings, tmp_path: Path) -> Turns:
    settings.XIANXING_KEYS = tmp_path / "keys"
    settings.XIANXING_CLOCK = f"{__name__}.AfterTheWindow"
    return Turns()


@pytest.mark.usefixtures("own_base")
def test_one_turn_does_every_kind_of_work_once(turns: Turns) -> None:
    cast = assemble()
    case = a_case(a_call(cast.wen))
    done.clear()
    note_down.enqueue("read a document")
    break_down.enqueue()
    tell(recipients=[cast.mo], kind="claim", at=OPENED)
    for _twice in range(2):
        turns.take()
    assert done == ["read a document"]
    assert ["mo@cast.example"] in [letter.to for letter in mail.outbox]
    assert len([letter for letter in mail.outbox if letter.to == ["mo@cast.example"]]) == 1
    assert Event.objects.filter(case=case, step="window_closes").count() == 1
    assert SignedHead.objects.get().size == Event.objects.count() + Publication.objects.count()


@pytest.mark.usefixtures("own_base")
def test_work_that_fails_stops_no_other_work(turns: Turns, tmp_path: Path) -> None:
    a_case(a_call(assemble().wen))
    (tmp_path / "keys").mkdir(exist_ok=True)
    (tmp_path / "keys" / "log.key").write_text("no key at all")
    with override_settings(EMAIL_BACKEND="no.such.backend"):
        turns.take()
    assert Event.objects.filter(step="window_closes").count() == 1
    assert not SignedHead.objects.exists()


@pytest.mark.django_db
def test_a_second_worker_signs_no_second_head_of_the_day(turns: Turns) -> None:
    first = sign_daily_head(at=OPENED)
    assert sign_daily_head(at=OPENED).pk == first.pk
    assert SignedHead.objects.count() == 1
