"""How long `/healthz` takes while a stranger hands in forms that cost their reader all its time."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.adversary.bombs import HEAD, zipped
from tests.adversary.strangers import sample, state, upload
from tests.factories.servers import fetch, served

from benchmarks.figure import Figure, spread

ASKED = 200
BOMB = zipped({"filing.toml": (HEAD + ".".join("a" * 900_000) + " = 1").encode()})


def run() -> list[Figure]:
    """Health idle and under attack, and how long a stranger's sample takes meanwhile."""
    with tempfile.TemporaryDirectory(prefix="xianxing-") as folder, served(Path(folder)) as (_server, port):
        fetch(port, "/healthz")
        figures = _health(port, "/healthz, idle")
        for _ in range(3):
            upload(port, BOMB)
        began = time.perf_counter()
        place = sample(port)
        figures += _health(port, f"/healthz, three zips of {len(BOMB)} bytes being checked")
        while state(port, place) in ("waiting", "running"):
            time.sleep(0.05)
        taken = time.perf_counter() - began
        figures.append(Figure("a sample handed in meanwhile, until its findings stand", taken, "s"))
    return figures


def _health(port: int, what: str) -> list[Figure]:
    taken = []
    for _ in range(ASKED):
        start = time.perf_counter()
        fetch(port, "/healthz")
        taken.append(time.perf_counter() - start)
    most = Figure(f"{what}, longest", max(taken) * 1000, "ms")
    return [Figure(name, value, unit) for name, value, unit in spread(what, taken)] + [most]
