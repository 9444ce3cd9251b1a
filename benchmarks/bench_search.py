"""Search over 10,000 filed filings of 6,000 characters: keeping, making again, finding; both databases.

The texts mix sentences of the examples with characters drawn by Zipf's law, so that pieces are as
common and as rare as in real filings.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from uuid import uuid4

from benchmarks.bench_cases import on_server
from benchmarks.figure import Figure, spread

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "10000"))
LENGTH = 6_000
EXAMPLES = Path(__file__).parents[1] / "examples"
ASKED = ("的", "图", "关联", "区块链", "监管沙盒", "第九千九百九十九号项目", "关联 交易 图谱", "龘")


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    return on_both("benchmarks.bench_search")


def on_both(module: str) -> list[Figure]:
    """What a module's `measure` says of an SQLite file and of a PostgreSQL database, each in a process."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="xianxing-bench-") as folder:
        figures += _measured(module, "SQLite", f"sqlite:///{folder}/bench.sqlite3", folder)
        server = os.environ.get("XIANXING_TEST_POSTGRES")
        if server:
            name = f"bench_{os.getpid()}"
            on_server(server, f'CREATE DATABASE "{name}"')
            try:
                figures += _measured(module, "PostgreSQL", server.rsplit("/", 1)[0] + f"/{name}", folder)
            finally:
                on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')
    return figures


def _measured(module: str, database: str, url: str, folder: str) -> list[Figure]:
    environment = {
        **os.environ,
        "XIANXING_DATABASE_URL": url,
        "XIANXING_VAR": folder,
        "XIANXING_KEYS": f"{folder}/keys-{database}",
        "DJANGO_SETTINGS_MODULE": "xianxing.site.settings",
    }
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Figure(f"{database}: {what}", value, unit) for what, value, unit in json.loads(done.stdout)]


def measure() -> list[tuple[str, float, str]]:
    """Fill the empty database that the environment names and measure on it."""
    import django

    django.setup()
    from django.db import transaction

    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from tests.pilot.cast import NOON, assemble
    from tests.pilot.database import a_call

    from xianxing.pilot.cases.models import Case
    from xianxing.pilot.filings.models import Body, Filing
    from xianxing.pilot.search.domain.keeping import keep_new_texts, keep_text
    from xianxing.pilot.search.models import Audience, GramBlock, SearchText, TextKind
    from xianxing.pilot.search.queries import on_desk

    cast = assemble()
    call = a_call(cast.wen)
    drawn, figures, took = texts(), [], 0.0
    for start in range(0, CASES, 240):
        cases = [
            Case(
                call=call, procedure_version=call.procedure_version, state="draft", opened_at=NOON, pk=uuid4()
            )
            for _number in range(min(240, CASES - start))
        ]
        Case.objects.bulk_create(cases)
        Filing.objects.bulk_create(Filing(case=one, created_by=cast.zhou, created_at=NOON) for one in cases)
        bodies = Body.objects.bulk_create(
            Body(
                filing_id=one.pk, number=1, digest="0" * 64, canonical=b"{}", frozen_by=cast.zhou,
                frozen_at=NOON, filed_at=NOON,
            )
            for one in cases
        )  # fmt: skip
        rows = [
            SearchText(
                audience=Audience.DESK, kind=TextKind.FILING, source=body.pk, case_id=body.filing_id,
                entries=[["project.name", f"第{body.pk}号项目"], *_entries(next(drawn))],
            )
            for body in bodies
        ]  # fmt: skip
        began = time.perf_counter()
        with transaction.atomic():
            keep_new_texts(rows)
        took += time.perf_counter() - began
    figures.append((f"make the index of {CASES:,} filings again", took, "s"))
    figures.append(("rows of the index", float(GramBlock.objects.count()), "rows"))
    figures.append(("size of the index", _size(), "MB"))
    some = SearchText.objects.order_by("?")[:20]
    kept = []
    for row in list(some):
        entries = [(place, words) for place, words in _entries(next(drawn))]
        began = time.perf_counter()
        with transaction.atomic():
            keep_text(kind=TextKind.FILING, source=row.source, case=row.case_id, entries=entries)
        kept.append(time.perf_counter() - began)
    figures += spread("keep another text of one filing", kept)
    for asked in ASKED:
        taken = []
        for _time in range(12):
            began = time.perf_counter()
            list(islice(on_desk(cast.wen, asked, at=NOON), 21))
            taken.append(time.perf_counter() - began)
        figures += spread(f"find {asked}", taken)
    return figures


def _size() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_gramblock')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%gram%'")
        return float(cursor.fetchall()[0][0]) / 1e6


def texts() -> Iterator[str]:
    """Texts of about LENGTH characters, the same in every run."""
    draw = random.Random(7)
    forms = [tomllib.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.rglob("filing.toml"))]
    sentences = [
        sentence
        for form in forms
        for value in form.get("content", {}).values()
        if isinstance(value, str)
        for sentence in value.split("。")
        if sentence
    ]
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    draw.shuffle(signs)
    weights = [1 / (place + 8) for place in range(len(signs))]
    while True:
        parts: list[str] = []
        while sum(map(len, parts)) < LENGTH:
            common = draw.random() < 0.5
            parts.append(draw.choice(sentences) if common else "".join(draw.choices(signs, weights, k=40)))
        yield "。".join(parts)


def _entries(text: str) -> list[list[str]]:
    return [[f"content.part_{at // 400}", text[at : at + 400]] for at in range(0, len(text), 400)]


if __name__ == "__main__":
    print(json.dumps(measure()))
