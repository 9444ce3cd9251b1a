"""What the attacks need: catalogues, the cast, a database of one's own, fresh limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.pilot.cast import Cast
from tests.pilot.own_database import own_database
from xianxing.i18n import compile_catalogues

compile_catalogues()


@pytest.fixture
def cast(assembled: Cast) -> Cast:
    """Everybody on stage."""
    return assembled


@pytest.fixture
def own_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[str]:
    """A database of this test's own, to which threads and processes connect; gives its address."""
    with django_db_blocker.unblock(), own_database(tmp_path) as url:
        yield url


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()
