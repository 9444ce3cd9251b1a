"""Monitoring of many projects: 20 indicators over 36 months each; the list of all, one of them, a renewal,
the pilot in numbers and its annual report.

XIANXING_BENCH_CASES says how many projects; the figures of the product are those of 1,000.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.bench_search import on_both
from benchmarks.figure import Figure

if TYPE_CHECKING:
    from benchmarks.processor import Told

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "1000"))
LIVED, RENEWED = 60, 50  # acts of a project before; projects that are counted anew


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    return on_both("benchmarks.bench_dashboard")


def measure() -> Told:
    """Fill the empty database that the environment names with monitored projects and look at them."""
    import django

    os.environ["XIANXING_HOSTS"] = "testserver"
    django.setup()
    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from tests.desks.accounts.visits import enter
    from tests.pilot.cast import assemble
    from tests.pilot.database import a_call

    from benchmarks import cases_loader, monitored_loader, over_http, pages
    from benchmarks.processor import effort
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.figures.kept import keep_tallies
    from xianxing.pilot.figures.report import report_bytes
    from xianxing.pilot.supervision.domain.keeping import renew_monitoring

    cast = assemble()
    cases = cases_loader.load(a_call(cast.wen), CASES, LIVED)
    cases_loader.check(os.cpu_count() or 1)  # before they become filings by rows that no event names
    pages.as_filings(cast, cases, own=len(cases), key="broker")
    monitored_loader.with_plans(cast, cases)
    last = monitored_loader.months(cases[0])[-1].last
    at = datetime.combine(last + timedelta(days=2), time(2), UTC)
    monitored_loader.with_values(cast, cases, at)
    move_to(at)
    points = CASES * monitored_loader.INDICATORS * monitored_loader.MONTHS
    some = cases[:RENEWED]
    renewed = effort(lambda: [renew_monitoring(case, at=at) for case in some])
    kept = effort(lambda: keep_tallies(at=at))  # as the worker does
    session = enter(cast.wen).cookies["sessionid"].value
    with over_http.serving() as server:
        told = over_http.page("list of all projects", server, "/desk/monitoring/", session)
        told += over_http.page(
            "a project with its charts", server, f"/cases/{cases[0].pk}/monitoring/", session
        )
        told += over_http.page("the pilot in numbers", server, "/desk/figures/", session)
    for form in ("pdf", "docx"):
        told += effort(partial(report_bytes, at.year, form, at=at)).told(f"annual report as {form}")
    return [
        (f"{CASES:,} projects, {points:,} points", float(points), "points"),
        *told,
        *kept.told("tallies of all figures, made from nothing"),
        *renewed.told(f"how {len(some)} projects stand, counted anew"),
    ]


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
