"""Whatever is given, accepted, revoked and laid down: delegator and deputy are never each other's second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pilot.acts.staff import Office
from tests.pilot.delegations.conftest import Delegate
from tests.pilot.filings.company import just
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.delegations.domain.delegating import (
    accept_delegation,
    decline_delegation,
    give_delegation,
    lay_down_delegation,
    revoke_delegation,
)
from xianxing.pilot.delegations.models import Delegation
from xianxing.pilot.delegations.permissions import may_be_second, refuse_pair
from xianxing.pilot.delegations.queries import held_by
from xianxing.pilot.filings.actors import offices
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db
NAMES = ("wen", "tang", "ren", "fang")
VERBS = {
    "accept": accept_delegation,
    "decline": decline_delegation,
    "revoke": revoke_delegation,
    "lay_down": lay_down_delegation,
}
COMMANDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("give"),
            st.sampled_from(NAMES),
            st.sampled_from(NAMES),
            st.integers(0, 3),
            st.integers(0, 3),
        ),
        st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 5), st.sampled_from(NAMES)),
        st.tuples(st.just("wait"), st.integers(1, 3)),
    ),
    max_size=14,
)


@dataclass
class Known:
    """What a plain reader knows of a delegation."""

    row: Delegation
    delegator: str
    deputy: str
    first: date
    last: date
    accepted: bool = False
    ended: bool = False

    def in_force(self, today: date) -> bool:
        return self.accepted and not self.ended and self.first <= today <= self.last


class _Done(Exception):
    """Ends an example, so that nothing of it stays."""


@pytest.mark.both_databases
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COMMANDS)
def test_whatever_happens_a_plain_reader_and_the_house_agree(office: Office, commands: list[Any]) -> None:
    at, known = office.company.at, list[Known]()
    try:
        with transaction.atomic():
            for command in commands:
                at += timedelta(minutes=1)
                if command[0] == "wait":
                    at += timedelta(days=command[1])
                else:
                    _follow(office, command, known, at)
                _agree(office, known, at)
            raise _Done
    except _Done:
        pass


def _follow(office: Office, command: Any, known: list[Known], at: Any) -> None:
    today = day_of(at)
    if command[0] == "give":
        _, by, deputy, begins, lasts = command
        giver: User = getattr(office, by)
        first = today + timedelta(days=begins)
        last = first + timedelta(days=lasts)
        away = any(
            one.delegator == deputy and not one.ended and one.last >= max(first, today) and one.first <= last
            for one in known
        )
        try:
            row = give_delegation(
                deputy=getattr(office, deputy), roles=offices(giver, at), means=(), first_day=first,
                last_day=last, words="出差", by=giver, at=at, step_up=just(giver),
            )  # fmt: skip
        except Refused:
            assert by == deputy or away
            return
        assert by != deputy and not away
        known.append(Known(row, by, deputy, first, last))
        return
    verb, place, name = command
    if place >= len(known):
        return
    one = known[place]
    try:
        VERBS[verb](delegation=one.row.pk, by=getattr(office, name), at=at)
    except Stranger:
        assert name != (one.delegator if verb == "revoke" else one.deputy)
        return
    except Refused:
        over, fresh = today > one.last, not one.accepted
        assert one.ended or over or (verb == "lay_down") == fresh
        return
    one.accepted |= verb == "accept"
    one.ended |= verb != "accept"


def _agree(office: Office, known: list[Known], at: Any) -> None:
    standing = {frozenset((one.delegator, one.deputy)) for one in known if one.in_force(day_of(at))}
    for first, second in permutations(NAMES, 2):
        one, other = getattr(office, first), getattr(office, second)
        assert may_be_second(one.pk, other.pk, at=at) == (frozenset((first, second)) not in standing)
        assert not may_be_second(one.pk, one.pk, at=at)
        held = {row.delegator.name for row in held_by(one, at)}
        mine = {k.delegator for k in known if k.deputy == first and k.in_force(day_of(at))}
        assert held == mine
        for behalf in held - {second}:
            actor = Actor(str(one.pk), frozenset(), behalf=str(getattr(office, behalf).pk))
            bound = {frozenset((first, second)), frozenset((behalf, second))} & standing
            assert _refused(actor, Actor(str(other.pk), frozenset()), at) == bool(bound)


def _refused(first: Actor, second: Actor, at: Any) -> bool:
    try:
        refuse_pair(first, second, at)
    except Refused:
        return True
    return False


def entered(office: Office, by: User, **said: Any) -> PendingAct:
    office.do("register_local", office.tang)
    waits = office.enter("close_incomplete", by, reason="缺少安全检测报告", **said)
    assert isinstance(waits, PendingAct)
    return waits


def test_the_deputy_does_not_confirm_what_the_delegator_entered(office: Office, delegate: Delegate) -> None:
    delegate(office.fang, office.wen, "group_head")
    entered(office, office.fang)
    with pytest.raises(Refused, match="不得互为复核人") as refusal:
        office.both_again("close_incomplete", office.wen)
    assert refusal.value.code == "second_person"
    assert office.both_again("close_incomplete", office.tang).state == "not_selected"


def test_the_delegator_does_not_confirm_what_the_deputy_entered(office: Office, delegate: Delegate) -> None:
    delegate(office.fang, office.wen, "group_head")
    entered(office, office.wen)
    with pytest.raises(Refused, match="不得"):
        office.both_again("close_incomplete", office.fang)
    assert office.state == "formality_check"


def test_another_deputy_of_the_same_person_confirms_nothing_either(
    office: Office, delegate: Delegate
) -> None:
    delegate(office.fang, office.wen, "group_head")
    delegate(office.fang, office.ren, "group_head")
    entered(office, office.wen)
    with pytest.raises(Refused, match="不得互为复核人"):
        office.both_again("close_incomplete", office.ren)


def test_revoking_it_does_not_make_two_people_of_what_was_entered_before(
    office: Office, delegate: Delegate
) -> None:
    row = delegate(office.fang, office.wen, "group_head")
    entered(office, office.fang)
    revoke_delegation(delegation=row.pk, by=office.fang, at=office.company.later())
    with pytest.raises(Refused, match="不得互为复核人"):
        office.both_again("close_incomplete", office.wen)
