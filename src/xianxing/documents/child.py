"""A process of its own for untrusted bytes: started when first asked, ended when late, never left behind."""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

READER = "xianxing.documents.worker"
LENGTH = struct.Struct(">I")
LARGEST_FRAME = 256 * 1024 * 1024  # of a request, whose sender is trusted
LARGEST_ANSWER = 64 * 1024 * 1024
_PASSED_ON = (
    "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME", "USERPROFILE", "XIANXING_GUIDES",
)  # fmt: skip
_GRACE = 10.0  # seconds for starting the process


def send(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one frame: a length of four bytes (big-endian), and that many bytes of JSON."""
    data = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO, *, largest: int = LARGEST_FRAME) -> dict[str, Any] | None:
    """Read one frame; None at the end of the stream. Raises ValueError for a frame that is too long, too deep
    or no JSON object.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > largest:
        raise ValueError("frame too long")
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        message = json.loads(data)
    except RecursionError as error:
        raise ValueError("frame too deep") from error
    if not isinstance(message, dict):
        raise ValueError("no object")
    return message


class Child:
    """One process that answers requests; started when first asked, and again after it died.

    It runs in a session of its own, so that Ctrl-C in a terminal reaches its parent alone, inherits no secret
    of the environment, and ends by itself when its parent is gone.
    """

    def __init__(self, module: str = READER) -> None:
        self.starts = 0
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def ask(
        self,
        request: dict[str, Any],
        data: bytes = b"",
        *,
        seconds: float,
        heard: Callable[[str], None] | None = None,
    ) -> dict[str, Any]:
        """The answer, or `{"failure": code}` when the process died (`worker-crashed`) or was `too-slow`.

        `seconds` is for the whole answer; `heard` is told what the process says of its progress meanwhile.
        """
        fresh = self._process is None
        process = self._process or self._start()
        threading.Thread(target=_write, args=(process, request, data), daemon=True).start()
        clock = _Clock(seconds + (_GRACE if fresh else 0))
        try:
            while (answer := self._answers.get(timeout=clock.left())) is not None and "progress" in answer:
                if heard is not None:
                    heard(str(answer["progress"])[:200])
        except queue.Empty:
            self.stop()
            return {"failure": "too-slow"}
        except BaseException:
            self.stop()  # whoever waited was told to stop; a late answer must not be taken for the next one
            raise
        return answer if answer is not None else self._death(process)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _death(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        try:
            process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()  # it said something that is no answer and lives on
        self.stop()
        # signal numbers are negative exit codes; these two don't exist on Windows
        late = {-getattr(signal, name, 9999) for name in ("SIGXCPU", "SIGALRM")}
        return {"failure": "too-slow" if process.returncode in late else "worker-crashed"}

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        environment["OMP_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] = "1"
        environment["MALLOC_ARENA_MAX"] = (
            "1"  # each further arena would take much of the bounded address space
        )
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", self._module, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._process = process
        self.starts += 1
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(process, self._answers), daemon=True).start()
        return process


class _Clock:
    """Counts down by the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        from time import monotonic

        self._now = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        return max(self._end - self._now(), 0.001)


def _write(process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> None:
    stream = process.stdin
    try:
        if stream is not None:
            send(stream, request)  # type: ignore[arg-type]
            stream.write(data)
            stream.flush()
    except (OSError, ValueError):
        return  # the process died; the listener says so


def _listen(process: subprocess.Popen[bytes], answers: queue.Queue[dict[str, Any] | None]) -> None:
    stream = process.stdout
    try:
        while stream is not None:
            message = receive(stream, largest=LARGEST_ANSWER)  # type: ignore[arg-type]
            answers.put(message)
            if message is None:
                return
    except (OSError, ValueError):
        answers.put(None)
