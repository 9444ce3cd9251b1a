"""The pilot's cast with a head of the group, a filing that goes through, and clients that are logged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.pilot.cast import EARLY, Cast, assemble
from tests.pilot.filings.company import Company, a_company
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.storage.keys import new_key_file


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: Settings) -> Cast:
    """Everybody on stage, a store of files of the test's own."""
    settings.XIANXING_FILES = tmp_path / "files"
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    settings.XIANXING_KEYS = tmp_path / "keys"
    settings.SCRATCH_DIR = tmp_path / "scratch"
    new_key_file(settings.XIANXING_FILE_KEYS, "first")
    return assemble()


@pytest.fixture
def head(cast: Cast) -> User:
    """Fang heads the working group."""
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    return fang


@pytest.fixture
def company(cast: Cast) -> Company:
    """The example filing in draft."""
    return a_company(cast)


@pytest.fixture
def filed(company: Company) -> Company:
    """The example filing, filed."""
    company.freeze()
    company.attest()
    company.file()
    return company


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
