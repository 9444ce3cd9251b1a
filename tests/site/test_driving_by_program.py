"""The example program drives a filing to each exit over HTTP, against the demonstration's real server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.demonstration import BEGINNING, seeded
from tests.factories.servers import served

ROOT = Path(__file__).parents[2]
ENDS = {"force": "forced_out", "normalise": "normalised", "end": "ended", "extend": "running"}


def test_a_filing_is_driven_to_each_exit(tmp_path: Path) -> None:
    there = {"XIANXING_VAR": str(tmp_path / "var"), "XIANXING_SCRATCH": str(tmp_path / "s")}
    seeded(BEGINNING, tmp_path / "var")
    with served(tmp_path) as (_process, port):
        done = subprocess.run(
            [
                sys.executable, str(ROOT / "examples" / "drive_case.py"), "--url", f"http://127.0.0.1:{port}",
                "--exit", *ENDS,
            ],
            env={**os.environ, **there}, capture_output=True, text=True, timeout=1800,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    reached = [line.split(": ")[1] for line in done.stdout.splitlines() if ": " in line]
    assert reached == list(ENDS.values())
