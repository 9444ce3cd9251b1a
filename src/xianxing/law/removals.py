"""What overlays take out of the guides below them, and where they say so."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Data = Mapping[str, object]


@dataclass(frozen=True)
class Removal:
    """One thing taken out: the file and key that say so, and the names by which others know it.

    A table goes by its key and by what it means; an item of a list by itself.
    """

    file: Path
    path: str
    names: frozenset[str]


def removals(folders: tuple[Path, ...]) -> Iterator[Removal]:
    """Everything that a package and the overlays below it take out, the package's own first.

    A file that is no TOML takes nothing out.
    """
    for number, folder in enumerate(folders[:-1]):
        for file in sorted(folder.glob("*.toml")):
            below = [_read(lower / file.name) for lower in folders[number + 1 :]]
            for path, names in _taken_out(_read(file), below, ()):
                yield Removal(file, ".".join(path), names)


def _taken_out(
    table: Data, below: list[Data], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    for key, value in table.items():
        if not isinstance(value, dict):
            continue
        here, removed = (*path, f'"{key}"' if "." in key else key), value.get("remove")
        if value.get("absent") is True:
            yield here, frozenset({key, *_meanings(below, key)}) - {""}
        elif isinstance(removed, list):
            yield (*here, "remove"), frozenset(map(str, removed))
        else:
            yield from _taken_out(value, [_table(lower, key) for lower in below], here)


def _meanings(below: list[Data], key: str) -> Iterator[str]:
    for lower in below:
        means = _table(lower, key).get("means")
        if isinstance(means, str):
            yield means


def _table(data: Data, key: str) -> Data:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _read(file: Path) -> Data:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
