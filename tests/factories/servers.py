"""`xianxing serve` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server over an empty site below `folder`; gives its process and port, ends it if it still runs."""
    port = free_port()
    environment = {
        **os.environ,
        "XIANXING_VAR": str(folder / "var"),
        "XIANXING_SCRATCH": str(folder / "s"),
        **variables,
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", COMMAND, "serve", "--empty", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=15)


def fetch(port: int, path: str, seconds: float = 90) -> tuple[str, Message]:
    """A page's text and headers, as soon as the server answers."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode(), answer.headers
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
