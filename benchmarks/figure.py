"""One measured figure, and the table in which they are shown."""

from __future__ import annotations

import os
import platform
import statistics
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """What was measured; `peer` names the published tool measured in the same run, if there is one."""

    what: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    note: str = ""


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The median duration of `work` over `repeat` runs."""
    durations = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


def spread(what: str, taken: Sequence[float]) -> list[tuple[str, float, str]]:
    """Median and 95th percentile of durations in seconds, as figures in milliseconds."""
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    return [
        (f"{what}, p50", statistics.median(ordered) * 1e3, "ms"),
        (f"{what}, p95", p95 * 1e3, "ms"),
    ]


def machine() -> str:
    """Cores, processor and Python of this machine, in one line."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, {platform.system()}"


def table(figures: Sequence[Figure]) -> str:
    """The figures as a plain table, then their notes."""
    rows = [("what", "figure", "unit", "peer", "peer's figure")]
    for number, figure in enumerate(figures, start=1):
        mark = f" [{number}]" if figure.note else ""
        peer_value = "" if figure.peer_value is None else _number(figure.peer_value)
        rows.append((figure.what + mark, _number(figure.value), figure.unit, figure.peer, peer_value))
    widths = [max(_width(row[column]) for row in rows) for column in range(5)]
    padded = [[cell + " " * (widths[at] - _width(cell)) for at, cell in enumerate(row)] for row in rows]
    notes = [f"[{number}] {figure.note}" for number, figure in enumerate(figures, start=1) if figure.note]
    return "\n".join(["  ".join(cells).rstrip() for cells in padded] + notes)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
