"""What the working group publishes: a chain of its own in the same log, proved, and never changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django.fixtures import Settings

from tests.factories.calls import rewriting
from tests.factories.waiting import PATIENCE
from tests.pilot.cast import EARLY, Cast, assemble
from tests.pilot.database import OPENED, a_call, a_case, act, attest
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.domain.publishing import retire_guide
from xianxing.pilot.calls.models import Call, PinnedGuide
from xianxing.pilot.calls.pinned import digest_of_files
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import (
    export_publications,
    give_publication_receipts,
    lift_stop,
    report_secret,
    sign_head,
    stop_for_secrecy,
)
from xianxing.pilot.cases.models import Case, Duty, Event, Publication, PublicationReceipt
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.record import audit
from xianxing.record.canonical import parse
from xianxing.record.log import Record
from xianxing.record.receipts import parse_receipt

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER = date(2024, 2, 2)
MIDNIGHT = datetime(2024, 1, 31, 16, 0, tzinfo=UTC)


@pytest.fixture
def head(cast: Cast, settings: Settings, tmp_path: Path) -> User:
    """Fang heads the working group."""
    settings.XIANXING_KEYS = tmp_path / "keys"
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    return fang


@pytest.fixture
def call(cast: Cast, head: User) -> Call:
    """A procedure signed off, a call published, its window extended while cases run, its guide retired."""
    call = a_call(cast.wen)
    a_case(call)
    extend_window(call=call, closes_on=LATER, reason="系统中断两小时", by=head, at=OPENED)
    retire_guide(pinned=call.guide, by=cast.wen, at=OPENED)
    retire_guide(pinned=call.guide, by=cast.wen, at=OPENED)
    return call


def test_each_is_an_entry_of_the_one_log_between_the_acts_of_cases(call: Call) -> None:
    rows = Publication.objects.order_by("place").values_list("place", "sequence", "step", "role")
    assert list(rows) == [
        (0, 1, "procedure.sign_off", "legal_reviewer"),
        (1, 2, "call.publish", "secretariat"),
        (3, 3, "call.extend", "group_head"),
        (5, 4, "guide.retire", "secretariat"),
    ]
    assert list(Event.objects.order_by("place").values_list("place", flat=True)) == [2, 4]
    assert DjangoStore().size() == 6
    extended = parse(bytes(Publication.objects.get(sequence=3).body))
    assert isinstance(extended, dict)
    assert (extended["closes"], extended["reason"]) == ("2024-02-02", "系统中断两小时")
    sign_head(at=NOW)
    assert audit(Record(DjangoStore())) == [] and publication_faults() == []


def test_every_publication_gets_its_receipt_once_and_it_holds_without_us(call: Call) -> None:
    assert give_publication_receipts(signed_at=NOW) == 4
    assert give_publication_receipts(signed_at=NOW + timedelta(days=1)) == 0
    for row in Publication.objects.select_related("receipt"):
        receipt = parse_receipt(row.receipt.text)
        assert receipt.check(keys.ring()).size == 6
        assert (receipt.index, receipt.event.case, receipt.event.step) == (
            row.place,
            "publications",
            row.step,
        )


def test_the_dossier_of_publications_verifies_with_plain_python(call: Call, tmp_path: Path) -> None:
    give_publication_receipts(signed_at=NOW)
    export_publications(folder=tmp_path / "d", at=NOW + timedelta(hours=1))
    command = [
        sys.executable,
        "-I",
        str(tmp_path / "d" / "verify.py"),
        "--key",
        keys.signing_key().public.vkey,
    ]
    assert subprocess.run(command, capture_output=True, timeout=PATIENCE).returncode == 0
    changed = tmp_path / "d" / "payloads" / "0003.json"
    changed.write_bytes(changed.read_bytes().replace(b"2024-02-02", b"2024-02-09"))
    assert subprocess.run(command, capture_output=True, timeout=PATIENCE).returncode == 1


ATTEMPTS: dict[str, Callable[[], object]] = {
    "changed": lambda: Publication.objects.update(step="x"),
    "removed": lambda: Publication.objects.all()._raw_delete("default"),
    "receipt changed": lambda: PublicationReceipt.objects.update(text="x"),
    "receipt removed": lambda: PublicationReceipt.objects.all()._raw_delete("default"),
    "number twice": lambda: another(sequence=4),
    "number skipped": lambda: another(sequence=6),
    "place of an event": lambda: another(place=4),
    "place skipped": lambda: another(place=9),
}


def another(*, sequence: int = 5, place: int = 6) -> None:
    row = Publication.objects.get(sequence=4)
    row.place, row.sequence = place, sequence
    row.save(force_insert=True)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_database_refuses_every_other_writer(call: Call, name: str) -> None:
    give_publication_receipts(signed_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        ATTEMPTS[name]()
    assert (Publication.objects.count(), PublicationReceipt.objects.count()) == (4, 4)
    another()
    assert Publication.objects.count() == 5


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
@pytest.mark.parametrize("table", ["cases_publication", "cases_publicationreceipt"])
def test_no_publication_is_replaced(call: Call, table: str) -> None:
    give_publication_receipts(signed_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO TABLE_ SELECT * FROM TABLE_".replace("TABLE_", table))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["cases_publication", "cases_publicationreceipt"])
def test_publications_are_not_truncated(call: Call, table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE TABLE_ CASCADE".replace("TABLE_", table))


def test_a_call_changed_behind_the_record_is_named(call: Call) -> None:
    with rewriting(Call):
        Call.objects.update(closes_on=date(2024, 3, 1))
        assert publication_faults() == ["publication 2: closes is no longer what was published"]
        Call.objects.update(closes_on=date(2024, 1, 31))
    assert publication_faults() == []
    secret = Call.objects.get()
    secret.pk, secret.batch = None, "shenzhen-2023-9"
    secret.save()
    own = digest_of_files({})
    PinnedGuide.objects.create(pk=own, name="x", files={}, pinned_at=OPENED, retired_at=OPENED)
    assert publication_faults() == [
        f"call {secret.pk} was published in no entry of the log",
        f"guide {own} was published in no entry of the log",
    ]


def test_what_cannot_be_published_enters_nothing(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    for attempt in (
        lambda: a_call(cast.wen),
        lambda: extend_window(call=call, closes_on=LATER, reason=" ", by=head, at=OPENED),
        lambda: retire_guide(pinned=call.guide, by=cast.chen, at=OPENED),
    ):
        with pytest.raises(Refused):
            attempt()
    assert Publication.objects.count() == 2


@pytest.mark.clause("0")
def test_a_case_stopped_for_secrecy_takes_the_extension_when_it_goes_on(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    case = a_case(call)
    attest(case)
    hour = timedelta(hours=1)
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=OPENED + hour)
    extend_window(call=call, closes_on=LATER, reason="延长", by=head, at=OPENED + 2 * hour)
    assert Publication.objects.filter(step="call.extend").count() == 1
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=OPENED + 3 * hour)
    after = MIDNIGHT + hour
    lift_stop(case=case, by=cast.li, second=cast.tang, reason="查明不涉密", at=after)
    steps = Event.objects.filter(case=case).order_by("sequence").values_list("step", flat=True)
    assert list(steps)[-3:] == ["secrecy.lift", "window_closes", "extend_window"]
    assert Duty.objects.get(case=case).due == LATER
    act(case, "file", at=after + hour)
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_what_was_published_before_is_entered_by_the_migration(
    migrated_base: None, settings: Settings, tmp_path: Path
) -> None:
    settings.XIANXING_KEYS = tmp_path / "keys"
    graph = MigrationExecutor(connection).loader.graph
    latest = graph.leaf_nodes()
    cast = assemble()
    MigrationExecutor(connection).migrate([("cases", "0006_no_replacing")])
    pins = PinnedGuide.objects.create(
        pk=digest_of_files({}), name="old", files={}, pinned_at=EARLY, retired_at=OPENED + timedelta(days=9)
    )
    Call.objects.create(
        batch="old-1", title_zh="旧", title_en="old", guide=pins, procedure_version="p", calendar_version="c",
        calendar=b"{}", settings={"n": 3}, opens_on=date(2023, 12, 1), closes_on=date(2024, 1, 31),
        external_channel=False, published_at=EARLY, published_by=cast.wen,
    )  # fmt: skip
    MigrationExecutor(connection).migrate(latest)
    first, second = Publication.objects.order_by("sequence")
    assert (first.step, first.at, second.step) == ("call.publish", EARLY, "guide.retire")
    said = parse(bytes(first.body))
    assert isinstance(said, dict) and said["recorded_later"] is True
    assert publication_faults() == []
    assert give_publication_receipts(signed_at=NOW) == 2
    assert audit(Record(DjangoStore())) == []
