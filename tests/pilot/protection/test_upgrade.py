"""A demonstration's database as an earlier version left it goes forward with all that it recorded.

`upgrade/` holds one as it was seeded on 2026-11-30, without what is made again (the index of the search, kept
findings and readings), without files, and of its keys the public ring alone.
"""

from __future__ import annotations

import lzma
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.pilot.own_database import working_on_file
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.protection.schema import NewerDatabaseError, bring_up_to_date, unknown_migrations
from xianxing.pilot.protection.triggers import differences
from xianxing.record import audit
from xianxing.record.log import Record

pytestmark = pytest.mark.both_databases  # it is an SQLite file, whatever the session's database is
KEPT = Path(__file__).parent / "upgrade"


@pytest.fixture
def earlier(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> Iterator[None]:
    """The site is that of the earlier version."""
    keys, base = tmp_path / "keys", tmp_path / "earlier.sqlite3"
    keys.mkdir()
    shutil.copy(KEPT / "ring.json", keys)
    base.write_bytes(lzma.decompress((KEPT / "demonstration.sqlite3.xz").read_bytes()))
    settings.XIANXING_KEYS = keys
    with django_db_blocker.unblock(), working_on_file(base):
        yield


def waiting() -> list[str]:
    executor = MigrationExecutor(connection)
    return [str(step) for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def test_it_goes_forward_and_its_record_verifies(earlier: None) -> None:
    recorder = MigrationRecorder(connection)
    assert not [name for app, name in recorder.applied_migrations() if app == "shared"]
    assert waiting()
    before = [Case.objects.count(), Event.objects.count(), Filing.objects.count(), User.objects.count()]
    bring_up_to_date()
    assert (waiting(), unknown_migrations(), differences()) == ([], [], [])
    after = [Case.objects.count(), Event.objects.count(), Filing.objects.count(), User.objects.count()]
    assert after == before and min(before) >= 7
    assert audit(Record(DjangoStore())) == []
    assert [*case_faults(), *row_faults()] == []


def test_a_database_of_a_later_version_is_left_as_it_is(earlier: None) -> None:
    MigrationRecorder(connection).record_applied("cases", "0999_of_tomorrow")
    before = waiting()
    with pytest.raises(NewerDatabaseError, match=r"cases\.0999_of_tomorrow"):
        bring_up_to_date()
    assert waiting() == before
    assert unknown_migrations() == ["cases.0999_of_tomorrow"]
