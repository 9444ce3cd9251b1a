"""Pages in the time of the story."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.factories.notices import Noticed, at_the_time_of


@pytest.fixture
def shown_notice(under_notice: Noticed, settings: Settings) -> Noticed:
    """An open notice, and pages at its time."""
    at_the_time_of(under_notice.company, settings)
    return under_notice
