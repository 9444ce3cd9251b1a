"""On which line of which file of a package a key stands, so that an error can say where to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.removals import Removal, removals

HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
ENTRY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\.(?:[A-Za-z0-9_-]+|\"[^\"]*\"))*)\s*=")
PLACE = re.compile(r"\[\d+\]")
ORGAN = "organ."  # how papers name an organ


@contextmanager
def located(folders: Iterable[Path]) -> Iterator[None]:
    """Give a GuideError from inside the file and line where its key stands, in an overlay or below it.

    What follows from something that an overlay takes out is told at the line that takes it out.
    """
    places = tuple(folders)
    try:
        yield
    except GuideError as error:
        if error.line is not None:
            raise
        found = place_of(places, error)
        cause = cause_of(places, error, found)
        if cause is not None:
            raise cause from None
        if found is not None:
            raise _here(places, error, found[0]).at(*found) from None
        raise


def _here(folders: tuple[Path, ...], error: GuideError, file: str) -> GuideError:
    """The error; about what is inherited, with the advice to write it anew here and not to mend it there."""
    if file.startswith(f"{folders[0].name}/"):
        return error
    remedy = gettext("{remedy}. The line is inherited: write {key} in {file} of this package").format(
        remedy=error.remedy, key=error.key, file=f"{folders[0].name}/{file.rpartition('/')[2]}"
    )
    return type(error)(error.file, error.key, error.problem, remedy, missing=error.missing)


def cause_of(
    folders: tuple[Path, ...], error: GuideError, found: tuple[str, int] | None
) -> GuideError | None:
    """The error told where an overlay takes out what is missing, unless that very overlay still names it."""
    if not error.missing or (found is not None and found[0].startswith(f"{folders[0].name}/")):
        return None
    named = {error.missing, error.missing.removeprefix(ORGAN)}
    taken = next((one for one in removals(folders) if named & one.names), None)
    return _caused(taken, error, found) if taken else None


def _caused(taken: Removal, error: GuideError, found: tuple[str, int] | None) -> GuideError:
    file, line = found or (error.file, 0)
    place = f"{file}:{line} {error.key}" if line else f"{file} {error.key}"
    problem = gettext("“{name}” is taken out here, and {place} still needs it: {problem}")
    remedy = gettext("put that right in this package ({remedy}), or leave “{name}” in")
    _, at = line_of(taken.file.read_text("utf-8", "replace"), taken.path)
    return type(error)(
        f"{taken.file.parent.name}/{taken.file.name}",
        taken.path,
        problem.format(name=error.missing, place=place, problem=error.problem),
        remedy.format(remedy=error.remedy, name=error.missing),
        at or None,
    )


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
        elif not best[1] and full.startswith(f"{wanted}."):
            best = (0, number)  # a table of which only tables below it are written
    return best


def _plain(key: str) -> str:
    return PLACE.sub("", key).replace('"', "").replace("'", "").replace(" ", "")
