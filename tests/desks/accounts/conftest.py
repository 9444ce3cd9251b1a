"""The demonstration's cast on stage, by the real actions."""

from __future__ import annotations

import pytest

from xianxing.pilot.demo.cast import Cast


@pytest.fixture
def cast(demo_cast: Cast) -> Cast:
    """Everybody, each with a second factor."""
    return demo_cast
