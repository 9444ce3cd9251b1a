"""Whether the bytes at rest are those that the rows name: each app that keeps files says how to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

Look = Callable[[Path | None], Iterator[str]]
_looks: list[Look] = []


def register_look(look: Look) -> None:
    """Have the doctor and restoring look at an app's files; called once from an `AppConfig.ready`."""
    if look not in _looks:
        _looks.append(look)


def file_faults(folder: Path | None = None) -> list[str]:
    """Every file whose bytes are missing, changed or another's, by table, row and column; opens all of them.

    `folder` is where the files lie, by default where the site keeps them.
    """
    return [fault for look in _looks for fault in look(folder)]
