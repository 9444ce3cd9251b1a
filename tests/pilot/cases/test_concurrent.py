"""Several people at once, each with a connection of their own: nothing lost, no gap, no endless wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from tests.factories.waiting import PATIENCE
from tests.pilot.cast import assemble
from tests.pilot.database import LEAD, OPENED, STAFF, a_call, a_case, act, attest
from xianxing.pilot.cases.domain import issue_receipt, sign_head, tick
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.models import Case, Event, Receipt, SignedHead
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.refusal import Refused
from xianxing.record import audit
from xianxing.record.log import Record, RecordError

pytestmark = pytest.mark.both_databases

LATER = OPENED.replace(day=20)
ROUNDS = 12


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run all in threads of their own; what went wrong in them."""
    problems: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return problems


def toggles(case: Case, done: list[tuple[str, int]]) -> Callable[[], None]:
    """Freeze and edit in turns; acts that the other one forestalled are refused."""

    def work() -> None:
        own = Case.objects.select_related("call__guide").get(pk=case.pk)
        for number in range(ROUNDS):
            step = ("freeze", "edit")[number % 2]
            try:
                made = perform(case=own, step=step, actor=LEAD, payload={}, at=LATER)
            except Refused as refusal:
                assert refusal.code == "not_from_here"
            else:
                done.append((str(own.pk), made.events[-1].sequence))

    return work


@pytest.mark.usefixtures("own_base")
def test_two_on_the_same_case_and_two_on_others_lose_nothing() -> None:
    call = a_call(assemble().wen)
    shared, third, fourth = (a_case(call) for _each in range(3))
    done: list[tuple[str, int]] = []
    assert at_once(*(toggles(case, done) for case in (shared, shared, third, fourth))) == []
    recorded = Event.objects.exclude(step="case.opened").values_list("case", "sequence")
    assert sorted((str(case), number) for case, number in recorded) == sorted(done)
    assert len(done) == len(set(done)) >= 3 * ROUNDS
    assert list(Event.objects.order_by("place").values_list("place", flat=True)) == list(
        range(2, len(done) + 5)
    )
    assert case_faults() == []
    assert audit(Record(DjangoStore())) == []


@pytest.mark.usefixtures("own_base")
def test_two_file_the_same_case_and_one_is_told_that_it_is_filed() -> None:
    case = a_case(a_call(assemble().wen))
    attest(case)
    refused: list[str] = []

    def file(actor: Actor) -> Callable[[], None]:
        def work() -> None:
            own = Case.objects.select_related("call__guide").get(pk=case.pk)
            try:
                perform(case=own, step="file", actor=actor, payload={}, at=LATER)
            except Refused as refusal:
                refused.append(refusal.code)

        return work

    assert at_once(file(LEAD), file(Actor("zhou", LEAD.roles, "lead"))) == []
    assert refused == ["not_from_here"]
    assert Event.objects.filter(case=case, step="file").count() == 1


@pytest.mark.usefixtures("own_base")
def test_receipts_heads_and_time_at_once_stay_one_consistent_log(settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS = tmp_path / "keys"
    call = a_call(assemble().wen)
    filed, draft = a_case(call), a_case(call)
    attest(filed)
    act(filed, "file")
    now = datetime(2026, 11, 24, tzinfo=UTC)
    sign_head(at=now)

    def receipt() -> None:
        issue_receipt(case=Case.objects.get(pk=filed.pk), sequence=9, signed_at=now)

    def slow() -> None:  # read the clock, then waited for others to sign
        sign_head(at=now - timedelta(seconds=20))

    def register() -> None:
        own = Case.objects.select_related("call__guide").get(pk=filed.pk)
        perform(case=own, step="register_local", actor=STAFF, payload={}, at=LATER)

    problems = at_once(receipt, receipt, register, lambda: tick(at=LATER.replace(month=2)), slow)
    assert problems == []
    assert Receipt.objects.count() == 1
    assert SignedHead.objects.count() == 3
    with pytest.raises(RecordError):
        sign_head(at=now - timedelta(minutes=2))
    assert Event.objects.filter(case=draft, step="window_closes").count() == 1
    assert case_faults() == []
    assert audit(Record(DjangoStore())) == []
