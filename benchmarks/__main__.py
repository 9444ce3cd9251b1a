"""Run every `benchmarks/bench_*.py` (or those named), each of which has `run() -> list[Figure]`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from benchmarks.figure import machine, table

FOLDER = Path(__file__).parent


def main(names: list[str]) -> int:
    """Print one table a module; exit status 2 for an unknown name, 1 when a module can't run here."""
    known = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    unknown = set(names) - set(known)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
        return 2
    print(machine())
    status = 0
    for name in names or known:
        print(f"\n== {name}")
        try:
            print(table(import_module(f"benchmarks.bench_{name}").run()))
        except ModuleNotFoundError as missing:
            print(f"not run: {missing}. `./run bench` installs what benchmarks need.")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
