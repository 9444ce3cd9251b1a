"""Programs of a project on trial, at the time of its story."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests.desks.api.program import Program
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.programs import project_token_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User

# A program of somebody's for the project, good for these scopes; without a scope a token of the person's own.
Programs = Callable[..., Program]


@pytest.fixture
def running(on_trial: Office, settings: Settings) -> Office:
    """The project on trial; the clock of the site follows the story."""
    at_the_time_of(on_trial.company, settings)
    return on_trial


@pytest.fixture
def programs(running: Office) -> Programs:
    """Makes programs, at the minute that the story has come to."""

    def make(user: User, *scopes: str) -> Program:
        if not second_factor.enrolled(user):
            second_factor.enrol(user=user, secret=second_factor.new_secret())
        text = project_token_of(running.company, user, scopes)[1] if scopes else ""
        StageClock.instant = running.company.later()
        return Program(user, token=text)

    return make
