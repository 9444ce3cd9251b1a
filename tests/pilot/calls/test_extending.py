"""An extension is a published, recorded notice: it moves the window and the clock of begun cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.pilot.cast import EARLY, Cast
from tests.pilot.database import LEAD, OPENED, a_call, a_case, act, attest
from tests.pilot.filings.scene import a_draft
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.domain.publishing import publish_call, retire_guide
from xianxing.pilot.calls.models import Extension, PinnedGuide
from xianxing.pilot.calls.queries import clock_behind, published_calls, window_of
from xianxing.pilot.cases.domain import let_case_time_pass
from xianxing.pilot.cases.domain.performing import begin_case
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.cases.models import Case, Duty, Event
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.both_databases

MIDNIGHT = datetime(2024, 1, 31, 16, 0, tzinfo=UTC)
LATER = date(2024, 2, 2)


@pytest.fixture
def head(cast: Cast) -> User:
    """Fang heads the working group."""
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    return fang


def clock_of(case: Case) -> date | None:
    return Duty.objects.get(case=case).due


@pytest.mark.clause("0")
def test_an_extension_counts_from_its_announcement_and_never_shortens(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    announced = MIDNIGHT - timedelta(hours=2)
    extend_window(call=call, closes_on=LATER, reason="系统中断两小时", by=head, at=announced)
    assert window_of(call, at=announced - timedelta(seconds=1)).last == date(2024, 1, 31)
    assert window_of(call, at=announced).last == LATER
    for day in (LATER, date(2024, 1, 30)):
        with pytest.raises(Refused) as refusal:
            extend_window(call=call, closes_on=day, reason="再延", by=head, at=announced)
        assert refusal.value.code == "shorter"
    (shown,) = published_calls(at=announced)
    assert (shown.window.last, [row.reason for row in shown.extensions]) == (LATER, ["系统中断两小时"])


@pytest.mark.parametrize(
    "reason, day, at, code",
    [
        (" ", date(2024, 2, 5), MIDNIGHT, "reason"),
        ("中断", date(2024, 2, 5), MIDNIGHT + timedelta(days=9), "past"),
        ("中断", date(2024, 2, 5), OPENED - timedelta(seconds=1), "clock-behind"),
    ],
)
def test_what_cannot_be_announced_changes_nothing(
    cast: Cast, head: User, reason: str, day: date, at: datetime, code: str
) -> None:
    call = a_call(cast.wen)
    case = a_case(call)
    with pytest.raises(Refused) as refusal:
        extend_window(call=call, closes_on=day, reason=reason, by=head, at=at)
    assert refusal.value.code == code
    assert (Extension.objects.count(), Event.objects.filter(case=case).count()) == (0, 1)


def test_only_the_head_of_the_group_extends(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    for person in (cast.wen, cast.chen, cast.sun, cast.mo):
        with pytest.raises(Refused) as refusal:
            extend_window(call=call, closes_on=LATER, reason="x", by=person, at=OPENED)
        assert refusal.value.code == "group-head"


@pytest.mark.clause("0")
def test_the_clock_of_begun_cases_moves_and_what_was_filed_stays(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    filed, open_ = a_case(call), a_case(call)
    attest(filed)
    act(filed, "file")
    due = clock_of(filed)
    assert clock_of(open_) == date(2024, 1, 31)
    extend_window(call=call, closes_on=LATER, reason="延长", by=head, at=OPENED + timedelta(days=1))
    assert (clock_of(filed), clock_of(open_)) == (due, LATER)
    last = Event.objects.filter(case=open_).latest("sequence")
    assert (last.step, last.role, last.procedural["until"]) == (
        "extend_window", "group_head", {"call_window": "2024-02-02"},
    )  # fmt: skip
    assert not Event.objects.filter(case=filed, step="extend_window").exists()


@pytest.mark.clause("0")
def test_a_window_that_had_closed_over_an_outage_opens_again_and_a_case_is_filed(
    cast: Cast, head: User
) -> None:
    call = a_call(cast.wen)
    case = a_case(call)
    attest(case)
    after = MIDNIGHT + timedelta(hours=10)
    let_case_time_pass(case=case, today=date(2024, 2, 1), at=after)
    with pytest.raises(Refused):
        act(case, "file", at=after)
    extend_window(call=call, closes_on=LATER, reason="系统中断", by=head, at=after + timedelta(minutes=1))
    act(case, "file", at=after + timedelta(minutes=2))
    assert case.state == "filed"


@pytest.mark.clause("0")
def test_a_case_that_begins_in_an_extended_window_ends_with_it(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    extend_window(call=call, closes_on=LATER, reason="延长", by=head, at=OPENED)
    case = a_case(call, at=MIDNIGHT + timedelta(hours=3))
    assert clock_of(case) == LATER
    attest(case)
    act(case, "file")
    assert case.state == "filed"


def test_a_draft_never_frozen_has_no_events_and_its_people_are_told(cast: Cast, head: User) -> None:
    filing = a_draft(cast)
    call = filing.case.call
    extend_window(call=call, closes_on=LATER, reason="延长", by=head, at=OPENED + timedelta(days=1))
    assert not Event.objects.exists()
    told = Message.objects.filter(kind="extended").values_list("recipient__name", flat=True)
    assert set(told) == {"chen", "zhou"}
    begin_case(
        case=filing.case, actor=LEAD, at=OPENED + timedelta(days=2),
        facts={"core": "no", "lead_kind": "pilot_institution", "project_type": "other"},
        members={"units": ["lead"], "lead": ["lead"], "pilot_institutions": ["lead"]},
    )  # fmt: skip
    assert clock_of(filing.case) == LATER


def test_a_published_extension_stays_as_it_is(cast: Cast, head: User) -> None:
    made = extend_window(call=a_call(cast.wen), closes_on=LATER, reason="延长", by=head, at=OPENED)
    for change in (
        lambda: Extension.objects.filter(pk=made.pk).update(reason="另一个理由"),
        lambda: made.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Extension.objects.get().reason == "延长"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces by an update only")
def test_a_published_extension_is_not_replaced(cast: Cast, head: User) -> None:
    extend_window(call=a_call(cast.wen), closes_on=LATER, reason="延长", by=head, at=OPENED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO calls_extension SELECT * FROM calls_extension")


def test_a_clock_behind_the_record_is_noticed(cast: Cast) -> None:
    assert clock_behind(at=OPENED) is None
    a_case(a_call(cast.wen))
    assert clock_behind(at=OPENED) is None
    assert clock_behind(at=OPENED - timedelta(seconds=1)) == OPENED


def test_a_clock_behind_a_publication_stops_everything_too(cast: Cast) -> None:
    case = a_case(a_call(cast.wen))
    later = OPENED + timedelta(days=2)
    retire_guide(pinned=case.call.guide, by=cast.wen, at=later)
    assert clock_behind(at=later - timedelta(hours=1)) == later
    for at in (OPENED + timedelta(days=1), later - timedelta(hours=1)):
        with pytest.raises(Refused) as refused:
            act(case, "freeze", at=at)
        assert refused.value.code == "clock-behind"
    act(case, "freeze", at=later)


def test_nothing_is_published_or_retired_by_a_clock_behind_the_record(cast: Cast) -> None:
    call = a_call(cast.wen)
    a_case(call)
    behind = OPENED - timedelta(hours=1)
    for attempt in (
        lambda: publish_call(guide_name="shenzhen-2023", batch="any", by=cast.wen, at=behind),
        lambda: retire_guide(pinned=call.guide, by=cast.wen, at=behind),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "clock-behind"
    assert PinnedGuide.objects.get().retired_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_calls_takes_the_same_queries_for_any_number(
    cast: Cast, head: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    call = a_call(cast.wen)
    for day in range(number):
        extend_window(call=call, closes_on=date(2024, 2, 2 + day), reason="延长", by=head, at=OPENED)
    with django_assert_num_queries(3):
        (shown,) = published_calls(at=OPENED)
        assert [row.announced_by.name for row in shown.extensions] == ["fang"] * number


def test_a_case_stopped_for_secrecy_stands_still_and_hinders_no_extension(cast: Cast, head: User) -> None:
    call = a_call(cast.wen)
    stopped, open_ = a_case(call), a_case(call)
    stop_for_secrecy(case=stopped, by=cast.wen, ground="疑似涉密", at=OPENED)
    extend_window(call=call, closes_on=LATER, reason="延长", by=head, at=OPENED)
    assert (clock_of(stopped), clock_of(open_)) == (date(2024, 1, 31), LATER)
