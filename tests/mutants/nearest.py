"""Which tests are nearest to a module: its own and those that name it, those of its folder, other rooms'."""

from __future__ import annotations

import re
from pathlib import Path

NEAR = 3  # rings that are near: a change is tried in seconds


def rings(root: Path, module: Path) -> list[list[Path]]:
    """Test modules in rings, nearest first; none of a ring stands in one before it.

    Near are: what bears its name or names it in its room, the folder that mirrors its own (or the one above
    where it has none), and what names it elsewhere. Far are: that folder with all below it, and its room.
    """
    inside = module.relative_to(root / "src" / "xianxing")
    room, tests = root / "tests" / inside.parts[0], root / "tests"
    mirrored = _mirrored(tests / inside.parent, room)
    dotted = ".".join(inside.with_suffix("").parts)
    candidates = [
        sorted(mirrored.glob(f"test_{inside.stem}.py")) + naming(room, dotted),
        sorted(mirrored.glob("test_*.py")),
        naming(tests, dotted),
        modules(mirrored),
        modules(room),
    ]
    seen: set[Path] = set()
    found = []
    for ring in candidates:
        found.append([path for path in dict.fromkeys(ring) if path not in seen])
        seen |= set(ring)
    return found


def _mirrored(folder: Path, room: Path) -> Path:
    while folder != room and not any(folder.glob("test_*.py")):
        folder = folder.parent
    return folder


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
