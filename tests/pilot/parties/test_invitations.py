"""An invitation works once, for one address, for a week, and only from an account manager."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.pilot.cast import NOON, Cast
from xianxing.pilot.parties.domain.appointments import end_membership
from xianxing.pilot.parties.domain.invitations import (
    MOST_IN_AN_HOUR,
    VALID_FOR,
    accept_invitation,
    invite,
    open_invitation,
)
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Invitation
from xianxing.pilot.parties.queries import contacts, member_roles
from xianxing.pilot.refusal import Refused


def invited(cast: Cast) -> str:
    _, token = invite(
        institution=cast.penghai,
        email="mo@cast.example",
        role=MemberRole.CONTACT,
        by=cast.chen,
        at=NOON,
        title="部门总经理",
        department_head=True,
    )
    return token


def test_mo_takes_up_chens_invitation(cast: Cast) -> None:
    accept_invitation(token=invited(cast), user=cast.mo, at=NOON)
    assert member_roles(cast.mo, cast.penghai, at=NOON) == {MemberRole.CONTACT}
    assert [(c.user.name, c.department_head) for c in contacts(cast.penghai, at=NOON)] == [("mo", True)]


@pytest.mark.parametrize("stranger", ["zhou", "ning"])
def test_only_an_account_manager_of_that_institution_invites(cast: Cast, stranger: str) -> None:
    with pytest.raises(Refused) as refusal:
        invite(
            institution=cast.penghai,
            email="x@cast.example",
            role=MemberRole.AUTHOR,
            by=getattr(cast, stranger),
            at=NOON,
        )
    assert refusal.value.code == "manager"


def test_an_invitation_used_twice_is_refused(cast: Cast) -> None:
    token = invited(cast)
    accept_invitation(token=token, user=cast.mo, at=NOON)
    with pytest.raises(Refused) as refusal:
        accept_invitation(token=token, user=cast.mo, at=NOON)
    assert refusal.value.code == "used"


def test_an_invitation_ends_exactly_after_its_week(cast: Cast) -> None:
    token = invited(cast)
    with pytest.raises(Refused) as refusal:
        accept_invitation(token=token, user=cast.mo, at=NOON + VALID_FOR)
    assert refusal.value.code == "expired"
    accept_invitation(token=token, user=cast.mo, at=NOON + VALID_FOR - timedelta(seconds=1))


def test_anothers_invitation_and_a_guessed_token_read_the_same(cast: Cast) -> None:
    token = invited(cast)
    messages = set()
    for tried, person in ((token, cast.ning), ("guessed", cast.mo)):
        with pytest.raises(Refused) as refusal:
            accept_invitation(token=tried, user=person, at=NOON)
        messages.add(refusal.value.message)
    assert len(messages) == 1


def test_the_token_itself_is_stored_nowhere(cast: Cast) -> None:
    token = invited(cast)
    assert token not in str(list(Invitation.objects.values()))


def test_nobody_writes_to_the_world_in_an_institution_s_name(cast: Cast) -> None:
    def ask(number: int, at: datetime) -> object:
        return invite(
            institution=cast.tulan,
            email=f"p{number}@world.example",
            role=MemberRole.AUTHOR,
            by=cast.ning,
            at=at,
        )

    for number in range(MOST_IN_AN_HOUR):
        ask(number, NOON)
    with pytest.raises(Refused) as refusal:
        ask(99, NOON + timedelta(minutes=59))
    assert refusal.value.code == "too-many"
    ask(99, NOON + timedelta(hours=1))


def test_an_invitation_lapses_with_the_role_of_who_invited(cast: Cast) -> None:
    token = invited(cast)
    later = NOON + timedelta(hours=1)
    end_membership(membership=cast.chen.memberships.get(role=MemberRole.MANAGER), at=later)
    for read in (
        lambda: open_invitation(token=token, at=later),
        lambda: accept_invitation(token=token, user=cast.mo, at=later),
    ):
        with pytest.raises(Refused) as refusal:
            read()
        assert refusal.value.code == "lapsed"
    assert open_invitation(token=token, at=NOON).email == cast.mo.email
