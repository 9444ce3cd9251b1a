"""`xianxing serve` as people use it: one command, an address in Chinese, a page, Ctrl-C."""

from __future__ import annotations

import os
import signal
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
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


def fetch(port: int, path: str, seconds: float = 20) -> tuple[str, Message]:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode(), answer.headers
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_it_serves_pages_and_hashed_static_files_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        page, headers = fetch(port, "/")
        assert not (tmp_path / "var" / "xianxing.sqlite3").stat().st_mode & 0o077
        assert "资本市场金融科技创新试点" in page
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        style = page[page.index("/static/look/css/1-tokens.") :].split('"')[0]
        assert style != "/static/look/css/1-tokens.css"
        content, headers = fetch(port, style)
        assert "--dai" in content
        assert "immutable" in headers["Cache-Control"]
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    assert f"http://127.0.0.1:{port}/" in output
    assert "请在浏览器中打开" in output
    assert "已停止" in output
    assert process.returncode == 0


def test_a_production_server_without_a_key_does_not_start(tmp_path: Path) -> None:
    with served(tmp_path, XIANXING_MODE="production") as (process, _):
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "XIANXING_SECRET_KEY must be set" in output
