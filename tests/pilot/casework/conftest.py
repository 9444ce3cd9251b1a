"""A filed case whose formality check is going on."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import Office


@pytest.fixture
def office(in_check: Office) -> Office:
    """鹏海 and 图澜 have filed, the secretariat has registered it."""
    return in_check
