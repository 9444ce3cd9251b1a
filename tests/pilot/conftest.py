"""The cast, on a real database."""

from __future__ import annotations

import pytest

from tests.pilot.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody on stage."""
    return assemble()
