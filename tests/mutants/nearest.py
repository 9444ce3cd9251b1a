"""Which tests are nearest to a module: its own and those that name it, those beside it, its room's."""

from __future__ import annotations

import re
from pathlib import Path

USERS = {  # rooms whose tests live on what a room gives, nearest first
    "law": ("checker",),
    "workdays": ("procedure",),
    "procedure": ("pilot",),
    "record": ("pilot/cases",),
    "documents": ("checker",),
    "checker": ("acceptance",),
    "pilot": ("desks",),
    "desks": ("site",),
}


def rings(root: Path, module: Path) -> list[list[Path]]:
    """Test modules and folders in rings, nearest first; none of a ring stands in one before it."""
    inside = module.relative_to(root / "src" / "xianxing")
    room, tests = inside.parts[0], root / "tests"
    beside = tests / inside.parent
    dotted = ".".join(inside.with_suffix("").parts)
    candidates = [
        sorted(beside.glob(f"test_{inside.stem}.py")) + naming(tests / room, dotted),
        modules(beside) if beside != tests else [],
        modules(tests / room),
        naming(tests, dotted) + [path for user in USERS.get(room, ()) for path in modules(tests / user)],
    ]
    seen: set[Path] = set()
    found = []
    for ring in candidates:
        new = [path for path in dict.fromkeys(ring) if path not in seen]
        seen |= set(new)
        if new:
            found.append(new)
    return found


def modules(folder: Path) -> list[Path]:
    """Every test module below a folder."""
    return sorted(folder.rglob("test_*.py")) if folder.is_dir() else []


def naming(folder: Path, dotted: str) -> list[Path]:
    """Every test module below a folder that imports this module by name; browsers' apart."""
    parent, _, name = dotted.rpartition(".")
    above = f"xianxing.{parent}" if parent else "xianxing"
    pattern = re.compile(
        rf"(?:from|import) xianxing\.{re.escape(dotted)}\b"
        rf"|from {re.escape(above)} import (?:\([^)]*|[^\n]*)\b{re.escape(name)}\b"
    )
    return [
        path
        for path in modules(folder)
        if "browser" not in path.parts
        and path.parent.name != "tests"
        and pattern.search(path.read_text("utf-8"))
    ]
