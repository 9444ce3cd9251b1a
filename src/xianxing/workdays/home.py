"""The operator's own calendars: $XIANXING_HOME/calendars, by default below ~/.local/share/xianxing.

`2027.toml` is an imported year, `versions/<id>.json` a calendar as it stood at an import, `history.jsonl` has
a line for each import.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.workdays.days import JSON, CalendarError
from xianxing.workdays.files import read_table
from xianxing.workdays.tables import YearTable


def folder(home: Path | None = None) -> Path:
    """Where imported calendars are kept; the folder need not exist."""
    chosen = home or os.environ.get("XIANXING_HOME") or Path.home() / ".local" / "share" / "xianxing"
    return Path(chosen) / "calendars"


def imported_tables(home: Path | None = None) -> list[YearTable]:
    """Every imported year in order; CalendarError names the file that is damaged."""
    tables = []
    for path in sorted(folder(home).glob("[0-9][0-9][0-9][0-9].toml")):
        try:
            tables.append(read_table(path))
        except CalendarError as error:
            message = gettext("The imported calendar {path} is damaged: {reason}")
            raise CalendarError(message.format(path=path, reason=error)) from error
    return tables


def archived(home: Path | None, version: str) -> Iterator[bytes]:
    """The canonical form kept under `version`, if there is one."""
    if len(version) == 64 and all(character in "0123456789abcdef" for character in version):
        path = folder(home) / "versions" / f"{version}.json"
        if path.is_file():
            yield path.read_bytes()


def archive(home: Path | None, version: str, canonical: bytes) -> None:
    """Keep a calendar's canonical form; one already kept stays as it is."""
    path = folder(home) / "versions" / f"{version}.json"
    if not path.exists():
        write(path, canonical)


def history(home: Path | None = None) -> list[dict[str, JSON]]:
    """What was imported, oldest first."""
    path = folder(home) / "history.jsonl"
    if not path.exists():
        return []
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except ValueError as error:
        message = gettext("The imported calendar {path} is damaged: {reason}")
        raise CalendarError(message.format(path=path, reason=error)) from error


def remember(home: Path | None, entry: dict[str, JSON]) -> None:
    """Append one import to the history."""
    path = folder(home) / "history.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")


def write(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(content)
    draft.replace(path)
