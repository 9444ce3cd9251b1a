"""Shared by all tests: what a machine must have, a refusal to skip in CI, and scenes built once a run."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import override_settings
from django.utils.translation import activate
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.costs import Recorder, long_tests
from tests.factories.scenes import Objects, Scenes, last_of, places
from tests.factories.staging import SCENES
from tests.pilot.own_database import is_test_database
from xianxing.pilot.protection.schema import complete_tables

settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "endure", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Playwright's loop stays in the thread that once drove a browser; the database is used from it all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A site reads pictures in tests that are marked `ocr`: those of a filing take ten seconds of the processor.
os.environ["XIANXING_OCR"], site.XIANXING_OCR = "0", False

NEEDS: dict[str, tuple[str, Callable[[], object]]] = {
    "browser": ("Chromium", lambda: shutil.which("chromium") or os.environ.get("XIANXING_CHROMIUM")),
    "ocr": ("the OCR extra", lambda: find_spec("rapidocr") and find_spec("onnxruntime")),
    "nginx": ("nginx", lambda: os.environ.get("XIANXING_NGINX")),
    "postgres": ("PostgreSQL (XIANXING_TEST_POSTGRES)", lambda: os.environ.get("XIANXING_TEST_POSTGRES")),
}


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """Chinese, whatever language the page was in that a test before this one looked at."""
    activate(site.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _pictures(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of a test that is marked `ocr` the site reads pictures, too."""
    if request.node.get_closest_marker("ocr") is None:
        yield
        return
    with override_settings(XIANXING_OCR=True), pytest.MonkeyPatch.context() as patch:
        patch.setenv("XIANXING_OCR", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def _demonstrations(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the run's workers keep the demonstration's scenes once one of them has made it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["XIANXING_SCENES"] = str(shared / "demonstration")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords are hashed at once: a million rounds a log-in is what the site wants, not what tests ask."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables of a test database are made from the models; one test holds them to what migrations make."""
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """With the triggers, and with the migrations entered as made."""
    if is_test_database(connection):
        with django_db_blocker.unblock():
            complete_tables()


@pytest.fixture(scope="session")
def scenes(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scenes]:
    """The scenes of this run, each built when a test first asks for it."""
    with django_db_blocker.unblock():
        made = Scenes(SCENES, tmp_path_factory.mktemp("scenes"))
    yield made
    with django_db_blocker.unblock():
        made.close()


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Iterator[Objects]:
    """The scene that this test asks for by fixtures; its files and keys lie below the test's own folder."""
    name = last_of(SCENES, request.fixturenames)
    if name is None:
        yield {}
        return
    scenes, blocker = request.getfixturevalue("scenes"), request.getfixturevalue("django_db_blocker")
    folder, settings = request.getfixturevalue("tmp_path"), request.getfixturevalue("settings")
    for setting, place in places(folder).items():
        setattr(settings, setting, place)
    with blocker.unblock(), scenes.shown(name, folder) as objects:
        yield objects


@pytest.fixture
def _django_db_helper(scene: Objects, _django_db_helper: None) -> None:
    """The transaction of a test begins in the database of its scene."""


def _of_scene(name: str) -> Callable[..., object]:
    @pytest.fixture(name=name)
    def objects_of_scene(scene: Objects, db: None) -> object:
        return scene[name]

    return objects_of_scene


globals().update({f"_{name}": _of_scene(name) for name in SCENES})


def pytest_configure(config: pytest.Config) -> None:
    """Measure what each test takes where a file for it is named."""
    if file := os.environ.get("XIANXING_TEST_COSTS"):
        config.pluginmanager.register(Recorder(Path(file)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long tests, left to `make whole`: of a story all, if one is long; of what is `always` none."""
    long = long_tests() - {item.nodeid for item in items if item.get_closest_marker("always")}
    stories = {item.path for item in items if item.nodeid in long and item.get_closest_marker("story")}
    for item in items:
        if item.nodeid in long or item.path in stories:
            item.add_marker("long")


def pytest_collection_finish() -> None:
    """What was loaded stays: the collector needn't walk over it again and again (a fifth of a run's time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose part is missing, and say which; under XIANXING_REFUSE_SKIPS fail instead."""
    for mark, (what, present) in NEEDS.items():
        if item.get_closest_marker(mark) and not present():
            if os.environ.get("XIANXING_REFUSE_SKIPS"):
                pytest.fail(f"{what} is missing, and nothing may be skipped here")
            pytest.skip(f"{what} is missing")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under XIANXING_REFUSE_SKIPS a skipped test fails, unless the run on the other database has it."""
    report = yield
    if (
        report.skipped
        and os.environ.get("XIANXING_REFUSE_SKIPS")
        and not item.get_closest_marker("both_databases")
    ):
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here: {report.longrepr}"
    return report
