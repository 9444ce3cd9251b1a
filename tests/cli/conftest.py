"""A site with a filed case, on which the operator's commands work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.pilot.cast import assemble
from tests.pilot.database import OPENED, a_call, a_case, act, attest
from tests.pilot.own_database import own_database
from xianxing.i18n import compile_catalogues
from xianxing.pilot.cases.models import Case
from xianxing.workdays.clocks import FixedClock


class Then(FixedClock):
    """The site's clock of these tests: after the window."""

    def __init__(self) -> None:
        super().__init__(OPENED.replace(month=2, day=3))


@pytest.fixture
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> Iterator[Path]:
    """The folder of a site with a database of its own."""
    compile_catalogues()
    settings.XIANXING_KEYS, settings.XIANXING_FILES = tmp_path / "keys", tmp_path / "files"
    settings.XIANXING_FILE_KEYS, settings.VAR_DIR = tmp_path / "keys" / "files.toml", tmp_path
    settings.XIANXING_CLOCK = f"{__name__}.Then"
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield tmp_path


@pytest.fixture
def case(site: Path) -> Case:
    """A case that has been filed."""
    case = a_case(a_call(assemble().wen))
    attest(case)
    act(case, "file")
    return case
