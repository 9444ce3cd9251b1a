"""Values of indicators by the bulk endpoint of the real server: points a second, with all that is checked.

A project reports three years of twenty indicators at once (720 points), or month by month (20 points); each
batch is one act on the record, durable when it is answered. XIANXING_BENCH_CASES says how many projects.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from benchmarks.bench_search import on_both
from benchmarks.figure import Figure

if TYPE_CHECKING:
    from benchmarks.over_http import Served
    from benchmarks.processor import Effort, Told
    from xianxing.pilot.cases.models import Case

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "200"))
CLIENTS, LIVED = 4, 60  # who reports at once; acts of a project before it reports
SEVERAL, MONTHLY = 12, 12  # projects of several clients; months that one project reports one by one


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    return on_both("benchmarks.bench_ingestion")


def measure() -> Told:
    """Fill the empty database that the environment names with projects on trial, and report on them."""
    import django

    django.setup()
    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from django.utils import timezone
    from tests.pilot.cast import assemble
    from tests.pilot.database import a_call

    from benchmarks import cases_loader, monitored_loader, over_http, pages
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.parties.domain.tokens import make_token
    from xianxing.pilot.parties.enums import TokenScope

    cast = assemble()
    cases = cases_loader.load(a_call(cast.wen), max(CASES, SEVERAL + 2), LIVED)
    pages.as_filings(cast, cases, own=len(cases), key="broker")
    monitored_loader.with_plans(cast, cases)
    over = monitored_loader.months(cases[0])
    move_to(datetime.combine(over[-1].last + timedelta(days=2), time(2), UTC))
    token = make_token(
        user=cast.zhou, name="benchmark", scopes=(TokenScope.ACT,), days=30, real_now=timezone.now()
    )[1]
    with over_http.serving() as server:
        return _ingested(server, token, cases)


def _ingested(server: Served, token: str, cases: Sequence[Case]) -> Told:
    from benchmarks.monitored_loader import months, values
    from benchmarks.processor import effort

    over = months(cases[0])
    whole = len(values(0, over))
    monthly, several, alone = cases[0], cases[1 : SEVERAL + 1], cases[SEVERAL + 1 :]

    def of_month(place: int) -> None:
        _sent(server, token, monthly, values(0, over[place : place + 1]))

    def of_project(case: Case) -> None:
        _sent(server, token, case, values(cases.index(case), over))

    def at_once() -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(of_project, several))

    of_month(0)  # so that whoever asks first doesn't wait for what is loaded once
    by_month = effort(lambda: list(map(of_month, range(1, MONTHLY + 1))), server.process)
    by_project = effort(lambda: list(map(of_project, alone)), server.process)
    of_several = effort(at_once, server.process)
    month = whole // len(over)
    return [
        *_rates(f"batches of {month} points", MONTHLY * month, by_month),
        *_rates(f"batches of {whole} points", len(alone) * whole, by_project),
        *_rates(f"the same by {CLIENTS} clients", len(several) * whole, of_several),
    ]


def _sent(server: Served, token: str, case: Case, values: Sequence[dict[str, str]]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line.request("POST", f"/api/v1/cases/{case.pk}/indicator-values", json.dumps({"values": values}), head)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != 201:
        raise RuntimeError(f"{answer.status}: {body.decode()[:300]}")


def _rates(what: str, points: int, done: Effort) -> Told:
    rates = [(f"{what}, {points:,} in all", points / done.wall, "points/s")]
    if done.processor:
        rates.append((f"{what}, for each second of the processor", points / done.processor, "points"))
    return [*rates, *done.told(what)]


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
