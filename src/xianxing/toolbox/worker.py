"""A process of its own in which a tool reads untrusted tables: one request, within limits.

Frames are those of `documents.child`. The tasks are `example` (write a tool's example as a zip) and `run`
(judge a folder, write files and `kept.json` beside). Start it with `python -P -m xianxing.toolbox.worker`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from xianxing.documents.child import receive, send
from xianxing.documents.confinement import end_with_parent, restrict
from xianxing.i18n import language
from xianxing.toolbox.keeping import keep_outcome
from xianxing.toolbox.registry import ExtraMissingError, load_tool
from xianxing.toolbox.reports import PaperError
from xianxing.toolbox.saving import save
from xianxing.toolbox.tool import Tool, run_tool

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the zip of an example is the same bytes every time
RESERVED = 128 * 1024**3  # bytes of addresses: drawing reserves far more than it uses
KEPT, FILES = "kept.json", "files"
Say = Callable[[str], None]


def main() -> int:
    """Answer requests until the input ends."""
    end_with_parent()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not stand between frames
    while (request := receive(requests)) is not None:
        send(answers, _answer(request, lambda step: send(answers, {"progress": step})))
    return 0


def _answer(request: dict[str, Any], say: Say) -> dict[str, Any]:
    try:
        tool = load_tool(request["tool"])  # before the limits: want of memory here would be no file's fault
        _confine(request["limits"])
        with language(request["language"]):
            return TASKS[request["task"]](tool, request, say)
    except ExtraMissingError as missing:
        return {"failure": "library", "library": missing.library}
    except MemoryError:
        return {"failure": "too-large"}
    except Exception as error:
        return {"failure": "broken", "kind": type(error).__name__}


def _confine(limits: dict[str, Any]) -> None:
    restrict(memory=RESERVED, cpu_seconds=limits["cpu_seconds"], wall_seconds=limits["wall_seconds"])
    for what, most in ((resource.RLIMIT_DATA, "memory_bytes"), (resource.RLIMIT_FSIZE, "file_bytes")):
        resource.setrlimit(what, (limits[most], resource.getrlimit(what)[1]))


def _example(tool: Tool, request: dict[str, Any], _say: Say) -> dict[str, Any]:
    with zipfile.ZipFile(request["target"], "x", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(tool.files().items()):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, content)
    return {"written": request["target"]}


def _run(tool: Tool, request: dict[str, Any], say: Say) -> dict[str, Any]:
    folder, out = Path(request["folder"]), Path(request["out"])
    say("judging")
    outcome = run_tool(
        tool,
        folder,
        as_of=_day(request["as_of"]),
        lenient=request["lenient"],
        rules_as_of=_day(request["rules_as_of"]),
    )
    say("drawing")
    kept = keep_outcome(tool, outcome, folder)
    say("writing")
    try:
        save(outcome, out / FILES)
    except PaperError as error:  # the answer stands; a paper that can't be set is said beside its files
        kept["unwritten"] = str(error)
    (out / KEPT).write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return {"status": outcome.status}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


TASKS: dict[str, Callable[[Tool, dict[str, Any], Say], dict[str, Any]]] = {"example": _example, "run": _run}

if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # native libraries need no tidying up
