"""The demonstration's server has one worker beside it, and takes it along when it ends."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.factories.servers import fetch, served

pytestmark = pytest.mark.skipif(
    "XIANXING_DATABASE_URL" in os.environ, reason="looks into the demonstration's SQLite file"
)


def worker_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    [found] = [each for each in children if b"--parent" in Path(f"/proc/{each}/cmdline").read_bytes()]
    return int(found)


def heads(folder: Path) -> int:
    with sqlite3.connect(folder / "var" / "xianxing.sqlite3") as base:
        return int(base.execute("SELECT count(*) FROM cases_signedhead").fetchone()[0])


def test_the_worker_signs_the_day_s_head_and_ends_with_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        fetch(port, "/healthz")
        beside = worker_of(process.pid)
        deadline = time.monotonic() + 20
        while heads(tmp_path) == 0 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert heads(tmp_path) == 1
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 0
    assert not alive(beside)


def test_the_worker_ends_when_the_server_is_killed(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        fetch(port, "/healthz")
        beside = worker_of(process.pid)
        process.kill()
        deadline = time.monotonic() + 20
        while alive(beside) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not alive(beside)
        process.wait()
        assert process.stdout
        process.stdout.close()


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
