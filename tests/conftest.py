"""Shared by all tests: what a machine must have, and a refusal to skip in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec

import pytest
from django.conf import settings as site
from django.utils.translation import activate
from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "endure", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Playwright's loop stays in the thread that once drove a browser; the database is used from it all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NEEDS: dict[str, tuple[str, Callable[[], object]]] = {
    "browser": ("Chromium", lambda: shutil.which("chromium") or os.environ.get("XIANXING_CHROMIUM")),
    "ocr": ("the OCR extra", lambda: find_spec("rapidocr") and find_spec("onnxruntime")),
    "postgres": ("PostgreSQL (XIANXING_TEST_POSTGRES)", lambda: os.environ.get("XIANXING_TEST_POSTGRES")),
}


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """Chinese, whatever language the page was in that a test before this one looked at."""
    activate(site.LANGUAGE_CODE)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose part is missing, and say which; under XIANXING_REFUSE_SKIPS fail instead."""
    for mark, (what, present) in NEEDS.items():
        if item.get_closest_marker(mark) and not present():
            if os.environ.get("XIANXING_REFUSE_SKIPS"):
                pytest.fail(f"{what} is missing, and nothing may be skipped here")
            pytest.skip(f"{what} is missing")
