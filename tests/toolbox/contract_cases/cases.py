"""Cases of the tools' contract as tables: small folders, and what their answers hold.

A file has `tool`, `[headers]` (the columns of each table, in the order of its rows), `[base.NAME]` (a
folder that cases start from: `as_of`, `config` for tool.toml, rows by table) and `[[case]]`:

- `tables.NAME = [rows]` puts a table in place of the base's, `add.NAME` appends rows, `change.NAME` replaces
  rows whose first three cells are the same, `drop.NAME` takes rows away that begin so. Cells left off at the
  end of a row are empty; `{1-25}` in a row makes a row of each number; `without` leaves tables out.
- `text.NAME` is a whole file as it is; `toml` the whole of tool.toml. `lenient = true` sets bad rows aside.
- `exit` is the exit status; without one any that isn't a refusal.
- `expect` are lines that `expectations` reads.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILES = sorted(Path(__file__).parent.glob("*.toml"))
SPAN = re.compile(r"\{(\d+)-(\d+)\}")
KEY_CELLS = 3


@dataclass(frozen=True)
class ContractCase:
    """One folder with what the contract says of it."""

    tool: str
    name: str
    toml: str
    tables: dict[str, str]
    expect: tuple[str, ...]
    exit: int | None = None
    lenient: bool = False

    def write(self, folder: Path) -> Path:
        """The folder, written."""
        folder.mkdir()
        (folder / "tool.toml").write_text(self.toml, "utf-8")
        for name, text in self.tables.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return folder


def read_cases(file: Path) -> list[ContractCase]:
    """The cases of one file."""
    data = tomllib.loads(file.read_text("utf-8"))
    tables = _CaseTables(data["tool"], data["headers"], data["base"])
    return [tables.case(one) for one in data["case"]]


@dataclass(frozen=True)
class _CaseTables:
    """What the cases of one file share."""

    tool: str
    headers: dict[str, str]
    bases: dict[str, dict[str, Any]]

    def case(self, one: dict[str, Any]) -> ContractCase:
        """One case with its rows laid out over those of its base."""
        base = self.bases.get(one.get("base", ""), {})
        rows: dict[str, list[str]] = {**base.get("rows", {}), **one.get("tables", {})}
        for name in one.get("without", ()):
            rows.pop(name, None)
        for name, starts in one.get("drop", {}).items():
            rows[name] = [row for row in rows[name] if not any(_begins(row, start) for start in starts)]
        for name, changed in one.get("change", {}).items():
            keys = [",".join(row.split(",")[:KEY_CELLS]) for row in changed]
            rows[name] = [row for row in rows[name] if not any(_begins(row, key) for key in keys)] + changed
        for name, more in one.get("add", {}).items():
            rows[name] = rows.get(name, []) + more
        written = {name: self._text(name, table) for name, table in rows.items()} | one.get("text", {})
        as_of, config = one.get("as_of", base.get("as_of")), one.get("config", base.get("config", ""))
        toml = one.get("toml", f'tool = "{self.tool}"\nformat = 1\nas_of = {as_of}\ntitle = "案例"\n{config}')
        expect, status, lenient = tuple(one["expect"]), one.get("exit"), one.get("lenient", False)
        return ContractCase(self.tool, one["name"], toml, written, expect, status, lenient)

    def _text(self, name: str, rows: list[str]) -> str:
        header = self.headers[name]
        lines = [header]
        for row in (spread for one in rows for spread in _spread(one)):
            lines.append(row + "," * (header.count(",") - row.count(",")))
        return "\n".join(lines) + "\n"


def _begins(row: str, start: str) -> bool:
    return f"{row},".startswith(f"{start},")


def _spread(row: str) -> Iterator[str]:
    span = SPAN.search(row)
    if span is None:
        yield row
        return
    first, last = span.groups()
    for number in range(int(first), int(last) + 1):
        yield SPAN.sub(f"{number:0{len(first)}}", row)
