"""The reader's own process: one request after another over standard input and output, within limits.

Frames are those of `child`. A request is `{"task", "limits", …}` with a `path`, or with `bytes`, which tells
how many raw bytes follow; the answer is the task's, or `{"failure": code}`. Start it with
`python -P -m xianxing.documents.worker`. What only one task needs is loaded when it is first asked for.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from xianxing.documents.child import receive, send
from xianxing.documents.confinement import end_with_parent, rest, restrict
from xianxing.documents.limits import Limits

Task = Callable[[dict[str, Any], bytes | None, Limits], dict[str, Any]]


def main() -> int:
    """Answer requests until the input ends."""
    end_with_parent()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not stand between frames
    while (request := receive(requests)) is not None:
        limits = _limits(request["limits"])
        ocr = bool(request.get("ocr"))
        by_ocr = limits.ocr_seconds + limits.picture_seconds if ocr else 0
        for module in NEEDS[request["task"]]:
            importlib.import_module(module)  # before the limits: want of memory here would be no file's fault
        restrict(
            memory=limits.ocr_memory_bytes if ocr else limits.memory_bytes,
            cpu_seconds=limits.cpu_seconds + int(by_ocr),
            wall_seconds=limits.wall_seconds + by_ocr + 5,
        )
        data = requests.read(request["bytes"]) if "bytes" in request else None
        answer = _answer(request, data, limits)
        send(answers, answer)
        rest()
        del data, request, answer
        gc.collect()
    return 0


def _answer(request: dict[str, Any], data: bytes | None, limits: Limits) -> dict[str, Any]:
    try:
        return TASKS[request["task"]](request, data, limits)
    except MemoryError:
        return {"failure": "too-large"}
    except OSError:
        return {"failure": "not-found"}


def _content(request: dict[str, Any], data: bytes | None) -> bytes:
    return Path(request["path"]).read_bytes() if data is None else data


def _read(request: dict[str, Any], data: bytes | None, limits: Limits) -> dict[str, Any]:
    from xianxing.documents.extract import extract
    from xianxing.documents.transfer import to_json

    document = extract(_content(request, data), request["name"], limits, ocr=bool(request.get("ocr")))
    return {"document": to_json(document)}


def _form(request: dict[str, Any], data: bytes | None, limits: Limits) -> dict[str, Any]:
    from xianxing.documents.forms_back.raw import extract_form, raw_to_json
    from xianxing.documents.transfer import to_json

    document, form = extract_form(_content(request, data), request["name"], limits)
    return {"document": to_json(document), "form": raw_to_json(form) if form else None}


def _page(request: dict[str, Any], data: bytes | None, limits: Limits) -> dict[str, Any]:
    from xianxing.documents.draft import Fatal
    from xianxing.documents.showing import drawn, to_plain

    try:
        return {"image": to_plain(drawn(_content(request, data), request["name"], request["page"], limits))}
    except Fatal as fatal:
        return {"failure": fatal.problem.code}


def _unpack(request: dict[str, Any], _data: bytes | None, limits: Limits) -> dict[str, Any]:
    from dataclasses import asdict

    from xianxing.documents.filing import unpack_filing

    problems = unpack_filing(Path(request["path"]), Path(request["target"]), limits)
    return {"problems": [asdict(problem) for problem in problems]}


def _toml(request: dict[str, Any], data: bytes | None, limits: Limits) -> dict[str, Any]:
    from xianxing.documents.toml import parse

    return parse(_content(request, data), limits)


def _compare(request: dict[str, Any], _data: bytes | None, _limits: Limits) -> dict[str, Any]:
    from xianxing.documents.comparing import compare_all

    return {"compared": compare_all(request["pairs"])}


def _align(request: dict[str, Any], _data: bytes | None, _limits: Limits) -> dict[str, Any]:
    from xianxing.documents.comparing import align

    steps, coarse = align(request["old"], request["new"])
    return {"steps": steps, "coarse": coarse}


def _signatures(request: dict[str, Any], data: bytes | None, _limits: Limits) -> dict[str, Any]:
    from xianxing.documents.pdf.certificates import examined

    return {"signatures": examined(_content(request, data), Path(request["roots"]))}


_DOCUMENT = ("xianxing.documents.extract", "xianxing.documents.transfer")
NEEDS: dict[str, tuple[str, ...]] = {
    "read": _DOCUMENT,
    "form": (*_DOCUMENT, "xianxing.documents.forms_back.raw"),
    "page": ("xianxing.documents.showing",),
    "unpack": ("xianxing.documents.filing",),
    "toml": ("xianxing.documents.toml",),
    "compare": ("xianxing.documents.comparing",),
    "align": ("xianxing.documents.comparing",),
    "signatures": ("xianxing.documents.pdf.certificates",),
}
TASKS: dict[str, Task] = {
    "read": _read,
    "form": _form,
    "page": _page,
    "unpack": _unpack,
    "toml": _toml,
    "compare": _compare,
    "align": _align,
    "signatures": _signatures,
}


def _limits(values: dict[str, Any]) -> Limits:
    known = {field.name for field in fields(Limits)}
    return Limits(**{key: value for key, value in values.items() if key in known})


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # native libraries need no tidying up
