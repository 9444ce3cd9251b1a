"""What others ask of the reader's process besides documents: unpacking, a form's TOML, signatures, comparing.

None of these runs on somebody else's bytes in the caller's process.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xianxing.documents.capacity import BusyError, Capacity
from xianxing.documents.child import Child
from xianxing.documents.limits import MEGABYTE, Limits
from xianxing.documents.model import FileProblem
from xianxing.documents.problems import problem
from xianxing.documents.toml import values

Step = tuple[bool, str, str]  # whether it is the same, the old text, the new
Opcode = tuple[str, int, int, int, int]

FORM_BYTES = 4_000_000
FORM_LIMITS = Limits(
    part_bytes=FORM_BYTES, memory_bytes=512 * MEGABYTE, cpu_seconds=4, wall_seconds=20.0
)  # a filled form has some thirty kilobytes
COMPARING_LIMITS = Limits(memory_bytes=512 * MEGABYTE, cpu_seconds=5, wall_seconds=20.0)


class TomlError(Exception):
    """A form that can't be read as TOML: the kind (of `toml.parse`, or a failure's code), and where."""

    def __init__(self, kind: str, line: int = 0, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}".strip())
        self.kind, self.line, self.detail = kind, line, detail


def unpack_apart(zip_path: Path, target_dir: Path, limits: Limits | None = None) -> list[FileProblem]:
    """As `filing.unpack_filing`, in a process of its own; also `too-slow` or `worker-crashed`."""
    target_dir.mkdir(parents=True, exist_ok=True)
    if any(target_dir.iterdir()):
        raise FileExistsError(target_dir)
    request = {"path": str(zip_path.resolve()), "target": str(target_dir.resolve())}
    answer = ask("unpack", request, limits or Limits())
    try:
        return [FileProblem(**found) for found in answer["problems"]]
    except (KeyError, TypeError):
        for left in target_dir.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        return [problem(str(answer.get("failure", "worker-crashed")))]


def toml_apart(path: Path) -> dict[str, Any]:
    """The tables of a TOML file by somebody else, parsed in a process of its own.

    TomlError for what can't be used; OSError where the file can't be read.
    """
    if path.stat().st_size > FORM_BYTES:
        raise TomlError("size")
    answer = ask("toml", {}, FORM_LIMITS, path.read_bytes())
    if "problem" in answer:
        raise TomlError(str(answer["problem"]), int(answer["line"]), str(answer["detail"]))
    try:
        found = values(answer["data"])
    except (KeyError, TypeError, ValueError):
        raise TomlError(str(answer.get("failure", "worker-crashed"))) from None
    return found if isinstance(found, dict) else {}


def ask(task: str, request: dict[str, Any], limits: Limits, data: bytes | None = None) -> dict[str, Any]:
    """One request to a process that lives for it alone; `{"failure": code}` where it died or overran."""
    request = {**request, "task": task, "limits": asdict(limits)}
    if data is not None:
        request["bytes"] = len(data)
    child = Child()
    try:
        return child.ask(request, data or b"", seconds=limits.wall_seconds)
    finally:
        child.stop()


class Comparer:
    """Compares texts in processes of its own, which it keeps: `most` of them, for all who ask.

    Where none is free in time, or one was late, the answer is coarse: everything replaced.
    """

    def __init__(self, *, most: int = 2, waiting: int = 4, seconds: float = 5.0) -> None:
        self._capacity = Capacity(most=most, each=most + waiting, waiting=waiting, seconds=seconds)
        self._idle: list[Child] = []

    def compare(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[list[Step], bool]]:
        """For each pair of texts the steps from old to new (see `comparing.compare`), and whether coarse."""
        asked = [pair for pair in dict.fromkeys(pairs) if pair[0] and pair[1] and pair[0] != pair[1]]
        answer = self._ask("compare", {"pairs": asked}) if asked else {"compared": []}
        try:
            known = {
                pair: (
                    [(bool(same), str(old), str(new)) for same, old, new in found["steps"]],
                    found["coarse"],
                )
                for pair, found in zip(asked, answer["compared"], strict=True)
            }
        except (KeyError, TypeError, ValueError):
            known = {(old, new): ([(False, old, new)], True) for old, new in asked}
        return [known.get(pair) or (_plain_step(*pair), False) for pair in pairs]

    def align(self, old: Sequence[str], new: Sequence[str]) -> tuple[list[Opcode], bool]:
        """The steps from one list of texts to another (see `comparing.align`), and whether coarse."""
        if list(old) == list(new):
            return ([("equal", 0, len(old), 0, len(new))] if old else []), False
        if not old or not new:
            return [("delete" if old else "insert", 0, len(old), 0, len(new))], False
        answer = self._ask("align", {"old": list(old), "new": list(new)})
        try:
            steps = [
                (str(tag), int(i1), int(i2), int(j1), int(j2)) for tag, i1, i2, j1, j2 in answer["steps"]
            ]
            return steps, bool(answer["coarse"])
        except (KeyError, TypeError, ValueError):
            return [("replace", 0, len(old), 0, len(new))], True

    def _ask(self, task: str, request: dict[str, Any]) -> dict[str, Any]:
        try:
            with self._capacity.place(None):
                child = self._idle.pop() if self._idle else Child()
                request = {**request, "task": task, "limits": asdict(COMPARING_LIMITS)}
                answer = child.ask(request, seconds=COMPARING_LIMITS.wall_seconds)
                self._idle.append(child)
                return answer
        except BusyError:
            return {}

    def stop(self) -> None:
        """End the processes that are kept."""
        while self._idle:
            self._idle.pop().stop()


def _plain_step(old: str, new: str) -> list[Step]:
    """The one step between two texts of which one is empty or both are the same."""
    return [(old == new, old, new)] if old or new else []


comparer = Comparer()
atexit.register(comparer.stop)
