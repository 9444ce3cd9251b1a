"""The demonstration's cast on stage, by the real actions."""

from __future__ import annotations

import pytest

from xianxing.pilot.demo.cast import Cast, seed_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, each with a second factor."""
    return seed_cast()
