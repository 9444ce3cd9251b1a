"""1,000 cases with 200,000 events on SQLite and PostgreSQL: acts, receipts, pages, filing, time, the audit.

Each database is measured in a process of its own. PostgreSQL is measured where XIANXING_TEST_POSTGRES names a
server whose databases may be made and dropped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, spread

if TYPE_CHECKING:
    from xianxing.pilot.calls.models import Call

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "1000"))
ACTS = 60


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="xianxing-bench-") as folder:
        figures += _measured("SQLite", f"sqlite:///{folder}/bench.sqlite3", folder)
        server = os.environ.get("XIANXING_TEST_POSTGRES")
        if server:
            name = f"bench_{os.getpid()}"
            on_server(server, f'CREATE DATABASE "{name}"')
            try:
                figures += _measured("PostgreSQL", server.rsplit("/", 1)[0] + f"/{name}", folder)
            finally:
                on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')
    return figures


def on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _measured(database: str, url: str, folder: str) -> list[Figure]:
    environment = {
        **os.environ,
        "XIANXING_DATABASE_URL": url,
        "XIANXING_VAR": folder,
        "XIANXING_HOSTS": "testserver",
        "XIANXING_KEYS": f"{folder}/keys-{database}",
        "DJANGO_SETTINGS_MODULE": "xianxing.site.settings",
    }
    command = [sys.executable, "-m", "benchmarks.bench_cases"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Figure(f"{database}: {what}", value, unit) for what, value, unit in json.loads(done.stdout)]


def measure() -> list[tuple[str, float, str]]:
    """Fill the empty database that the environment names and measure on it."""
    import django

    django.setup()
    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from tests.pilot.cast import assemble
    from tests.pilot.database import a_call

    from benchmarks import cases_loader, pages

    cast = assemble()
    call = a_call(cast.wen)
    figures = []
    start = time.perf_counter()
    rows = cases_loader.load(call, CASES)
    count = CASES * cases_loader.EVENTS
    figures.append((f"load {CASES:,} cases, {count:,} events", time.perf_counter() - start, "s"))
    figures += _acts(rows)
    figures += _submissions(call)
    figures += _reading(call)
    start, cores = time.perf_counter(), os.cpu_count() or 1
    cases_loader.check(cores)  # before the loaded cases become filings by rows that no event names
    figures.append((f"audit of the whole, {cores} processes", time.perf_counter() - start, "s"))
    return figures + pages.measure(cast, call, rows)


def _acts(rows: list) -> list[tuple[str, float, str]]:  # type: ignore[type-arg]
    from tests.procedure.support import BROKER

    from xianxing.pilot.cases.domain import issue_receipt, perform
    from xianxing.pilot.cases.models import Case, Event

    at = Event.objects.latest("place").at + timedelta(minutes=1)
    chosen = [Case.objects.select_related("call__guide").get(pk=row.pk) for row in rows[:ACTS]]
    own = iter(chosen)
    acting = _times(
        lambda: perform(case=next(own), step="report_when_needed", actor=BROKER, payload={}, at=at)
    )
    again = iter(chosen)

    def receipt() -> None:
        case = next(again)
        issue_receipt(case=case, sequence=case.sequence, signed_at=datetime.now(UTC))

    receiving = _times(receipt)
    return [*spread("an act in a case of 200 events", acting), *spread("a receipt", receiving)]


def _submissions(call: object) -> list[tuple[str, float, str]]:
    """The act of filing with its receipt, in one transaction, as the applicant waits for it."""
    from django.db import transaction
    from tests.pilot.database import a_case, act, attest

    from xianxing.pilot.cases.domain import issue_receipt

    taken = []
    for _each in range(ACTS // 4):
        case = a_case(call, at=_later())  # type: ignore[arg-type]
        attest(case)
        start = time.perf_counter()
        with transaction.atomic():
            act(case, "file")
            issue_receipt(case=case, sequence=case.sequence, signed_at=datetime.now(UTC))
        taken.append(time.perf_counter() - start)
    return spread("submission with its receipt", taken)


def _later() -> datetime:
    from xianxing.pilot.cases.models import Event

    return Event.objects.latest("place").at


def _reading(call: Call) -> list[tuple[str, float, str]]:
    from xianxing.pilot.cases.domain import tick
    from xianxing.pilot.cases.models import Case, Duty
    from xianxing.pilot.cases.queries import published_days

    due = _times(lambda: list(Duty.objects.select_related("case").order_by("due", "pk")[:50]))
    listed = _times(lambda: list(Case.objects.filter(call=call, state="running").order_by("-opened_at")[:50]))
    days = _times(published_days)
    start = time.perf_counter()
    tick(at=_later() + timedelta(hours=1))
    passed = time.perf_counter() - start
    return [
        *spread("what is due, first 50", due),
        *spread("cases of a call in a state, first 50", listed),
        *spread("the log page's days", days),
        ("time passes in all live cases", passed, "s"),
    ]


def _times(work: Callable[[], object]) -> list[float]:
    taken = []
    for _each in range(ACTS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
