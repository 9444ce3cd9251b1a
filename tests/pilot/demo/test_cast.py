"""The cast comes on stage by the real actions, quickly, and is entirely invented."""

from __future__ import annotations

import pytest
from stdnum.cn import uscc

from tests.desks.accounts.visits import code
from xianxing.pilot.demo.cast import START, is_cast, seed_cast
from xianxing.pilot.parties.domain.second_factor import spend_code
from xianxing.pilot.parties.enums import SEPARATED, OfficerRole
from xianxing.pilot.parties.models import Membership, OfficerAppointment, User
from xianxing.pilot.parties.queries import contacts
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db


def test_everybody_is_there_and_can_give_a_code() -> None:
    cast = seed_cast()
    assert len(cast.people) == User.objects.count() >= 35
    for user in User.objects.all():
        assert is_cast(user)
        assert not user.has_usable_password()
    assert spend_code(user=cast.people["陈砚林"], code=code(cast.people["陈砚林"]))


def test_institutions_are_verified_but_one_and_have_contacts() -> None:
    cast = seed_cast()
    assert [i.name for i in cast.institutions.values() if not i.verified] != []
    unverified = 0
    for number, institution in cast.institutions.items():
        institution.refresh_from_db()
        assert uscc.is_valid(number)
        unverified += not institution.verified
    assert unverified == 1
    assert len(contacts(cast.institutions["91440300MA5HNBR25M"], at=START)) == 2


@pytest.mark.clause("4.3.1")
def test_nobody_writes_and_reviews_for_the_same_institution_except_where_two_roles_are_apart() -> None:
    seed_cast()
    held: dict[tuple[int, str], set[str]] = {}
    for row in Membership.objects.all():
        held.setdefault((row.user_id, str(row.institution_id)), set()).add(row.role)
    assert all(not set(SEPARATED) <= roles for roles in held.values())


def test_three_officers_and_no_second_cast() -> None:
    seed_cast()
    assert set(OfficerAppointment.objects.values_list("role", flat=True)) == set(OfficerRole.values)
    with pytest.raises(Refused) as refusal:
        seed_cast()
    assert refusal.value.code == "taken"
