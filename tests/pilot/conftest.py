"""The cast, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.pilot.cast import Cast
from tests.pilot.own_database import empty_database, own_database
from tests.pilot.quick_states import quick_states


@pytest.fixture
def cast(assembled: Cast) -> Cast:
    """Everybody on stage."""
    return assembled


@pytest.fixture
def migrated_base(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[None]:
    """A database that migrations made, for who goes back: each way back needs what was left on the way."""
    with django_db_blocker.unblock(), empty_database(tmp_path), quick_states():
        call_command("migrate", interactive=False, verbosity=0)
        yield


@pytest.fixture
def own_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[str]:
    """A database of this test's own, to which threads and processes connect; gives its address."""
    with django_db_blocker.unblock(), own_database(tmp_path) as url:
        yield url
