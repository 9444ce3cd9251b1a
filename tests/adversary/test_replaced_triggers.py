"""A trigger that was taken away, or replaced by one of the same name that does nothing, is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests.adversary.attacks import run
from tests.pilot.cast import Cast
from tests.pilot.database import a_call, a_case
from xianxing.pilot.cases.domain import sign_head
from xianxing.pilot.cases.upkeep import doctor
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.protection.triggers import Trigger, differences, triggers

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CHOSEN = (
    "event_sealed", "cases_event_update", "cases_payload_delete", "filings_body_update",
    "filings_attestation_delete", "filings_question_update", "parties_accessevent_update",
    "parties_user_update",
    "calls_extension_delete", "case_follows_event",
)  # fmt: skip


def idle(trigger: Trigger) -> list[str]:
    """The same trigger with a condition that never holds."""
    made = Trigger(trigger.name, trigger.table, trigger.what, "1 = 0", trigger.message)
    return [*trigger.drop(connection.vendor), *made.create(connection.vendor)]


def test_what_the_migrations_made_is_what_the_tables_declare(db: None) -> None:
    assert differences() == []
    assert len(triggers(connection.vendor)) > 60


@pytest.mark.parametrize("name", CHOSEN)
def test_a_trigger_that_does_nothing_any_more_is_named(db: None, name: str) -> None:
    [trigger] = [each for each in triggers(connection.vendor) if each.name == name]
    run(*idle(trigger))
    assert differences() == [f"{name} (changed)"]
    run(*trigger.drop(connection.vendor))
    assert differences() == [f"{name} (missing)"]
    run(*trigger.create(connection.vendor))
    assert differences() == []


def test_a_trigger_moved_to_another_table_is_named(db: None) -> None:
    [trigger] = [each for each in triggers(connection.vendor) if each.name == "filings_mask_update"]
    moved = Trigger(trigger.name, "filings_comment", "UPDATE", "", trigger.message)
    run(*trigger.drop(connection.vendor), *moved.create(connection.vendor))
    assert differences() == ["filings_mask_update (changed)"]


def test_a_trigger_that_nobody_declared_is_named(db: None) -> None:
    run(*Trigger("helps_the_thief", "cases_event", "INSERT", "1 = 0", "x").create(connection.vendor))
    assert differences() == ["helps_the_thief (unknown)"]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's triggers have no function of their own"
)
def test_a_function_that_was_emptied_under_its_trigger_is_named(db: None) -> None:
    run(
        "CREATE OR REPLACE FUNCTION cases_event_update() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NEW; END $$"
    )
    assert differences() == ["cases_event_update (changed)"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite can't disable a trigger")
@pytest.mark.parametrize(
    "how", ["DISABLE TRIGGER cases_event_update", "ENABLE REPLICA TRIGGER cases_event_update"]
)
def test_a_trigger_that_nobody_asks_is_named(db: None, how: str) -> None:
    run(f"ALTER TABLE cases_event {how}")
    assert differences() == ["cases_event_update (changed)"]


def test_the_doctor_says_so_and_what_to_do(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS = tmp_path / "keys"
    a_case(a_call(cast.wen))
    sign_head(at=real_time())
    [trigger] = [each for each in triggers(connection.vendor) if each.name == "filings_body_update"]
    run(*idle(trigger))
    found = [
        each
        for each in doctor.examine(real_now=real_time(), full=False)
        if "filings_body_update" in each.what
    ]
    assert [each.level for each in found] == [doctor.BAD] and found[0].advice
