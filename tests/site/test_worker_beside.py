"""The demonstration's server has one worker beside it, and takes it along when it ends."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.factories.servers import fetch, served
from tests.factories.waiting import PATIENCE, comes

pytestmark = pytest.mark.skipif(
    "XIANXING_DATABASE_URL" in os.environ, reason="looks into the demonstration's SQLite file"
)


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in children if b"--parent" in Path(f"/proc/{each}/cmdline").read_bytes()]


def worker_of(pid: int) -> int:
    assert comes(lambda: workers_of(pid)), "no worker was begun"
    [found] = workers_of(pid)
    return found


def heads(folder: Path) -> int:
    with sqlite3.connect(folder / "var" / "xianxing.sqlite3", timeout=PATIENCE) as base:
        return int(base.execute("SELECT count(*) FROM cases_signedhead").fetchone()[0])


def test_the_worker_signs_the_day_s_head_and_ends_with_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        fetch(port, "/healthz")
        beside = worker_of(process.pid)
        assert comes(lambda: heads(tmp_path))
        assert heads(tmp_path) == 1
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert not alive(beside)


def test_the_worker_ends_when_the_server_is_killed(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        fetch(port, "/healthz")
        beside = worker_of(process.pid)
        process.kill()
        assert comes(lambda: not alive(beside))
        process.wait()
        assert process.stdout
        process.stdout.close()


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
