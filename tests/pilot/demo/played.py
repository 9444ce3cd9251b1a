"""A scene of the demonstration played in a database and folders of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytest_django import DjangoDbBlocker

from tests.factories.stores import own_places
from tests.pilot.own_database import own_database
from xianxing.pilot.demo.seed import Seeded, seed


@contextmanager
def played_scene(scene: str, folder: Path, blocker: DjangoDbBlocker) -> Iterator[Seeded]:
    """Play it and work in it; for a module whose tests only read."""
    with blocker.unblock(), own_database(folder), own_places(folder):
        seeded = seed(scene=scene)
        assert seeded
        yield seeded
