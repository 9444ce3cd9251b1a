"""A tool run in a process of its own, with bounds of memory and time; its answer lies in a folder then."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xianxing.documents.child import Child
from xianxing.documents.limits import MEGABYTE

WORKER = "xianxing.toolbox.worker"


class RunFailedError(Exception):
    """No answer came: `code` is `too-slow`, `too-large`, `worker-crashed`, `library` or `broken`.

    `detail` names the library, or the kind of error, for whoever keeps the site.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class RunLimits:
    """What one run may cost; these are the site's own bounds, of no text."""

    memory_bytes: int = 4096 * MEGABYTE
    file_bytes: int = 1024 * MEGABYTE
    cpu_seconds: int = 900
    wall_seconds: float = 1200.0


@dataclass(frozen=True)
class RunOptions:
    """How a run was asked for; `rules_as_of` replays a tool that can by the packs of that day."""

    tool: str
    language: str
    as_of: date | None = None
    lenient: bool = False
    rules_as_of: date | None = None


def write_example_apart(tool: str, language: str, target: Path, limits: RunLimits | None = None) -> None:
    """Write a tool's shipped example as a zip, always the same bytes; RunFailedError where it can't be."""
    request = {"task": "example", "tool": tool, "language": language, "target": str(target)}
    _ask(request, limits or RunLimits(), lambda _step: None)


def run_apart(
    options: RunOptions,
    folder: Path,
    out: Path,
    *,
    heard: Callable[[str], None] = lambda _step: None,
    limits: RunLimits | None = None,
) -> dict[str, Any]:
    """Judge an unpacked folder; gives what `keeping.keep_outcome` kept; its files are in `out/files`.

    `heard` is told `judging`, `drawing`, `writing` as the run gets there. RunFailedError where it ends
    without an answer; a folder that is refused is an answer.
    """
    request = {
        "task": "run",
        "tool": options.tool,
        "language": options.language,
        "folder": str(folder),
        "out": str(out),
        "as_of": options.as_of.isoformat() if options.as_of else None,
        "rules_as_of": options.rules_as_of.isoformat() if options.rules_as_of else None,
        "lenient": options.lenient,
    }
    _ask(request, limits or RunLimits(), heard)
    kept: dict[str, Any] = json.loads((out / "kept.json").read_text("utf-8"))
    return kept


def _ask(request: dict[str, Any], limits: RunLimits, heard: Callable[[str], None]) -> None:
    child = Child(WORKER)
    try:
        answer = child.ask({**request, "limits": asdict(limits)}, seconds=limits.wall_seconds, heard=heard)
    finally:
        child.stop()
    if "failure" in answer:
        raise RunFailedError(str(answer["failure"]), str(answer.get("library") or answer.get("kind") or ""))
