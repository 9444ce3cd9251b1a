"""What the working group would send back: one edit to a clean filing each, with what must be found."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.model import Filing

Edit = Callable[[Filing], object]
TEXT: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "texts" / "edits.toml").read_text(encoding="utf-8")
)
UNMET = ("unmet",)
SEEN = ("unmet", "manual_review")
TOLD = ("unmet", "manual_review", "unknown")


@dataclass(frozen=True)
class Defect:
    """A planted defect: found when a finding has one of the clauses, places and results.

    `places` are prefixes of a location; `{kind}` stands for the file of that kind of material. `severity`
    narrows the match, `unreadable` also takes a refusal to read the folder, `part` a question to a person
    that names the part and stood in the report on the clean filing already.
    """

    id: str
    base: str
    edit: Edit
    clauses: tuple[str, ...]
    places: tuple[str, ...]
    results: tuple[str, ...] = UNMET
    severity: str | None = None
    unreadable: bool = False
    part: str = ""


def put(path: str, value: Any) -> Edit:
    """Set one value."""
    return lambda filing: filing.put(path, value)


def drop(path: str) -> Edit:
    """Remove one value."""
    return lambda filing: filing.drop(path)


def both(*edits: Edit) -> Edit:
    """Several edits that make one defect."""

    def run(filing: Filing) -> None:
        for edit in edits:
            edit(filing)

    return run


def append(path: str, text: str) -> Edit:
    """Add text at the end of a cell."""
    return lambda filing: filing.put(path, filing.get(path) + text)


def change(path: str, old: str, new: str) -> Edit:
    """Replace within a cell; the old text must be there."""

    def run(filing: Filing) -> None:
        value = filing.get(path)
        assert old in value, (filing.id, path, old)
        filing.put(path, value.replace(old, new, 1))

    return run


def material(kind: str, **values: Any) -> Edit:
    """Change the entry of a material."""
    return lambda filing: filing.material(kind).update(values)


def all_defects() -> list[Defect]:
    """Every planted defect; ids are unique."""
    from tests.acceptance import defects_cells, defects_files, defects_reports, defects_units

    found = [
        *defects_units.DEFECTS,
        *defects_cells.DEFECTS,
        *defects_reports.DEFECTS,
        *defects_reports.removals(),
        *defects_files.DEFECTS,
    ]
    assert len({defect.id for defect in found}) == len(found)
    return found
