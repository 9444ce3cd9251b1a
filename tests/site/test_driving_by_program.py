"""The example program drives a filing to each exit over HTTP, against the demonstration's real server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.factories.servers import served

ROOT = Path(__file__).parents[2]
XIANXING = str(Path(sys.executable).with_name("xianxing"))
ENDS = {"force": "forced_out", "normalise": "normalised", "end": "ended", "extend": "running"}
DRIVEN = list(ENDS)[: None if os.environ.get("HYPOTHESIS_PROFILE") == "endure" else 1]


def test_property_of_the_program_a_filing_is_driven_to_each_exit(tmp_path: Path) -> None:
    there = {"XIANXING_VAR": str(tmp_path / "var"), "XIANXING_SCRATCH": str(tmp_path / "s")}
    subprocess.run([XIANXING, "seed", "--quiet"], env={**os.environ, **there}, check=True, timeout=600)
    with served(tmp_path) as (_process, port):
        done = subprocess.run(
            [
                sys.executable, str(ROOT / "examples" / "drive_case.py"), "--url", f"http://127.0.0.1:{port}",
                "--exit", *DRIVEN,
            ],
            env={**os.environ, **there}, capture_output=True, text=True, timeout=1800,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    reached = [line.split(": ")[1] for line in done.stdout.splitlines() if ": " in line]
    assert reached == [ENDS[name] for name in DRIVEN]
