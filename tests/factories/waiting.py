"""Waiting for what must come, however busy the machine is: a ceiling that is never a wait."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 600.0  # seconds until what didn't come is taken for never coming


def comes(condition: Callable[[], object]) -> bool:
    """Whether a condition holds before patience ends; asked again ten times a second."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
