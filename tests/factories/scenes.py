"""Scenes that a run builds once: cast, call, draft, filing. Each test finds them as if just made.

A scene is built by the real actions on a copy of the database of the scene that it begins from. A test that
asks for one works on the scene's database within its own transaction, which is rolled back, and on copies of
the scene's files, keys and objects.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

Objects = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """How a scene is made of the objects of the one that it begins from (none: of an empty database)."""

    build: Callable[[Objects], object]
    begins_from: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """A scene that was built: its database, the folder of its files and keys, its objects by scene."""

    connection: BaseDatabaseWrapper
    folder: Path
    objects: Objects


def places(folder: Path) -> dict[str, Path]:
    """The settings under which files and keys lie below a folder."""
    return {
        "XIANXING_FILES": folder / "files",
        "XIANXING_FILE_KEYS": folder / "keys" / "files.toml",
        "XIANXING_KEYS": folder / "keys",
        "SCRATCH_DIR": folder / "scratch",
    }


def last_of(scenes: Mapping[str, Scene], names: Iterable[str]) -> str | None:
    """The scene that a test with these fixtures is in; an error where two don't lie on one way."""

    def way(name: str) -> list[str]:
        before = scenes[name].begins_from
        return [*(way(before) if before else []), name]

    found = {name: way(name) for name in names if name in scenes}
    last = max(found, key=lambda name: len(found[name]), default=None)
    assert last is None or set(found) <= set(found[last]), f"two scenes at once: {sorted(found)}"
    return last


class Scenes:
    """All scenes of a run, each built when a test first asks for it."""

    def __init__(self, scenes: Mapping[str, Scene], folder: Path) -> None:
        self.scenes, self.folder = scenes, folder
        self.empty = connections["default"]
        self.built: dict[str, Snapshot] = {}

    @contextmanager
    def shown(self, name: str, folder: Path) -> Iterator[Objects]:
        """Work on the scene's database; its files and keys are copied below `folder`. Gives its objects."""
        snapshot = self.snapshot(name)
        shutil.copytree(snapshot.folder, folder, dirs_exist_ok=True)
        with working_on(snapshot.connection):
            yield copy.deepcopy(snapshot.objects)

    def snapshot(self, name: str) -> Snapshot:
        """The scene as it was built, for whoever copies it; built now where nobody has asked for it yet."""
        return self.built.get(name) or self._build(name)

    def _build(self, name: str) -> Snapshot:
        scene = self.scenes[name]
        folder = self.folder / name
        before = scene.begins_from and (self.built.get(scene.begins_from) or self._build(scene.begins_from))
        if before:
            shutil.copytree(before.folder, folder)
        else:
            new_places(folder)
        connection = copied(before.connection if before else self.empty, name)
        objects = copy.deepcopy(before.objects) if before else {}
        with working_on(connection), override_settings(**places(folder)):
            objects[name] = scene.build(objects)
        self.built[name] = Snapshot(connection, folder, objects)
        return self.built[name]

    def close(self) -> None:
        """Let go of every scene's database."""
        for snapshot in self.built.values():
            connection = snapshot.connection
            connection.close()
            if connection.vendor == "postgresql":
                with self.empty._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{connection.settings_dict["NAME"]}" WITH (FORCE)')


def new_places(folder: Path) -> None:
    """A store of files and a master key of their own."""
    from xianxing.pilot.storage.keys import new_key_file

    folder.mkdir()
    new_key_file(folder / "keys" / "files.toml", "first")


@contextmanager
def working_on(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Everything inside, in this thread, works on this connection."""
    old, declared = connections["default"], connections.settings["default"]
    connections["default"], connections.settings["default"] = connection, connection.settings_dict
    try:
        yield
    finally:
        connections["default"], connections.settings["default"] = old, declared


def copied(old: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    """A connection to a copy of the database: another one in memory, or on the same server."""
    if old.vendor == "sqlite":
        fresh = _connection(old, f"file:memorydb_{name}?mode=memory&cache=shared")
        old.ensure_connection()
        fresh.ensure_connection()
        old.connection.backup(fresh.connection)
        return fresh
    source = old.settings_dict["NAME"]
    target = f"{connections['default'].settings_dict['NAME']}_{name}"
    old.close()
    with old._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return _connection(old, target)


def _connection(old: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    declared = connections.settings["default"]
    connections.settings["default"] = {**copy.deepcopy(old.settings_dict), "NAME": name}
    try:
        return connections.create_connection("default")
    finally:
        connections.settings["default"] = declared
