"""A filed case with its office."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import Office


@pytest.fixture
def office(staffed: Office) -> Office:
    """鹏海 and 图澜 have filed; the working group's people are there."""
    return staffed
