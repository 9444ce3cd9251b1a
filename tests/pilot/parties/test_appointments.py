"""Nobody stands on both sides, nobody reviews what they wrote, officers hold nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pilot.cast import NOON, Cast
from xianxing.pilot.parties.domain.appointments import (
    appoint_officer,
    appoint_staff,
    end_membership,
    grant_membership,
)
from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import Membership
from xianxing.pilot.parties.queries import institutions_of, member_roles, officer_role, staff_roles
from xianxing.pilot.refusal import Refused

LATER = NOON + timedelta(days=1)


def test_wen_of_the_secretariat_cannot_act_for_an_institution(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        grant_membership(user=cast.wen, institution=cast.penghai, role=MemberRole.CONTACT, at=LATER)
    assert refusal.value.code == "both-sides"
    assert institutions_of(cast.wen, at=LATER) == []


def test_chen_of_penghai_cannot_join_the_working_group(cast: Cast) -> None:
    with pytest.raises(Refused, match="不能加入专项工作组"):
        appoint_staff(user=cast.chen, role=StaffRole.SECRETARIAT, at=LATER)
    assert staff_roles(cast.chen, at=LATER) == frozenset()


def test_chen_may_join_the_group_after_leaving_penghai(cast: Cast) -> None:
    end_membership(membership=Membership.objects.get(user=cast.chen), at=LATER)
    appoint_staff(user=cast.chen, role=StaffRole.RISK_REVIEWER, at=LATER)
    assert staff_roles(cast.chen, at=LATER) == {StaffRole.RISK_REVIEWER}
    assert member_roles(cast.chen, cast.penghai, at=NOON) == {MemberRole.MANAGER}
    assert member_roles(cast.chen, cast.penghai, at=LATER) == frozenset()


@pytest.mark.clause("4.3.1")
def test_zhou_who_writes_cannot_also_review(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        grant_membership(user=cast.zhou, institution=cast.penghai, role=MemberRole.REVIEWER, at=LATER)
    assert refusal.value.code == "author-and-reviewer"
    assert member_roles(cast.zhou, cast.penghai, at=LATER) == {MemberRole.AUTHOR}


def test_zhou_may_review_for_another_institution_or_after_ceasing_to_write(cast: Cast) -> None:
    grant_membership(user=cast.zhou, institution=cast.tulan, role=MemberRole.REVIEWER, at=LATER)
    end_membership(membership=Membership.objects.get(user=cast.zhou, role=MemberRole.AUTHOR), at=LATER)
    grant_membership(user=cast.zhou, institution=cast.penghai, role=MemberRole.REVIEWER, at=LATER)
    assert member_roles(cast.zhou, cast.penghai, at=LATER) == {MemberRole.REVIEWER}


def test_sun_the_system_administrator_holds_nothing_else(cast: Cast) -> None:
    for refused in (
        lambda: appoint_officer(user=cast.sun, role=OfficerRole.AUDIT, at=LATER),
        lambda: appoint_staff(user=cast.sun, role=StaffRole.SECRETARIAT, at=LATER),
        lambda: grant_membership(user=cast.sun, institution=cast.tulan, role=MemberRole.CONTACT, at=LATER),
    ):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.code == "officer-apart"
    assert officer_role(cast.sun, at=LATER) == OfficerRole.SYSTEM
    assert officer_role(cast.mo, at=LATER) is None


def test_granting_the_same_role_twice_changes_nothing(cast: Cast) -> None:
    first = grant_membership(user=cast.mo, institution=cast.tulan, role=MemberRole.CONTACT, at=NOON)
    again = grant_membership(user=cast.mo, institution=cast.tulan, role=MemberRole.CONTACT, at=LATER)
    assert again.pk == first.pk
    assert again.since == NOON
