"""`xianxing serve` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

from tests.factories.waiting import PATIENCE, comes

COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens on this port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server over an empty site below `folder`: it listens, or has ended; it is ended at the end."""
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
        assert comes(lambda: answers(port) or process.poll() is not None)
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def fetch(port: int, path: str) -> tuple[str, Message]:
    """A page's text and headers."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
        return answer.read().decode(), answer.headers
