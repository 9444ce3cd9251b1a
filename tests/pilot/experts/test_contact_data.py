"""Contact data lie sealed, those from before too."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.pilot.cast import NOON, assemble
from tests.pilot.experts.panel import another_expert
from xianxing.pilot.experts.contact_data import ExpertContact, contact_of
from xianxing.pilot.experts.domain.pool import keep_profile
from xianxing.pilot.experts.models import ExpertProfile

pytestmark = pytest.mark.both_databases


def raw(column: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM experts_expertprofile")  # noqa: S608 — a column of the test
        return cursor.fetchone()[0]


def test_a_telephone_from_before_is_sealed_by_the_migration_and_laid_open_by_its_way_back(
    migrated_base: None,
) -> None:
    """A database of its own: a migration ends the transaction that other tests live in."""
    cast, expert = assemble(), another_expert("xu")
    keep_profile(expert=expert, fields=["云"], phone="13900001111", by=cast.wen, at=NOON)
    assert b"13900001111" not in bytes(raw("contact"))  # type: ignore[call-overload]
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("experts")
    MigrationExecutor(connection).migrate([("experts", "0003_sealed_opinions_stay")])
    assert raw("phone") == "13900001111"
    MigrationExecutor(connection).migrate(latest)
    assert contact_of(ExpertProfile.objects.get(user=expert)) == ExpertContact("13900001111")
    assert ExpertProfile.objects.get().fields == ["云"]
