"""A delegation is given in writing, for a period, by who holds the office, and counts once accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.pilot.acts.staff import Office
from tests.pilot.delegations.conftest import Delegate
from tests.pilot.filings.company import just
from xianxing.pilot.delegations.domain.delegating import (
    accept_delegation,
    decline_delegation,
    give_delegation,
    lay_down_delegation,
    revoke_delegation,
)
from xianxing.pilot.delegations.models import Delegation, DelegationChange
from xianxing.pilot.delegations.queries import DelegationState, held_by, state_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


def stands(office: Office, row: Delegation) -> DelegationState:
    return state_of(Delegation.objects.get(pk=row.pk), office.company.at)


def test_it_counts_once_the_deputy_has_accepted(office: Office, delegate: Delegate) -> None:
    row = delegate(office.wen, office.tang, "secretariat", accepted=False)
    assert stands(office, row) is DelegationState.OFFERED
    assert held_by(office.tang, office.company.at) == []
    accept_delegation(delegation=row.pk, by=office.tang, at=office.company.later())
    assert stands(office, row) is DelegationState.IN_FORCE
    assert held_by(office.tang, office.company.at) == [row]


def test_it_is_in_force_on_its_days_and_on_no_other(office: Office, delegate: Delegate) -> None:
    today = day_of(office.company.at)
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    row = delegate(office.wen, office.tang, "secretariat", first=first, last=last)
    found = {
        day: state_of(Delegation.objects.get(pk=row.pk), office.company.at + timedelta(days=day))
        for day in range(7)
    }
    assert [found[day].value for day in range(7)] == [
        "ahead", "ahead", "in_force", "in_force", "in_force", "expired", "expired",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "who", "state"),
    [
        (decline_delegation, "tang", "declined"),
        (revoke_delegation, "wen", "revoked"),
    ],
)
def test_what_was_offered_is_declined_or_revoked(
    office: Office, delegate: Delegate, verb: Callable[..., DelegationChange], who: str, state: str
) -> None:
    row = delegate(office.wen, office.tang, "secretariat", accepted=False)
    verb(delegation=row.pk, by=getattr(office, who), at=office.company.later(), reason="不再需要")
    assert stands(office, row).value == state
    with pytest.raises(Refused):
        accept_delegation(delegation=row.pk, by=office.tang, at=office.company.later())


def test_what_was_accepted_is_revoked_or_laid_down_and_stays_so(office: Office, delegate: Delegate) -> None:
    row = delegate(office.wen, office.tang, "secretariat")
    lay_down_delegation(delegation=row.pk, by=office.tang, at=office.company.later())
    assert stands(office, row) is DelegationState.LAID_DOWN
    with pytest.raises(Refused):
        revoke_delegation(delegation=row.pk, by=office.wen, at=office.company.later())
    again = delegate(office.wen, office.tang, "secretariat")
    revoke_delegation(delegation=again.pk, by=office.wen, at=office.company.later())
    assert held_by(office.tang, office.company.at) == []
    assert stands(office, again) is DelegationState.REVOKED


def test_only_the_two_say_anything_of_it(office: Office, delegate: Delegate) -> None:
    row = delegate(office.wen, office.tang, "secretariat", accepted=False)
    for verb, person in (
        (accept_delegation, office.wen), (accept_delegation, office.fang), (revoke_delegation, office.tang),
        (lay_down_delegation, office.wen), (decline_delegation, office.company.cast.zhou),
    ):  # fmt: skip
        with pytest.raises(Stranger):
            verb(delegation=row.pk, by=person, at=office.company.later())
    assert not DelegationChange.objects.exists()


def given(office: Office, by: User, deputy: User, **changes: Any) -> Delegation:
    today = day_of(office.company.at)
    said: dict[str, Any] = {
        "roles": ("secretariat",), "means": (), "first_day": today, "last_day": today, "words": "出差",
        "step_up": just(by),
    }  # fmt: skip
    return give_delegation(deputy=deputy, by=by, at=office.company.at, **{**said, **changes})


def test_who_may_not_delegate_and_to_whom_not(office: Office) -> None:
    cast = office.company.cast
    refused: list[tuple[User, User, dict[str, Any], str]] = [
        (cast.zhou, office.wen, {}, "role"),  # an applicant
        (office.xu, office.wen, {"roles": ("expert",)}, "role"),  # an expert's opinion is personal
        (cast.sun, office.wen, {}, "role"),  # an officer
        (office.wen, office.wen, {}, "deputy"),
        (office.wen, office.xu, {}, "deputy"),
        (office.wen, office.bai, {}, "deputy"),  # of the bureau: another body
        (office.wen, cast.zhou, {}, "deputy"),
        (office.wen, office.tang, {"roles": ("group_head",)}, "roles"),
        (office.wen, office.tang, {"roles": ()}, "roles"),
        (office.wen, office.tang, {"means": ("fly",)}, "means"),
        (office.wen, office.tang, {"words": "  "}, "words"),
        (office.wen, office.tang, {"step_up": just(office.tang)}, "step-up"),
        (office.wen, office.tang, {"last_day": date(2023, 1, 1)}, "period"),
        (office.wen, office.tang, {"first_day": date(2022, 1, 1), "last_day": date(2022, 2, 1)}, "period"),
        (office.wen, office.tang, {"last_day": day_of(office.company.at) + timedelta(days=366)}, "period"),
    ]
    for by, deputy, changes, code in refused:
        with pytest.raises(Refused) as refusal:
            given(office, by, deputy, **changes)
        assert refusal.value.code == code, (by.name, deputy.name, changes)
    assert not Delegation.objects.exists()
    assert given(office, office.wen, office.tang, last_day=day_of(office.company.at) + timedelta(days=365))


def test_nothing_that_was_delegated_is_passed_on(office: Office, delegate: Delegate) -> None:
    delegate(office.fang, office.wen, "group_head")
    with pytest.raises(Refused) as refusal:
        given(office, office.wen, office.tang, roles=("group_head",))
    assert refusal.value.code == "roles"


def test_who_is_away_is_nobodys_deputy(office: Office, delegate: Delegate) -> None:
    row = delegate(office.tang, office.ren, "secretariat", accepted=False)
    with pytest.raises(Refused) as refusal:
        given(office, office.wen, office.tang)
    assert refusal.value.code == "deputy" and "tang" in refusal.value.message
    revoke_delegation(delegation=row.pk, by=office.tang, at=office.company.later())
    assert given(office, office.wen, office.tang)


def test_a_second_factor_of_long_ago_delegates_nothing(office: Office) -> None:
    old = StepUp(office.wen.pk, just(office.wen).at - timedelta(minutes=6))
    with pytest.raises(Refused) as refusal:
        given(office, office.wen, office.tang, step_up=old)
    assert refusal.value.code == "step-up"


def test_a_switched_off_account_is_no_deputy(office: Office) -> None:
    User.objects.filter(pk=office.tang.pk).update(is_active=False)
    with pytest.raises(Refused) as refusal:
        given(office, office.wen, User.objects.get(pk=office.tang.pk))
    assert refusal.value.code == "deputy"


@pytest.mark.both_databases
def test_sql_makes_no_deputy_and_changes_no_delegation(office: Office, delegate: Delegate) -> None:
    row = delegate(office.wen, office.tang, "secretariat", accepted=False)
    forged = DelegationChange.objects.create(
        delegation=row, kind="accepted", by=office.tang, at=office.company.later(), seal="0" * 64
    )
    assert stands(office, row) is DelegationState.BROKEN
    assert held_by(office.tang, office.company.at) == []
    for rows, change in (
        (Delegation.objects.all(), {"words": "x"}),
        (DelegationChange.objects.all(), {"kind": "revoked"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")
    assert DelegationChange.objects.filter(pk=forged.pk).exists()


def test_a_person_of_two_offices_chooses_which_of_them(office: Office, delegate: Delegate) -> None:
    appoint_staff(user=office.wen, role=StaffRole.RISK_REVIEWER, at=office.company.later())
    row = delegate(office.wen, office.tang, "risk_reviewer")
    assert row.roles == ["risk_reviewer"]


def test_the_other_of_the_two_is_told_each_time(office: Office, delegate: Delegate) -> None:
    row = delegate(office.wen, office.tang, "secretariat")
    revoke_delegation(delegation=row.pk, by=office.wen, at=office.company.later())
    told = Message.objects.filter(kind__startswith="delegation").order_by("pk")
    assert [(one.recipient.name, one.kind.removeprefix("delegation_")) for one in told] == [
        ("tang", "offered"), ("wen", "accepted"), ("tang", "revoked"),
    ]  # fmt: skip
    assert sentence(told[0]) == "wen委托您在2024年1月15日至2024年1月21日期间代为办理，请接受或者谢绝。"
