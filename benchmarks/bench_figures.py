"""The pilot in numbers over many cases of 200 events: counting, the page, rows of a figure, the report."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial

from benchmarks.bench_search import on_both
from benchmarks.figure import Figure, spread

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "1000"))
TIMES = 20


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    return on_both("benchmarks.bench_figures")


def measure() -> list[tuple[str, float, str]]:
    """Fill the empty database that the environment names and count it."""
    import django

    os.environ["XIANXING_HOSTS"] = "testserver"
    django.setup()
    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from tests.desks.accounts.visits import enter
    from tests.pilot.cast import assemble
    from tests.pilot.database import a_call

    from benchmarks import cases_loader
    from benchmarks.processor import effort
    from xianxing.pilot.cases.models import Event
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.figures.kept import keep_tallies
    from xianxing.pilot.figures.queries import pilot_figures
    from xianxing.pilot.figures.record import FigurePeriod
    from xianxing.pilot.figures.report import report_bytes

    cast = assemble()
    cases_loader.load(a_call(cast.wen), CASES)
    at = Event.objects.latest("place").at
    move_to(at)
    keep_tallies(at=at)  # as the worker does
    wen, year = enter(cast.wen), at.year

    def page(address: str) -> Callable[[], object]:
        return lambda: _good(wen.get(address).status_code)

    told = [(f"{CASES:,} cases, {CASES * cases_loader.EVENTS:,} events", float(CASES), "cases")]
    told += spread("all figures counted", _times(lambda: pilot_figures(FigurePeriod(), at=at)))
    told += effort(lambda: pilot_figures(FigurePeriod(), at=at)).told("all figures counted once")
    told += spread("page of all figures", _times(page("/desk/figures/")))
    told += spread("rows of time in a state", _times(page("/desk/figures/state_times/?part=filed")))
    for form in ("pdf", "docx"):
        told += effort(partial(report_bytes, year, form, at=at)).told(f"annual report as {form}")
    return told


def _good(status: int) -> None:
    assert status == 200, status


def _times(work: Callable[[], object]) -> list[float]:
    taken = []
    for _each in range(TIMES):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
