"""The pilot's cast with a head of the group, a filing that goes through, and clients that are logged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.desks.accounts.visits import enter
from tests.pilot.cast import EARLY, Cast
from tests.pilot.filings.company import Company
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User


@pytest.fixture
def cast(assembled: Cast) -> Cast:
    """Everybody on stage, a store of files of the test's own."""
    return assembled


@pytest.fixture
def head(cast: Cast) -> User:
    """Fang heads the working group."""
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    return fang


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    """The example filing in draft."""
    return company_in_draft


@pytest.fixture
def filed(company_filed: Company) -> Company:
    """The example filing, filed."""
    return company_filed


@pytest.fixture
def visit(cast: Cast) -> Callable[..., Client]:
    """A client in which a person is logged in, the site's clock at an instant."""

    def visitor(user: User, at: datetime) -> Client:
        move_to(at + timedelta(seconds=1))
        return enter(user)

    return visitor


def enrol(user: User) -> None:
    """A second factor, for acts that ask for a code."""
    second_factor.enrol(user=user, secret=second_factor.new_secret())
