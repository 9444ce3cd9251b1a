"""How long the demonstration takes to be ready: seeding from nothing, and a start that finds it done."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure

MOST_SEED_SECONDS, MOST_AGAIN_SECONDS = 20.0, 5.0
COMMAND = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"


def run() -> list[Figure]:
    """Seconds of `xianxing seed`, migrations included; AssertionError over the limits of the product."""
    with tempfile.TemporaryDirectory(prefix="xianxing-bench-", dir=Path.cwd()) as folder:
        first, again = _timed(Path(folder)), _timed(Path(folder))
    assert first <= MOST_SEED_SECONDS, first
    assert again <= MOST_AGAIN_SECONDS, again
    return [
        Figure(
            "demonstration from an empty folder", first, "s", note="limit 20 s; migrations included, no OCR"
        ),
        Figure("again, seeded already", again, "s", note="limit 5 s"),
    ]


def _timed(folder: Path) -> float:
    environment = {**os.environ, "XIANXING_VAR": str(folder), "XIANXING_SCRATCH": str(folder / "scratch")}
    environment.pop("XIANXING_DATABASE_URL", None)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", COMMAND, "seed", "--quiet"], env=environment, check=True)
    return time.perf_counter() - start
