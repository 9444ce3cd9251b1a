"""A filing in memory: the tree of `filing.toml` and the documents beside it, ready to be edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Tree = dict[str, Any]


@dataclass
class Block:
    """One piece of a document: title, cover, para, heading, table, image, notes, break, slide or textbox."""

    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    key: str = ""  # which required content stands here
    look: str = ""  # white | vanish | tiny, for text nobody can see


@dataclass
class Signature:
    """Who signs, in one of several customary layouts."""

    unit: str
    name: str
    title: str
    on: str
    layout: int = 0


@dataclass
class Doc:
    """A document before it is a file. Headings: style, bold or plain; `fmt`: docx, pdf, pptx, png, scan."""

    fmt: str
    blocks: list[Block] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    heading: str = "style"
    header: str = ""
    extras: tuple[str, ...] = ()

    def find(self, key: str) -> list[Block]:
        """The blocks that carry one required content, heading excluded."""
        return [block for block in self.blocks if block.key == key and block.kind != "heading"]

    def first(self, kind: str) -> Block:
        """The first block of a kind."""
        return next(block for block in self.blocks if block.kind == kind)

    def replace(self, old: str, new: str) -> None:
        """Replace a text everywhere in the document."""
        for block in self.blocks:
            block.text = block.text.replace(old, new)
            block.rows = [[cell.replace(old, new) for cell in row] for row in block.rows]


@dataclass
class Filing:
    """One filing; `files` maps names to documents or raw bytes; `post` runs on the written folder."""

    id: str
    data: Tree
    files: dict[str, Doc | bytes]
    as_of: date = date(2024, 1, 20)
    post: list[Callable[[Path], None]] = field(default_factory=list)
    raw_toml: str | None = None

    def copy(self) -> Filing:
        """An independent copy that may be edited."""
        return Filing(self.id, deepcopy(self.data), deepcopy(self.files), self.as_of, list(self.post))

    def get(self, path: str) -> Any:
        """The value at a dotted path; a number is an index."""
        here: Any = self.data
        for step in path.split("."):
            here = here[int(step)] if isinstance(here, list) else here[step]
        return here

    def put(self, path: str, value: Any) -> None:
        """Set the value at a dotted path."""
        parent, _, last = path.rpartition(".")
        here: Any = self.get(parent) if parent else self.data
        here[int(last) if isinstance(here, list) else last] = value

    def drop(self, path: str) -> None:
        """Remove the value at a dotted path."""
        parent, _, last = path.rpartition(".")
        here: Any = self.get(parent) if parent else self.data
        del here[int(last) if isinstance(here, list) else last]

    def material(self, kind: str) -> Tree:
        """The first material entry of a kind."""
        found: Tree = next(entry for entry in self.data["material"] if entry["kind"] == kind)
        return found

    def doc(self, kind: str) -> Doc:
        """The document of the first material of a kind."""
        found = self.files[self.material(kind)["file"]]
        assert isinstance(found, Doc)
        return found

    def unit(self, unit_id: str) -> Tree:
        """A unit by its id."""
        found: Tree = next(entry for entry in self.data["unit"] if entry["id"] == unit_id)
        return found


def toml(tree: Tree) -> str:
    """TOML of a tree of tables, arrays of tables and scalars."""
    lines: list[str] = []
    _table(tree, "", lines)
    return "\n".join(lines) + "\n"


def _table(tree: Tree, prefix: str, lines: list[str]) -> None:
    later: list[tuple[str, Any]] = []
    for key, value in tree.items():
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            later.append((key, value))
        else:
            lines.append(f"{key} = {_scalar(value)}")
    for key, value in later:
        name = f"{prefix}{key}"
        for entry in value if isinstance(value, list) else [value]:
            lines.append(f"\n[[{name}]]" if isinstance(value, list) else f"\n[{name}]")
            _table(entry, name + ".", lines)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(entry) for entry in value) + "]"
    escaped = "".join(_escape(char) for char in str(value))
    return f'"{escaped}"'


def _escape(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if ord(char) < 32 or ord(char) == 127:
        return f"\\u{ord(char):04x}"
    return char


def strings(tree: Any) -> Iterable[str]:
    """Every string in a tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from strings(value)
