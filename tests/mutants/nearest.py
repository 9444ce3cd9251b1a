"""Which tests are nearest to a module: its own and those that name it, those of its folder, other rooms'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

NEAR = 4  # rings that are near: a change is tried in seconds
RULE = re.compile(r"^@rule\(\s*\"([-\w]+)\"", re.MULTILINE)


@dataclass(frozen=True)
class Ring:
    """Test modules, and which of their tests are asked (pytest's `-k`; "": all)."""

    paths: list[Path]
    only: str = ""


def rings(root: Path, module: Path) -> list[Ring]:
    """Tests in rings, nearest first; no module stands whole in two of them.

    Near are: of a module of rules the cases that bear a rule's name, what bears the module's name or names it
    in its room, the folder that mirrors its own (or the one above where it has none), and what names it
    elsewhere. Far are: that folder with all below it, and its room.
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
    rules = RULE.findall(module.read_text("utf-8")) if module.is_file() else []
    found = [Ring(candidates[1] if rules else [], " or ".join(rules))]
    seen: set[Path] = set()
    for ring in candidates:
        found.append(Ring([path for path in dict.fromkeys(ring) if path not in seen]))
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
