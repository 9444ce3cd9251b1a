"""Backup and restore of a database with many cases of 200 events, by the commands that an operator runs.

Restoring audits the whole record and every case before anything is kept. XIANXING_BENCH_CASES says how many.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench_cases import on_server
from benchmarks.bench_search import on_both
from benchmarks.figure import Figure
from benchmarks.over_http import COMMAND

if TYPE_CHECKING:
    from benchmarks.processor import Told

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "1000"))


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    return on_both("benchmarks.bench_backup")


def measure() -> Told:
    """Fill the empty database that the environment names, back it up, restore it into another one."""
    import django

    django.setup()
    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from tests.pilot.cast import assemble
    from tests.pilot.database import a_call

    from benchmarks import cases_loader
    from benchmarks.processor import effort

    cases_loader.load(a_call(assemble().wen), CASES)
    place = (
        Path(os.environ["XIANXING_VAR"]) / "backup" / os.environ["XIANXING_DATABASE_URL"].partition(":")[0]
    )
    place.mkdir(parents=True)
    folder = place / "made"
    backed = effort(lambda: _command(os.environ, "backup", "--quiet", "--out", str(folder)))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with _empty(place) as variables:
        restored = effort(lambda: _command(variables, "restore", "--quiet", str(folder)))
    count = CASES * cases_loader.EVENTS
    return [
        (f"{CASES:,} cases, {count:,} events", float(count), "events"),
        *backed.told("backup"),
        ("size of the backup", size / 1e6, "MB"),
        *restored.told("restore, with the audit of everything"),
    ]


def _command(variables: dict[str, str] | os._Environ[str], *words: str) -> None:
    subprocess.run([*COMMAND, *words], env=variables, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def _empty(place: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty site with the same keys."""
    from django.conf import settings

    variables = {
        **os.environ, "XIANXING_VAR": str(place / "var"), "XIANXING_FILES": str(place / "files"),
        "XIANXING_KEYS": str(settings.XIANXING_KEYS), "XIANXING_FILE_KEYS": str(settings.XIANXING_FILE_KEYS),
    }  # fmt: skip
    server = os.environ["XIANXING_DATABASE_URL"]
    if server.startswith("sqlite"):
        yield {**variables, "XIANXING_DATABASE_URL": f"sqlite:///{place}/restored.sqlite3"}
        return
    name = f"restored_{os.getpid()}"
    on_server(server, f'CREATE DATABASE "{name}"')
    try:
        yield {**variables, "XIANXING_DATABASE_URL": server.rsplit("/", 1)[0] + f"/{name}"}
    finally:
        on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
