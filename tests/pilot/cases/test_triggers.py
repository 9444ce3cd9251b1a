"""Only the next event moves a case, and nobody changes the record: not the ORM, bulk update or raw SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.admin import ModelAdmin, site
from django.db import DatabaseError, connection, transaction
from django.db.models import UniqueConstraint
from django.http import HttpRequest

from tests.pilot.cast import EARLY, Cast
from tests.pilot.database import OPENED, a_call, a_case, act
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases.domain import erase_payload, lift_stop, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event, Log, Payload, Publication, SecrecyStop, SignedHead
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.declarations import our_models
from xianxing.pilot.protection.triggers import Trigger, triggers
from xianxing.record.log import Record
from xianxing.record.notes import new_key

pytestmark = pytest.mark.both_databases

Attempt = Callable[[Case], object]
REPLACING = [trigger for trigger in triggers("sqlite") if trigger.name.endswith("_replace")]


@pytest.fixture
def case(cast: Cast) -> Case:
    case = a_case(a_call(cast.wen))
    act(case, "freeze")
    return case


def sql(statement: str) -> Attempt:
    def attempt(case: Case) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("CASE", f"'{case.pk.hex if _short() else case.pk}'"))

    return attempt


def _short() -> bool:
    return connection.vendor == "sqlite"


def saved_by_the_orm(case: Case) -> None:
    case.state = "running"
    case.save()


def saved_in_bulk(case: Case) -> None:
    case.state = "running"
    Case.objects.bulk_update([case], ["state"])


def saved_by_the_admin(case: Case) -> None:
    case.state = "running"
    ModelAdmin(Case, site).save_model(HttpRequest(), case, form=None, change=True)


ATTEMPTS: dict[str, Attempt] = {
    "orm save": saved_by_the_orm,
    "the admin": saved_by_the_admin,
    "bulk update": lambda _case: Case.objects.update(state="running"),
    "bulk_update": saved_in_bulk,
    "raw state": sql("UPDATE cases_case SET state = 'running' WHERE id = CASE"),
    "raw state and number": sql("UPDATE cases_case SET state = 'running', sequence = sequence + 1"),
    "raw number back": sql("UPDATE cases_case SET sequence = sequence - 1"),
    "raw version": sql("UPDATE cases_case SET procedure_version = 'x'"),
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
    Record(DjangoStore()).sign_head(new_key(settings.XIANXING_LOG_ORIGIN), OPENED.replace(hour=9))
    before = snapshot()
    with pytest.raises(DatabaseError), transaction.atomic():
        ATTEMPTS[name](Case.objects.get(pk=case.pk))
    assert snapshot() == before


REPLACED = {
    "case": "cases_case (id, call_id, procedure_version, state, sequence, opened_at)"
    " SELECT id, call_id, procedure_version, 'running', 0, opened_at FROM cases_case",
    "event": "cases_event SELECT * FROM cases_event",
    "payload": "cases_payload (event_id, salt, body) SELECT event_id, salt, x'7b7d' FROM cases_payload",
    "log": "cases_log (id, origin, hash) SELECT id, 'elsewhere', hash FROM cases_log",
    "head": "cases_signedhead (id, size, note, signed_at)"
    " SELECT id, size, 'forged', signed_at FROM cases_signedhead",
    "access log": "parties_accessevent SELECT * FROM parties_accessevent",
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
@pytest.mark.parametrize("name", REPLACED)
def test_no_row_is_replaced(case: Case, name: str) -> None:
    Record(DjangoStore()).sign_head(new_key(settings.XIANXING_LOG_ORIGIN), OPENED.replace(hour=9))
    before = snapshot()
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(f"INSERT OR REPLACE INTO {REPLACED[name]}")(case)
    assert snapshot() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
@pytest.mark.parametrize("trigger", REPLACING, ids=lambda trigger: trigger.table)
def test_every_unique_key_of_a_table_refuses_a_replacement(trigger: Trigger) -> None:
    [model] = [each for each in our_models() if each._meta.db_table == trigger.table]
    fields = model._meta.concrete_fields
    column = {field.name: str(field.column) for field in fields}
    unique = [[str(field.column)] for field in fields if field.unique]
    together = [c.fields for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    for key in [*unique, *([column[name] for name in names] for names in together)]:
        assert " AND ".join(f'held."{name}" = NEW."{name}"' for name in key) in trigger.refused


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
def test_no_publication_is_replaced_by_the_next_of_the_same_extension(case: Case, cast: Cast) -> None:
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    at, last = OPENED + timedelta(days=1), window_of(case.call, at=OPENED).last
    extend_window(call=case.call, closes_on=last + timedelta(days=3), reason="故障", by=fang, at=at)
    names = [str(field.column) for field in Publication._meta.concrete_fields]
    places = "SELECT max(place) + 1 FROM (SELECT place FROM cases_event UNION SELECT place FROM"
    taken = {"place": f"({places} cases_publication))", "sequence": "sequence + 1"}
    values = ", ".join(taken.get(name, name) for name in names)
    statement = f"INSERT OR REPLACE INTO cases_publication ({', '.join(names)}) SELECT {values}"
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(f"{statement} FROM cases_publication WHERE extension_id IS NOT NULL")(case)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
def test_no_open_stop_is_replaced_by_another(case: Case, cast: Cast) -> None:
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=OPENED + timedelta(days=1))
    names = [str(field.column) for field in SecrecyStop._meta.concrete_fields]
    values = ", ".join({"id": "id + 1", "ground": "'x'"}.get(name, name) for name in names)
    statement = f"INSERT OR REPLACE INTO cases_secrecystop ({', '.join(names)}) SELECT {values}"
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(f"{statement} FROM cases_secrecystop")(case)


@pytest.mark.parametrize("number", [0, 1])
def test_an_event_needs_its_cases_row(case: Case, number: int) -> None:
    event = Event.objects.get(sequence=2)
    event.place, event.sequence, event.case_id = 4, number, uuid4()
    with pytest.raises(DatabaseError, match="next number"), transaction.atomic():
        event.save(force_insert=True)


def test_a_case_that_was_put_down_in_the_middle_is_found_out(case: Case) -> None:
    put = Case.objects.create(call=case.call, procedure_version="x", state="running", opened_at=OPENED)
    assert [fault for fault in case_faults() if str(put.pk) in fault]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
def test_an_event_that_moved_no_case_is_not_replaced_by_the_next(case: Case) -> None:
    event = Event.objects.get(sequence=2)
    event.place, event.sequence = 4, 3
    event.save(force_insert=True)
    names = [str(field.column) for field in Event._meta.concrete_fields]
    taken = ["place + 1" if name == "place" else name for name in names]
    again = "INSERT OR REPLACE INTO cases_event (NAMES) SELECT TAKEN FROM cases_event WHERE sequence = 3"
    statement = again.replace("NAMES", ", ".join(names)).replace("TAKEN", ", ".join(taken))
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)(case)
    assert Event.objects.count() == 3


@pytest.mark.parametrize("number, place", [(1, 4), (2, 4), (4, 4), (3, 0), (3, 3), (3, 5), (3, 9)])
def test_a_gap_or_repetition_in_the_sequence_is_refused(case: Case, number: int, place: int) -> None:
    event = Event.objects.get(sequence=2)
    event.place, event.sequence, event.target_state = place, number, "running"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save(force_insert=True)


def test_an_event_of_another_case_or_target_moves_nothing(case: Case) -> None:
    other = a_case(case.call, at=OPENED + timedelta(hours=1))
    for state, number in (("draft", 3), ("running", 1), ("attesting", 2)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.filter(pk=other.pk).update(state=state, sequence=number)


def test_a_case_cannot_open_in_the_middle(case: Case) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.create(
            call=case.call, procedure_version="x", state="running", sequence=2, opened_at=OPENED
        )


def test_the_next_event_does_move_it(case: Case) -> None:
    act(case, "edit")
    assert Case.objects.get(pk=case.pk).state == "draft"


def snapshot() -> list[list[object]]:
    tables = (Case, Event, Payload, Log, SignedHead)
    return [[str(row) for row in table.objects.order_by("pk").values_list()] for table in tables]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    "table",
    [
        "cases_event",
        "cases_payload",
        "cases_case",
        "cases_log, cases_signedhead",
        "parties_accessevent",
        "calls_extension",
        "cases_secrecystop",
    ],
)
def test_no_table_of_the_record_is_truncated(case: Case, table: str) -> None:
    before = snapshot()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert snapshot() == before


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's triggers know their own database only"
)
def test_a_temporary_table_of_the_same_name_deceives_no_trigger(case: Case) -> None:
    before = snapshot()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE cases_event ON COMMIT DROP AS SELECT * FROM cases_event")
        cursor.execute("UPDATE cases_event SET sequence = 3, target_state = 'running' WHERE sequence = 2")
        cursor.execute("UPDATE cases_case SET state = 'running', sequence = 3")
    assert snapshot() == before


def test_what_was_erased_does_not_come_back(case: Case, cast: Cast) -> None:
    kept = Payload.objects.get(event__sequence=1, event__case=case)
    erase_payload(
        case=case, sequence=1, reason="法院裁定", role="secretariat", clause="", person=str(cast.wen.pk),
        at=OPENED + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Payload.objects.create(event_id=kept.pk, salt=kept.salt, body=kept.body)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_secrecystop SET lifted_at = stopped_at",
        "DELETE FROM cases_secrecystop",
        pytest.param(
            "INSERT OR REPLACE INTO cases_secrecystop SELECT * FROM cases_secrecystop",
            marks=pytest.mark.skipif(connection.vendor != "sqlite", reason="no such statement"),
        ),
    ],
)
def test_a_stop_ends_by_a_recorded_lifting_only(case: Case, cast: Cast, statement: str) -> None:
    at = OPENED + timedelta(days=1)
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)(case)
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=at)
    lift_stop(case=case, by=cast.li, second=cast.wen, reason="查明不涉密", at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        SecrecyStop.objects.update(lifted_at=None)
