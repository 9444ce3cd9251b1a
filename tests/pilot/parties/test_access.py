"""The access log is append-only for everybody, and two officers share a reset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.pilot.cast import NOON, Cast
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.access import key_of, locked, note
from xianxing.pilot.parties.domain.accounts import confirm_reset, create_account, request_reset, set_active
from xianxing.pilot.parties.domain.appointments import (
    appoint_officer,
    end_appointment,
    end_own_member,
    grant_membership,
)
from xianxing.pilot.parties.domain.institutions import add_licence, state_territory
from xianxing.pilot.parties.enums import AccessKind, MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import (
    AccessEvent,
    Membership,
    OfficerAppointment,
    SecondFactorReset,
    User,
)
from xianxing.pilot.parties.queries import member_roles, missing_contacts, roles_of, staff_roles
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.both_databases


def sql(statement: str) -> Callable[[], None]:
    def attempt() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return attempt


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AccessEvent.objects.update(detail="changed"),
        lambda: AccessEvent.objects.all().delete(),
        lambda: AccessEvent.objects.bulk_update(
            [AccessEvent(pk=row.pk, detail="x") for row in AccessEvent.objects.all()], ["detail"]
        ),
        sql("UPDATE parties_accessevent SET kind = 'logged_in'"),
        sql("DELETE FROM parties_accessevent"),
    ],
)
def test_nobody_changes_or_removes_a_line(cast: Cast, attempt: Callable[[], object]) -> None:
    before = list(AccessEvent.objects.order_by("pk").values())
    assert before
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert list(AccessEvent.objects.order_by("pk").values()) == before


def test_roles_claims_and_confirmations_leave_a_line(cast: Cast) -> None:
    kinds = AccessEvent.objects.filter(user=cast.chen).order_by("pk").values_list("kind", "by__name")
    assert list(kinds) == [("claimed", "chen"), ("role_granted", None), ("claim_confirmed", "wen")]


def test_failures_count_by_key_since_the_last_success(cast: Cast) -> None:
    key, other = key_of("login", "A@x.example"), key_of("login", "b@x.example")
    assert key == key_of("login", "a@x.example")
    assert key != key_of("act", "a@x.example")
    for _ in range(4):
        note(AccessKind.LOGIN_FAILED, user=None, at=NOON, key=key)
    assert not locked(key)
    note(AccessKind.LOGIN_FAILED, user=None, at=NOON, key=key)
    assert locked(key)
    assert not locked(other)
    note(AccessKind.LOGGED_IN, user=cast.chen, at=NOON, key=key)
    assert not locked(key)


def test_a_reset_takes_the_system_and_the_security_administrator(cast: Cast) -> None:
    second_factor.enrol(user=cast.chen, secret=second_factor.new_secret())
    for by in (cast.li, cast.gao, cast.wen, cast.chen):
        with pytest.raises(Refused):
            request_reset(user=cast.chen, by=by, reason="lost", at=NOON)
    with pytest.raises(Refused, match="理由"):
        request_reset(user=cast.chen, by=cast.sun, reason=" ", at=NOON)
    with pytest.raises(Refused) as own:
        request_reset(user=cast.sun, by=cast.sun, reason="lost", at=NOON)
    assert own.value.code == "own-account"
    reset = request_reset(user=cast.chen, by=cast.sun, reason="lost", at=NOON)
    with pytest.raises(Refused) as asked:
        request_reset(user=cast.chen, by=cast.sun, reason="lost", at=NOON)
    assert asked.value.code == "asked"
    with pytest.raises(Refused):
        confirm_reset(reset=reset, by=cast.sun, at=NOON)
    assert second_factor.enrolled(cast.chen)
    confirm_reset(reset=reset, by=cast.li, at=NOON)
    assert not second_factor.enrolled(cast.chen)
    with pytest.raises(Refused) as done:
        confirm_reset(reset=reset, by=cast.li, at=NOON)
    assert done.value.code == "done"


def test_a_request_lapses_with_the_office_of_who_asked_and_is_asked_again(cast: Cast) -> None:
    reset = request_reset(user=cast.chen, by=cast.sun, reason="lost", at=NOON)
    later = NOON + timedelta(hours=1)
    OfficerAppointment.objects.filter(user=cast.sun).update(until=later)
    with pytest.raises(Refused) as refusal:
        confirm_reset(reset=reset, by=cast.li, at=later)
    assert refusal.value.code == "lapsed"
    appoint_officer(user=cast.mo, role=OfficerRole.SYSTEM, at=later)
    again = request_reset(user=cast.chen, by=cast.mo, reason="lost", at=later)
    confirm_reset(reset=again, by=cast.li, at=later)
    assert again.confirmed_at is None and SecondFactorReset.objects.get().confirmed_by == cast.li


def test_a_request_lapses_with_the_account_of_who_asked(cast: Cast) -> None:
    reset = request_reset(user=cast.chen, by=cast.sun, reason="lost", at=NOON)
    User.objects.filter(pk=cast.sun.pk).update(is_active=False)
    with pytest.raises(Refused) as refusal:
        confirm_reset(reset=reset, by=cast.li, at=NOON)
    assert refusal.value.code == "lapsed"


def test_an_account_that_is_switched_off_holds_no_role_until_it_is_on_again(cast: Cast) -> None:
    set_active(user=cast.chen, active=False, by=cast.sun, reason="left", at=NOON)
    set_active(user=cast.wen, active=False, by=cast.sun, reason="left", at=NOON)
    assert not member_roles(cast.chen, cast.penghai, at=NOON) and not staff_roles(cast.wen, at=NOON)
    set_active(user=cast.chen, active=True, by=cast.sun, reason="back", at=NOON)
    assert member_roles(cast.chen, cast.penghai, at=NOON) == {MemberRole.MANAGER}


def test_the_last_manager_who_can_log_in_is_not_ended(cast: Cast) -> None:
    grant_membership(user=cast.mo, institution=cast.penghai, role=MemberRole.MANAGER, at=NOON)
    set_active(user=cast.mo, active=False, by=cast.sun, reason="left", at=NOON)
    held = cast.penghai.memberships.get(user=cast.chen)
    with pytest.raises(Refused) as refusal:
        end_own_member(membership=held, by=cast.chen, at=NOON)
    assert refusal.value.code == "last-manager"


def test_the_database_wants_two_people_for_a_reset(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SecondFactorReset.objects.create(
            user=cast.chen,
            reason="x",
            requested_by=cast.sun,
            requested_at=NOON,
            confirmed_by=cast.sun,
            confirmed_at=NOON,
        )


def test_the_security_administrator_cannot_confirm_their_own_reset(cast: Cast) -> None:
    reset = request_reset(user=cast.li, by=cast.sun, reason="lost", at=NOON)
    with pytest.raises(Refused) as refusal:
        confirm_reset(reset=reset, by=cast.li, at=NOON)
    assert refusal.value.code == "two-people"


def test_only_the_system_administrator_switches_accounts(cast: Cast) -> None:
    for by in (cast.li, cast.gao, cast.wen, cast.chen):
        with pytest.raises(Refused):
            set_active(user=cast.mo, active=False, by=by, reason="left", at=NOON)
    set_active(user=cast.mo, active=False, by=cast.sun, reason="left", at=NOON)
    cast.mo.refresh_from_db()
    assert not cast.mo.is_active
    set_active(user=cast.mo, active=False, by=cast.sun, reason="left", at=NOON)
    assert AccessEvent.objects.filter(kind=AccessKind.DEACTIVATED).count() == 1


@pytest.mark.parametrize(("email", "name", "code"), [("x", "n", "email"), ("a@b.example", " ", "name")])
def test_an_account_needs_address_and_name(db: None, email: str, name: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        create_account(email=email, name=name, at=NOON)
    assert refusal.value.code == code


def test_one_account_an_address_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        create_account(email=" CHEN@cast.example", name="other", at=NOON)
    assert refusal.value.code == "taken"


def test_managers_alone_change_facts_and_end_roles(cast: Cast) -> None:
    facts: dict[str, Any] = {"registered_in": "A", "jurisdiction": "A", "as_of": NOON.date(), "at": NOON}
    with pytest.raises(Refused):
        state_territory(institution=cast.penghai, by=cast.zhou, evidence="x", **facts)
    with pytest.raises(Refused) as bare:
        state_territory(institution=cast.penghai, by=cast.chen, evidence=" ", **facts)
    assert bare.value.code == "evidence"
    licence: dict[str, Any] = {
        "name": "l",
        "number": "1",
        "authority": "a",
        "valid_from": None,
        "valid_to": None,
    }
    with pytest.raises(Refused):
        add_licence(institution=cast.penghai, by=cast.ning, at=NOON, **licence)
    held = Membership.objects.get(user=cast.luo)
    for by in (cast.zhou, cast.ning, cast.wen):
        with pytest.raises(Refused):
            end_own_member(membership=held, by=by, at=NOON)
    end_own_member(membership=held, by=cast.chen, at=NOON)
    assert roles_of(cast.luo, at=NOON).institutions == {}


def test_ending_an_appointment_ends_it_once(cast: Cast) -> None:
    row = cast.tang.appointments.get()
    end_appointment(appointment=row, by=cast.li, at=NOON)
    end_appointment(appointment=row, by=cast.li, at=NOON)
    assert staff_roles(cast.tang, at=NOON) == frozenset()
    assert AccessEvent.objects.filter(kind=AccessKind.ROLE_ENDED).count() == 1


@pytest.mark.clause("4.3.3")
def test_two_roles_of_one_person_are_one_contact(cast: Cast) -> None:
    from xianxing.pilot.parties.domain.appointments import grant_membership

    def lacking() -> tuple[int, int]:
        return missing_contacts(cast.tulan, at=NOON, least=2, heads=1)

    assert lacking() == (2, 1)
    grant_membership(user=cast.ning, institution=cast.tulan, role=MemberRole.CONTACT, at=NOON)
    assert lacking() == (1, 1)
    grant_membership(
        user=cast.mo, institution=cast.tulan, role=MemberRole.CONTACT, at=NOON, department_head=True
    )
    assert lacking() == (0, 0)


def test_standing_tells_all_at_an_instant(cast: Cast) -> None:
    assert roles_of(cast.chen, at=NOON).institutions == {cast.penghai.pk: frozenset({MemberRole.MANAGER})}
    assert roles_of(cast.wen, at=NOON).staff == {StaffRole.SECRETARIAT}
    assert roles_of(cast.gao, at=NOON).officer == "audit"
    assert roles_of(cast.mo, at=NOON).staff == frozenset()
