"""Seconds of the clock and of the processor that a piece of work takes, also in other processes.

On a machine that others use, too, the clock says how long somebody waits, the processor what the work costs.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
Told = list[tuple[str, float, str]]


@dataclass(frozen=True)
class Effort:
    """What work took: seconds of the clock, of the working processes' processor, of PostgreSQL's."""

    wall: float
    processor: float
    database: float

    def told(self, what: str) -> Told:
        """The figures of it; PostgreSQL's only where it did something."""
        figures = [(what, self.wall, "s"), (f"{what}, processor", self.processor, "s")]
        return figures + ([(f"{what}, processor of PostgreSQL", self.database, "s")] if self.database else [])


def effort(work: Callable[[], object], *processes: int) -> Effort:
    """Do some work once; of the processes named, else of this one with those that it started and awaited."""
    database, counted = _postmaster(), processes or (os.getpid(),)
    start, spent, other = time.perf_counter(), _of_all(counted), _of_all(database)
    work()
    return Effort(time.perf_counter() - start, _of_all(counted) - spent, _of_all(database) - other)


def spent(process: int) -> float:
    """Seconds of the processor of a process and its descendants, those included that ended and were awaited.

    0 where there is no /proc to ask.
    """
    known = _processes()
    return sum(known[one][1] for one in (process, *_below(process, known)) if one in known)


def stop_worker(server: int) -> None:
    """End the worker that serves the demonstration beside a server: what it does isn't a page's work."""
    for one in _below(server, _processes()):
        with suppress(OSError):
            if b"--parent" in Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0"):
                os.kill(one, signal.SIGTERM)


def parent(process: int) -> tuple[int, ...]:
    """The process that started one of this machine; none where it isn't here."""
    stat = Path(f"/proc/{process}/stat")
    return (int(stat.read_text("utf-8").rpartition(")")[2].split()[1]),) if stat.exists() else ()


def _processes() -> dict[int, tuple[int, float]]:
    """Every process that runs, with its parent and the seconds that it took."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = stat.read_text("utf-8").rpartition(")")[2].split()
            found[int(stat.parent.name)] = (int(told[1]), sum(map(int, told[11:15])) / TICKS)
    return found


def _below(process: int, known: Mapping[int, tuple[int, float]]) -> list[int]:
    own = [one for one, (parent, _taken) in known.items() if parent == process]
    return [*own, *(further for one in own for further in _below(one, known))]


def _of_all(processes: Collection[int]) -> float:
    return sum(map(spent, processes))


def _postmaster() -> tuple[int, ...]:
    """The first process of the PostgreSQL that Django is connected to, where it runs on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent(int(cursor.fetchall()[0][0]))
