"""The reduced state beside a case's row: true to its events, ignored when forged, one cost at any length."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pilot.cast import Cast
from tests.pilot.database import a_call, a_case, act, attest
from tests.procedure.support import DEPUTY, HEAD, at, earlier, pilot
from tests.procedure.support import Case as Life
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.models import Case, Duty, ReducedState
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.reduced import kept_state, plain_state, read_state
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.protection.namings import NamedRow
from xianxing.procedure import amend, let_time_pass
from xianxing.procedure.events import apply, reduce_events
from xianxing.procedure.ticking import next_day
from xianxing.procedure.ticking import tick as steps_of_time
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.both_databases
LATER = datetime(2024, 1, 20, 2, tzinfo=UTC)


@pytest.fixture
def case(cast: Cast) -> Case:
    found = a_case(a_call(cast.wen))
    attest(found)
    return found


def note(case: Case, times: int, since: datetime = LATER) -> None:
    """That many entries beside the procedure, a second apart."""
    for number in range(times):
        at = since + timedelta(seconds=number)
        put_on_record(case=case, rests_on=[NamedRow(case)], role="", person="", clause="", at=at)


def test_what_is_kept_is_what_all_events_reduce_to(case: Case) -> None:
    act(case, "file")
    note(case, 3)
    store = CaseStore(case)
    whole = reduce_events(store.procedures(""), store.events(""))
    assert kept_state(case) == whole
    assert read_state(plain_state(whole)) == whole


def test_what_began_when_a_case_moved_to_another_version_is_kept_as_replayed() -> None:
    life = Life(earlier()).run()
    kept, version = read_state(plain_state(life.state)), life.store.add_version(pilot())
    amend(life.store, "c", version, HEAD, "改用新的做法", at(life.day), second=DEPUTY)
    let_time_pass(life.store, "c", date(2024, 7, 2))
    for event in life.store.events("c")[kept.sequence :]:
        kept = read_state(plain_state(apply(pilot(), kept, event)))
    assert "report_period" in kept.clocks and len(kept.items) == 2
    assert kept == life.state


def test_an_act_reads_no_earlier_event_however_many_there_are(case: Case) -> None:
    note(case, 60)
    with CaptureQueriesContext(connection) as queries:
        act(case, "file", at=LATER + timedelta(days=3))
    asked_of_events = [said["sql"] for said in queries if 'FROM "cases_event" WHERE' in said["sql"]]
    assert asked_of_events
    few = (" LIMIT ", "COUNT", " IN (")
    assert [sql for sql in asked_of_events if not any(word in sql for word in few)] == []


def test_a_state_written_into_the_database_alone_counts_for_nothing(case: Case) -> None:
    true = kept_state(case)
    assert true is not None
    forged = plain_state(true) | {"state": "running"}
    ReducedState.objects.filter(case=case).update(plain=forged)
    assert kept_state(case) is None
    assert CaseStore(case).state("") == true
    assert any("kept state" in fault for fault in case_faults())


def test_a_day_written_into_the_database_alone_is_named(case: Case) -> None:
    ReducedState.objects.filter(case=case).update(next_day=None)
    assert any("next_day" in fault for fault in case_faults())


def test_a_case_of_which_nothing_was_kept_yet_is_reduced_when_time_passes(case: Case) -> None:
    ReducedState.objects.all().delete()
    assert case_faults() == []
    assert tick(at=LATER) == (0, 0)
    assert kept_state(case) == CaseStore(case).state("")


def test_duties_of_an_earlier_version_are_made_anew_with_what_is_kept(case: Case) -> None:
    duties = list(Duty.objects.filter(case=case).values("role", "state", "clock", "due"))
    Duty.objects.filter(case=case).update(due=None)
    assert any("duties" in fault for fault in case_faults())
    import_module("xianxing.pilot.cases.migrations.0017_duties_of_items").forget_states(apps, None)
    assert case_faults() == []
    assert tick(at=LATER) == (0, 0)
    assert list(Duty.objects.filter(case=case).values("role", "state", "clock", "due")) == duties
    assert duties[0]["due"] is not None
    assert case_faults() == []


def test_time_asks_nothing_of_a_case_before_its_day(case: Case) -> None:
    seen: list[tuple[int, int]] = []
    tick(at=LATER, progress=lambda done, all_: seen.append((done, all_)))
    assert seen == []
    due = ReducedState.objects.get(case=case).next_day
    assert due == date(2024, 2, 1), "the day after the window's last"
    tick(at=datetime(2024, 2, 1, 2, tzinfo=UTC), progress=lambda done, all_: seen.append((done, all_)))
    assert seen == [(1, 1)]


def test_the_next_day_is_the_first_on_which_time_brings_something(case: Case) -> None:
    store = CaseStore(case)
    state, calendar = store.state(""), store.calendar("")
    assert state is not None
    procedure = store.procedures("")[state.version]
    day = next_day(procedure, state, calendar)
    assert day is not None
    assert steps_of_time(procedure, state, day - timedelta(days=1), calendar) == ()
    assert steps_of_time(procedure, state, day, calendar)
    assert day > day_of(state.at)
