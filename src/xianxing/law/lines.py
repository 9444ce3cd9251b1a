"""On which line of which file of a package a key stands, so that an error can say where to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xianxing.law.errors import GuideError

HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
ENTRY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\.(?:[A-Za-z0-9_-]+|\"[^\"]*\"))*)\s*=")
PLACE = re.compile(r"\[\d+\]")


@contextmanager
def located(folders: Iterable[Path]) -> Iterator[None]:
    """Give a GuideError from inside the file and line where its key stands, in an overlay or below it."""
    try:
        yield
    except GuideError as error:
        found = place_of(tuple(folders), error)
        if found is not None and error.line is None:
            raise error.at(*found) from None
        raise


def place_of(folders: tuple[Path, ...], error: GuideError) -> tuple[str, int] | None:
    """The file, as `folder/file.toml`, and the line that an error is about; None where no file has it.

    The folders come with the package's own first; of equal matches the first one counts.
    """
    name = error.file.rpartition("/")[2]
    best: tuple[int, str, int] | None = None
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        length, line = line_of(path.read_text("utf-8", "replace"), error.key)
        if line and (best is None or length > best[0]):
            best = (length, f"{folder.name}/{name}", line)
    return best[1:] if best else None


def line_of(text: str, key: str) -> tuple[int, int]:
    """How much of a key the text has, and on which line (from 1); (0, 0) where it has nothing of it."""
    wanted, best, prefix = _plain(key), (0, 0), ""
    for number, line in enumerate(text.splitlines(), 1):
        header, entry = HEADER.match(line), ENTRY.match(line)
        if header:
            prefix = full = _plain(header[1])
        elif entry:
            full = f"{prefix}.{_plain(entry[1])}" if prefix else _plain(entry[1])
        else:
            continue
        if (wanted == full or wanted.startswith(f"{full}.")) and len(full) > best[0]:
            best = (len(full), number)
    return best


def _plain(key: str) -> str:
    return PLACE.sub("", key).replace('"', "").replace("'", "").replace(" ", "")
