"""The daily sums of an inspection and the ledger of related parties on DuckDB, PostgreSQL and Spark.

Each run is a process of its own over the same folder, and its answer is held to that of DuckDB.
`XIANXING_BENCH_ENGINE_PRODUCTS` sets how many products (50,000 positions each),
`XIANXING_BENCH_ENGINE_TRADES` how many trades. PostgreSQL is that of `XIANXING_TEST_POSTGRES`; an engine that
isn't there is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import bench_inspection, processor
from benchmarks.figure import Figure
from benchmarks.ledger import write_ledger

PRODUCTS = int(os.environ.get("XIANXING_BENCH_ENGINE_PRODUCTS", "20"))
TRADES = int(os.environ.get("XIANXING_BENCH_ENGINE_TRADES", "10000"))
PARTIES = 1_000


def run() -> list[Figure]:
    """Seconds of the clock and of the processor on each engine, DuckDB's beside."""
    with tempfile.TemporaryDirectory() as place:
        book, ledger = Path(place) / "book", Path(place) / "ledger"
        book.mkdir()
        bench_inspection.generate(book, PRODUCTS)
        write_ledger(ledger, TRADES, PARTIES)
        positions = PRODUCTS * bench_inspection.DAYS * bench_inspection.HELD
        return [
            *_on_each("inspection", book, f"{positions:,} positions"),
            *_on_each("related-parties", ledger, f"{TRADES:,} trades with {PARTIES:,} parties"),
        ]


def engines() -> dict[str, str]:
    """The address of each engine that is there, by its name."""
    found = {"DuckDB": "duckdb"}
    if server := os.environ.get("XIANXING_TEST_POSTGRES"):
        found["PostgreSQL"] = server
    if find_spec("pyspark"):
        found["Spark, two threads"] = "spark://local"
    return found


def _on_each(tool: str, folder: Path, what: str) -> Iterator[Figure]:
    first: dict[str, Any] = {}
    for name, address in engines().items():
        told = _child(tool, folder, address)
        first = first or told
        if told["digest"] != first["digest"]:
            raise SystemExit(f"{tool}: {name} has another answer than DuckDB")
        same = "the same answer, byte for byte"
        for part, words in (("wall", "by the clock"), ("processor", "processor")):
            yield Figure(f"{tool}, {what}, on {name}, {words}", told[part], "s", note=same)


def _child(tool: str, folder: Path, address: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.bench_engines", tool, str(folder), address]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(tool: str, folder: Path, address: str) -> dict[str, object]:
    """One whole run on an engine: its digest, seconds by the clock, and of the processor with Java's."""
    import hashlib

    from xianxing.toolbox.registry import load_tool
    from xianxing.toolbox.tool import run_tool

    server = _server(address)
    before, began = sum(map(processor.spent, (os.getpid(), *server))), time.perf_counter()
    answer = run_tool(load_tool(tool), folder, engine=address).as_json()
    wall = time.perf_counter() - began
    taken = sum(map(processor.spent, (os.getpid(), *server))) - before
    del answer["metrics"]
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    return {"digest": hashlib.sha256(text.encode()).hexdigest(), "wall": wall, "processor": taken}


def _server(address: str) -> tuple[int, ...]:
    """The first process of a PostgreSQL on this machine."""
    if not address.startswith("postgres"):
        return ()
    import psycopg

    with psycopg.connect(address) as connection:
        asked = connection.execute("SELECT pg_backend_pid()").fetchone()
        return processor.parent(int(asked[0])) if asked else ()


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), sys.argv[3])))
