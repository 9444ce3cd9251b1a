"""`perform` over the database: one transaction for state, event, record and duties, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import override_settings

from tests.pilot.cast import Cast
from tests.pilot.database import COMPLIANCE, JOINT, OPENED, STAFF, a_call, a_case, act, attest
from xianxing.pilot.cases.domain import erase_payload, let_case_time_pass, tick
from xianxing.pilot.cases.domain.performing import performed
from xianxing.pilot.cases.models import Case, Duty, Event, Payload
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import reduce_events
from xianxing.record import audit
from xianxing.record.log import Record
from xianxing.record.notes import new_key

LAST_SECOND = datetime(2024, 1, 31, 15, 59, 59, tzinfo=UTC)


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(a_call(cast.wen))


@pytest.mark.clause("3.1.c")
def test_a_joint_filing_goes_from_draft_to_filed_and_its_record_audits(case: Case) -> None:
    attest(case)
    done = act(case, "file")
    case.refresh_from_db()
    assert (case.state, case.sequence) == ("filed", 9)
    assert done.documents == ("receipt",)
    assert [duty.role for duty in Duty.objects.filter(case=case)] == ["secretariat"]
    assert audit(Record(DjangoStore())) == []


@pytest.mark.clause("3.1.c")
def test_without_the_joint_units_consent_nothing_is_filed(case: Case) -> None:
    attest(case)
    act(case, "take_back_consent", JOINT)
    before = (Event.objects.count(), Payload.objects.count(), list(Duty.objects.values_list()))
    with pytest.raises(Refused) as refusal:
        act(case, "file")
    assert refusal.value.code == "guard"
    assert (Event.objects.count(), Payload.objects.count(), list(Duty.objects.values_list())) == before
    assert Case.objects.get(pk=case.pk).state == "attesting"


@pytest.mark.parametrize("actor", [JOINT, COMPLIANCE, STAFF])
def test_only_the_lead_files(case: Case, actor: object) -> None:
    attest(case)
    with pytest.raises(Refused) as refusal:
        act(case, "file", actor)  # type: ignore[arg-type]
    assert refusal.value.code == "not_permitted"


@pytest.mark.clause("0")
def test_the_last_second_of_the_window_still_counts_and_midnight_does_not(case: Case, cast: Cast) -> None:
    late = a_case(case.call)
    attest(case)
    attest(late)
    act(case, "file", at=LAST_SECOND)
    with pytest.raises(Refused):
        act(late, "file", at=LAST_SECOND + timedelta(seconds=1))
    assert Case.objects.get(pk=case.pk).state == "filed"
    assert Case.objects.get(pk=late.pk).state == "attesting"


def test_an_error_in_the_same_transaction_takes_everything_back(case: Case) -> None:
    def fail(**_named: object) -> None:
        raise RuntimeError("the outbox is full")

    performed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            act(case, "freeze")
    finally:
        performed.disconnect(fail)
    assert (Case.objects.get(pk=case.pk).state, Event.objects.count(), case.sequence) == ("draft", 1, 1)
    act(case, "freeze")
    assert Case.objects.get(pk=case.pk).state == "attesting"


def test_a_clock_behind_the_last_recorded_act_stops_every_case(case: Case) -> None:
    other = a_case(case.call)
    act(other, "freeze", at=OPENED + timedelta(hours=2))
    with pytest.raises(Refused) as refusal:
        act(case, "freeze", at=OPENED + timedelta(hours=1))
    assert refusal.value.code == "clock-behind"
    assert "早于" in refusal.value.message


class BehindByASecond:
    """A clock that was set back."""

    def now(self) -> datetime:
        """A second before the other case's act."""
        return OPENED + timedelta(hours=2, seconds=-1)


def test_a_request_that_waited_while_another_case_was_recorded_is_not_lost(case: Case) -> None:
    other = a_case(case.call)
    act(other, "freeze", at=OPENED + timedelta(hours=2))
    before = OPENED + timedelta(hours=2, milliseconds=-200)
    with (
        override_settings(XIANXING_CLOCK=f"{__name__}.BehindByASecond"),
        pytest.raises(Refused) as refusal,
    ):
        act(case, "freeze", at=before)
    assert refusal.value.code == "clock-behind"
    act(case, "freeze", at=before)
    assert Event.objects.get(case=case, step="freeze").at == before


def test_of_two_acts_of_one_case_at_one_instant_the_later_recorded_is_not_lost(case: Case) -> None:
    first = OPENED + timedelta(hours=2)
    act(case, "freeze", at=first)
    act(case, "edit", at=first - timedelta(milliseconds=30))
    assert [event.at for event in Event.objects.filter(case=case).order_by("sequence")][1:] == [first, first]
    with pytest.raises(Refused) as refusal:
        act(case, "freeze", at=first - timedelta(minutes=2))
    assert refusal.value.code == "clock-behind"


@pytest.mark.clause("0")
def test_what_came_in_before_midnight_is_not_overtaken_by_it(case: Case) -> None:
    late = a_case(case.call)
    attest(case)
    attest(late)
    midnight = LAST_SECOND + timedelta(seconds=1)
    assert tick(at=midnight + timedelta(seconds=20)) == (0, 0)
    act(case, "file", at=LAST_SECOND)
    assert Case.objects.get(pk=case.pk).state == "filed"
    assert tick(at=midnight + timedelta(seconds=61)) == (1, 0)
    with pytest.raises(Refused):
        act(late, "file", at=LAST_SECOND + timedelta(seconds=1))


def test_time_passes_once_and_a_missed_night_changes_nothing(case: Case) -> None:
    nightly = a_case(case.call)
    for day in range(16, 32):
        let_case_time_pass(case=nightly, today=date(2024, 1, day), at=OPENED + timedelta(days=day - 15))
    for each in (case, nightly):
        for _twice in range(2):
            let_case_time_pass(case=each, today=date(2024, 2, 5), at=OPENED + timedelta(days=21))
    histories = [
        [(e.step, e.at) for e in Event.objects.filter(case=each).order_by("sequence")]
        for each in (case, nightly)
    ]
    assert histories[0] == histories[1]
    assert [step for step, _at in histories[0]] == ["case.opened", "window_closes"]
    assert Case.objects.get(pk=case.pk).state == "draft"


def test_a_case_stays_readable_after_the_payloads_of_its_acts_are_erased(case: Case) -> None:
    attest(case)
    store = CaseStore(case)
    before = reduce_events(store.procedures(""), store.events(""))
    sequence = Event.objects.get(case=case, step="review_as_lead").sequence
    at = OPENED + timedelta(days=1)
    erase_payload(
        case=case, sequence=sequence, reason="保存期满", role="security", clause="4.3.2", person="li", at=at
    )
    assert not Payload.objects.filter(event__case=case, event__sequence=sequence).exists()
    after = reduce_events(store.procedures(""), CaseStore(case).events(""))
    assert (after.facts, after.acted, after.state) == (before.facts, before.acted, before.state)
    act(case, "file", at=OPENED + timedelta(days=2))
    record = Record(DjangoStore())
    record.sign_head(new_key(settings.XIANXING_LOG_ORIGIN), OPENED + timedelta(days=2))
    assert audit(record) == []
