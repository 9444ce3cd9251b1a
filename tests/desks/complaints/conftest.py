"""Pages in the time of the story."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.factories.notices import Noticed, at_the_time_of


@pytest.fixture
def shown_trial(in_trial: Noticed, settings: Settings) -> Noticed:
    """A project on trial, and pages at its time."""
    at_the_time_of(in_trial.company, settings)
    return in_trial
