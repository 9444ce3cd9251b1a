"""Only the next event moves a case, and nobody changes the record: not the ORM, bulk update or raw SQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.admin import ModelAdmin, site
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest

from tests.pilot.cast import NOON, Cast
from tests.pilot.database import a_call, a_case, act
from xianxing.pilot.cases.models import Case, Event, Log, Payload, SignedHead
from xianxing.pilot.cases.store import DjangoStore
from xianxing.record.log import Record, RecordError
from xianxing.record.notes import new_key

Attempt = Callable[[Case], object]


@pytest.fixture
def case(cast: Cast) -> Case:
    case = a_case(a_call(cast.wen))
    act(case, "draft")
    act(case, "filed")
    return case


def sql(statement: str) -> Attempt:
    def attempt(case: Case) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("CASE", f"'{case.pk.hex if _short() else case.pk}'"))

    return attempt


def _short() -> bool:
    return connection.vendor == "sqlite"


def saved_by_the_admin(case: Case) -> None:
    case.state = "running"
    ModelAdmin(Case, site).save_model(HttpRequest(), case, form=None, change=True)


ATTEMPTS: dict[str, Attempt] = {
    "orm save": lambda case: setattr(case, "state", "running") or case.save(),
    "the admin": saved_by_the_admin,
    "bulk update": lambda _case: Case.objects.update(state="running"),
    "bulk_update": lambda case: Case.objects.bulk_update([setattr(case, "state", "x") or case], ["state"]),
    "raw state": sql("UPDATE cases_case SET state = 'running' WHERE id = CASE"),
    "raw state and number": sql("UPDATE cases_case SET state = 'running', sequence = sequence + 1"),
    "raw number back": sql("UPDATE cases_case SET sequence = sequence - 1"),
    "raw facts": sql("UPDATE cases_case SET facts = '{}'"),
    "delete case": sql("DELETE FROM cases_case"),
    "event changed": lambda _case: Event.objects.update(target_state="running"),
    "event removed": lambda _case: Event.objects.all()._raw_delete("default"),
    "raw event removed": sql("DELETE FROM cases_event WHERE sequence = 2"),
    "payload changed": lambda _case: Payload.objects.update(body=b"{}"),
    "payload removed without erasure": sql("DELETE FROM cases_payload"),
    "log renamed": lambda _case: Log.objects.update(origin="elsewhere"),
    "head removed": sql("DELETE FROM cases_signedhead"),
    "head changed": lambda _case: SignedHead.objects.update(note="forged"),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_every_other_writer_is_refused_and_nothing_changes(case: Case, name: str) -> None:
    Record(DjangoStore()).sign_head(new_key(settings.XIANXING_LOG_ORIGIN), NOON.replace(hour=9))
    before = snapshot()
    with pytest.raises(DatabaseError), transaction.atomic():
        ATTEMPTS[name](Case.objects.get(pk=case.pk))
    assert snapshot() == before


@pytest.mark.parametrize("number, place", [(1, 2), (2, 2), (4, 2), (3, 1), (3, 3), (3, 9)])
def test_a_gap_or_repetition_in_the_sequence_is_refused(case: Case, number: int, place: int) -> None:
    old = Event.objects.get(sequence=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(
            place=place,
            case=case,
            sequence=number,
            step="x",
            role="x",
            at=NOON,
            target_state="running",
            skeleton=old.skeleton,
            blind=old.blind,
            hashes=old.hashes,
        )


def test_an_event_of_another_case_or_target_moves_nothing(case: Case) -> None:
    other = a_case(case.call)
    act(other, "draft")
    for state, number in (("draft", 3), ("running", 1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.filter(pk=other.pk).update(state=state, sequence=number)


def test_a_case_cannot_open_in_the_middle(case: Case) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.create(
            call=case.call, procedure_version="1" * 64, state="running", sequence=2, opened_at=NOON
        )


def test_the_next_event_does_move_it(case: Case) -> None:
    act(case, "running")
    assert Case.objects.get(pk=case.pk).state == "running"


def test_after_a_recorded_erasure_the_payload_is_gone_and_every_proof_still_verifies(case: Case) -> None:
    key = new_key(settings.XIANXING_LOG_ORIGIN)
    record = Record(DjangoStore({str(case.pk): "filed"}))
    record.erase(
        str(case.pk), 1, reason="保存期满", role="security", clause="4.3.2", time=NOON.replace(hour=8)
    )
    assert not Payload.objects.filter(event__sequence=1).exists()
    note = record.sign_head(key, NOON.replace(hour=9))
    for sequence in (1, 2, 3):
        assert record.receipt(str(case.pk), sequence, note).event.sequence == sequence
    with pytest.raises(RecordError):
        record.erase(
            str(case.pk), 1, reason="再删", role="security", clause="4.3.2", time=NOON.replace(hour=9)
        )


def snapshot() -> list[list[object]]:
    tables = (Case, Event, Payload, Log, SignedHead)
    return [[str(row) for row in table.objects.order_by("pk").values_list()] for table in tables]
