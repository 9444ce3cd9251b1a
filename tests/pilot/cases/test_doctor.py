"""The doctor finds what was broken on purpose, says what to do, and is silent about a sound site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests.pilot.cast import Cast
from tests.pilot.database import OPENED, a_call, a_case, act
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import sign_head
from xianxing.pilot.cases.models import Case, Duty, Event
from xianxing.pilot.cases.upkeep import doctor
from xianxing.pilot.cases.upkeep.doctor import HealthFinding, examine
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.messages.models import Outbox
from xianxing.pilot.protection.triggers import differences
from xianxing.workdays.clocks import FixedClock

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


class Then(FixedClock):
    """The site's clock in these tests, a minute after the last act."""

    def __init__(self) -> None:
        super().__init__(OPENED + timedelta(hours=2))


class Before(FixedClock):
    """A clock that was set back."""

    def __init__(self) -> None:
        super().__init__(OPENED - timedelta(days=1))


@pytest.fixture
def case(cast: Cast, settings: Settings, tmp_path: Path) -> Case:
    settings.XIANXING_KEYS, settings.VAR_DIR = tmp_path / "keys", tmp_path
    settings.XIANXING_FILES, settings.XIANXING_FILE_KEYS = (
        tmp_path / "files",
        tmp_path / "keys" / "files.toml",
    )
    settings.XIANXING_CLOCK = f"{__name__}.Then"
    case = a_case(a_call(cast.wen))
    act(case, "freeze")
    sign_head(at=NOW - timedelta(hours=1))
    return case


def findings(*, full: bool = True, at: datetime = NOW) -> list[HealthFinding]:
    return examine(real_now=at, full=full)


@pytest.mark.parametrize("full", [True, False])
def test_a_sound_site_has_no_findings(case: Case, full: bool) -> None:
    assert findings(full=full) == []


def sql(*statements: str) -> Callable[[Settings], None]:
    def run(_settings: Settings) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


def without(trigger: str, table: str, *statements: str) -> Callable[[Settings], None]:
    """Somebody with the database's password drops a trigger and changes what it protected."""
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    return lambda settings: sql(f"DROP TRIGGER {trigger}{on}", *statements)(settings)


def open_the_key(_settings: Settings) -> None:
    (keys.folder() / keys.CURRENT).chmod(0o644)


def lose_the_ring(_settings: Settings) -> None:
    (keys.folder() / keys.RING).unlink()


def swap_the_key(_settings: Settings) -> None:
    kept = (keys.folder() / keys.RING).read_bytes()
    keys.rotate(NOW)
    (keys.folder() / keys.RING).write_bytes(kept)


def set_the_clock_back(settings: Settings) -> None:
    settings.XIANXING_CLOCK = f"{__name__}.Before"


def fill_the_disk(_settings: Settings) -> None:
    doctor.LEAST_FREE_BYTES = 2**62


def spoil_duties(_settings: Settings) -> None:
    Duty.objects.update(role="expert")


CHANGED = "UPDATE cases_case SET state = 'running'"
BREAKAGES: dict[str, tuple[Callable[[Settings], None], str, str]] = {
    "an open key": (open_the_key, "bad", "权限对他人开放"),
    "a lost ring": (lose_the_ring, "bad", "ring.json；它列出日志的密钥和见证人"),
    "another key": (swap_the_key, "bad", "不是密钥表中正在使用的密钥"),
    "the clock set back": (set_the_clock_back, "bad", "时钟早于最后一项记录"),
    "a full disk": (fill_the_disk, "bad", "空间"),
    "wrong duties": (spoil_duties, "bad", "duties"),
    "a migration not made": (
        sql("DELETE FROM django_migrations WHERE app = 'inbox'"), "bad", "inbox.0001_initial",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKAGES)
def test_every_breakage_is_found_with_advice(
    case: Case, settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", doctor.LEAST_FREE_BYTES)
    spoil, level, words = BREAKAGES[name]
    spoil(settings)
    found = [each for each in findings() if words in each.what]
    assert [each.level for each in found[:1]] == [level]
    assert found[0].advice


def test_a_missing_trigger_and_what_was_done_without_it_are_found(case: Case, settings: Settings) -> None:
    without("case_follows_event", "cases_case", CHANGED)(settings)
    words = [each.what for each in findings(full=False)]
    assert any("case_follows_event" in each for each in words)
    assert any("the row says" in each for each in words)


def test_the_list_of_triggers_is_what_the_migrations_make(case: Case) -> None:
    assert differences() == []


OF_EACH_APP = {
    "cases_event_delete": "cases_event",
    "cases_publication_update": "cases_publication",
    "filings_filedfindings_update": "filings_filedfindings",
    "parties_accessevent_delete": "parties_accessevent",
    "calls_extension_update": "calls_extension",
}


@pytest.mark.parametrize("trigger", OF_EACH_APP)
def test_a_trigger_of_any_app_that_was_dropped_is_named(case: Case, settings: Settings, trigger: str) -> None:
    without(trigger, OF_EACH_APP[trigger])(settings)
    [found] = findings(full=False)
    assert (found.level, trigger in found.what) == ("bad", True)
    assert found.what.count("_") == trigger.count("_"), "that one alone"


@pytest.mark.parametrize("table", ["cases_event", "filings_filedfindings", "parties_accessevent"])
def test_what_one_database_alone_needs_is_missed_too(case: Case, settings: Settings, table: str) -> None:

    trigger = f"{table}_{'replace' if connection.vendor == 'sqlite' else 'truncate'}"
    without(trigger, table)(settings)
    [found] = findings(full=False)
    assert trigger in found.what


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite can't disable a trigger")
def test_a_trigger_that_is_only_disabled_is_missed(case: Case, settings: Settings) -> None:
    sql("ALTER TABLE filings_filedfindings DISABLE TRIGGER filings_filedfindings_delete")(settings)
    [found] = findings(full=False)
    assert "filings_filedfindings_delete" in found.what


def test_a_changed_event_is_found_by_the_full_audit(case: Case, settings: Settings) -> None:
    changed = "UPDATE cases_event SET role = 'expert' WHERE sequence = 2"
    hashes = "UPDATE cases_event SET hashes = blind WHERE sequence = 2"
    without("cases_event_update", "cases_event", changed, hashes)(settings)
    words = " ".join(each.what for each in findings())
    assert "subtree hashes" in words and "column role" in words and "最后一次签名" in words


def test_a_day_without_a_head_is_found(case: Case) -> None:
    assert findings(at=NOW + timedelta(hours=23)) == []
    [found] = findings(at=NOW + timedelta(hours=25))
    assert "最近一日没有签名日志头" in found.what


def test_letters_that_wait_too_long_are_something_to_watch(case: Case, cast: Cast) -> None:
    tell(recipients=[cast.mo], kind="claim", at=OPENED)
    Outbox.objects.update(next_at=NOW - timedelta(hours=2))
    [found] = findings()
    assert (found.level, "邮件" in found.what) == ("watch", True)


def test_the_next_year_s_calendar_is_asked_for_once_it_may_be_out(case: Case) -> None:
    winter = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    sign_head(at=winter)
    [found] = findings(at=winter)
    assert (found.level, "2027" in found.what) == ("watch", True)


def test_the_doctor_changes_nothing(case: Case) -> None:
    before = [str(row) for row in (*Event.objects.values_list(), *Case.objects.values_list())]
    findings()
    assert [str(row) for row in (*Event.objects.values_list(), *Case.objects.values_list())] == before
