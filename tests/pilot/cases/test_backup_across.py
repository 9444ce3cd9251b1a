"""A backup of SQLite is restored on PostgreSQL, and one of that on SQLite: the same rows, and all proven."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.pilot.cast import NOON, assemble
from tests.pilot.database import a_call, a_case, act, attest
from tests.pilot.own_database import own_database, postgresql_database
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.domain import erase_payload, give_publication_receipts, issue_receipt, sign_head
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep import tables
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.cases.upkeep.backup import make_backup
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.cases.upkeep.restore import restore_backup
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import keep, pieces, stage
from xianxing.pilot.parties.domain.letters import read_letter
from xianxing.pilot.parties.models import Claim, User
from xianxing.record import audit
from xianxing.record.log import Record

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.XIANXING_KEYS, settings.XIANXING_FILES = tmp_path / "keys", tmp_path / "files"
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    return tmp_path


def fill() -> None:
    """Cases with a receipt and an erased payload, a publication with its receipt, a file, letters."""
    case = a_case(a_call(assemble().wen))
    attest(case)
    act(case, "file")
    issue_receipt(case=case, sequence=case.sequence, signed_at=NOW)
    give_publication_receipts(signed_at=NOW)
    later = Event.objects.latest("place").at + timedelta(minutes=1)
    erase_payload(case=case, sequence=3, reason="保存期满", role="security", clause="", person="li", at=later)
    keep(stage(io.BytesIO("附件".encode()), limit=100), charged_to=None, at=NOON)


def plain(value: Any) -> str:
    """A value without what the databases do differently: bytes, and the order of JSON's keys."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def content() -> dict[str, list[list[str]]]:
    return {
        model._meta.label_lower: [
            [plain(value) for value in row] for row in model._base_manager.order_by("pk").values_list()
        ]
        for model in tables.tables()
    }


def all_holds() -> bool:
    wen = User.objects.get(email="wen@cast.example")
    letters = [read_letter(claim=claim, by=wen, at=NOON).content for claim in Claim.objects.all()]
    return (
        audit(Record(DjangoStore())) == case_faults() == publication_faults() == []
        and b"".join(pieces(StoredFile.objects.get())) == "附件".encode()
        and letters == [b"ok", b"ok"]
        and guide_of(Case.objects.select_related("call__guide").all()[0].call).name == "shenzhen-2023"
    )


@pytest.mark.postgres
def test_a_backup_goes_from_sqlite_to_postgresql_and_back(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, place: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the session's database is PostgreSQL; the run on SQLite does this")
    with django_db_blocker.unblock():
        with own_database(place):
            fill()
            make_backup(folder=place / "first", real_now=NOW + timedelta(hours=1))
            first = content()
        (place / "files").rename(place / "first-files")
        with postgresql_database(os.environ["XIANXING_TEST_POSTGRES"]):
            assert connection.vendor == "postgresql"
            restore_backup(folder=place / "first", head=None)
            assert content() == first
            assert all_holds()
            with pytest.raises(DatabaseError), transaction.atomic():
                Case.objects.update(state="running")
            case = a_case(Case.objects.get().call, at=Event.objects.latest("place").at + timedelta(minutes=1))
            act(case, "freeze")
            User.objects.create_user("new@cast.example", name="新人")
            sign_head(at=NOW + timedelta(hours=2))
            make_backup(folder=place / "second", real_now=NOW + timedelta(hours=3))
            second = content()
        (place / "files").rename(place / "second-files")
        with own_database(place):
            restore_backup(folder=place / "second", head=None)
            assert content() == second
            assert all_holds()
            act(Case.objects.get(pk=case.pk), "review_unit")
            User.objects.create_user("newer@cast.example", name="又一人")
