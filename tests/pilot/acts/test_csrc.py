"""CSRC's people read a case once it has come to where they act: the bureau and its panel apart."""

from __future__ import annotations

import pytest

from tests.pilot.acts.courses import a_core_office, of_the_panel, reported, selected
from tests.pilot.acts.staff import Office
from tests.pilot.cast import Cast
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.delegations.permissions import may_deputise
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def lu() -> User:
    """Of the panel."""
    return of_the_panel()


def reads(office: Office, user: User) -> bool:
    try:
        case_to_read(office.company.filing.pk, user, at=office.company.at)
    except Stranger:
        return False
    return True


def test_nobody_at_csrc_reads_a_case_that_the_group_still_has(office: Office, lu: User) -> None:
    office.do("register_local", office.wen)
    assert not reads(office, office.bai)
    assert not reads(office, lu)


def test_both_read_it_once_it_is_evaluated_and_the_panel_acts_for_itself(office: Office, lu: User) -> None:
    selected(office)
    assert reads(office, office.bai)
    assert reads(office, lu)
    view = case_to_read(office.company.filing.pk, lu, at=office.company.at)
    offered = {offer.step.id: offer for offer in offers(view)}
    assert {"pass_evaluation", "fail_evaluation", "ask_supplement"} <= set(offered)
    assert not offered["pass_evaluation"].entered
    assert office.do("pass_evaluation", lu).event.role == "evaluation_panel"
    assert reads(office, lu), "what was theirs once stays readable"


def test_what_waits_to_be_recognised_is_the_bureaus_alone(cast: Cast, lu: User) -> None:
    office = a_core_office(cast)
    assert not reads(office, office.bai)
    reported(office)
    assert reads(office, office.bai)
    assert not reads(office, lu)
    office.do("recognise", office.bai)
    assert reads(office, lu)


def test_an_office_of_one_body_is_not_delegated_to_the_other(office: Office, lu: User) -> None:
    at = office.company.at
    assert not may_deputise(roles_of(office.bai, at=at), roles_of(lu, at=at))
    assert may_deputise(roles_of(lu, at=at), roles_of(lu, at=at))
