"""The reader's own process: one request after another over standard input and output, within limits.

Frames are a length of four bytes (big-endian) and that many bytes of JSON. A request is
`{"name", "path" | "bytes", "limits", "ocr"}`, where `bytes` tells how many raw bytes follow; the answer is
`{"document": …}` or `{"failure": code}`. With `"form": true` the answer has `"form"` too, null where the file
is none; with `"page": number` it is `{"image": …}`, that page drawn. Start it with
`python -P -m xianxing.documents.worker`.
"""

from __future__ import annotations

import gc
import json
import os
import struct
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits
from xianxing.documents.transfer import to_json

LENGTH = struct.Struct(">I")
LARGEST_FRAME = 256 * 1024 * 1024


def send(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one frame."""
    data = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """Read one frame; None at the end of the stream. Raises ValueError for a frame that is too long or no
    JSON.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > LARGEST_FRAME:
        raise ValueError("frame too long")
    data = stream.read(length)
    if len(data) < length:
        return None
    message = json.loads(data)
    if not isinstance(message, dict):
        raise ValueError("no object")
    return message


def main() -> int:
    """Answer requests until the input ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not stand between frames
    while (request := receive(requests)) is not None:
        limits = _limits(request["limits"])
        _restrict(limits, bool(request["ocr"]))
        data = requests.read(request["bytes"]) if "bytes" in request else None
        send(answers, _answer(request, data, limits))
        del data, request
        gc.collect()
    return 0


def _answer(request: dict[str, Any], data: bytes | None, limits: Limits) -> dict[str, Any]:
    try:
        if data is None:
            data = Path(request["path"]).read_bytes()
        if request.get("form"):
            return _form(data, request["name"], limits)
        if "page" in request:
            return _image(data, request["name"], request["page"], limits)
        document = extract(data, request["name"], limits, ocr=bool(request["ocr"]))
        return {"document": to_json(document)}
    except MemoryError:
        return {"failure": "too-large"}
    except OSError:
        return {"failure": "not-found"}


def _form(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    from xianxing.documents.forms_back.raw import extract_form, raw_to_json

    document, form = extract_form(data, name, limits)
    return {"document": to_json(document), "form": raw_to_json(form) if form else None}


def _image(data: bytes, name: str, page: int, limits: Limits) -> dict[str, Any]:
    from xianxing.documents.draft import Fatal
    from xianxing.documents.showing import drawn, to_plain

    try:
        return {"image": to_plain(drawn(data, name, page, limits))}
    except Fatal as fatal:
        return {"failure": fatal.problem.code}


def _limits(values: dict[str, Any]) -> Limits:
    known = {field.name for field in fields(Limits)}
    return Limits(**{key: value for key, value in values.items() if key in known})


def _restrict(limits: Limits, ocr: bool) -> None:
    """Bound this process's memory and its processor time for the next file; nothing on systems without
    limits.
    """
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only bound
        return
    memory = limits.ocr_memory_bytes if ocr else limits.memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard >= memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = limits.cpu_seconds + (int(limits.ocr_seconds) if ocr else 0)
    budget = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or hard >= budget:
        resource.setrlimit(resource.RLIMIT_CPU, (budget, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # native libraries need no tidying up
