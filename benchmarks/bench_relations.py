"""What 5,000 filings have in common: sketching one, finding those that are like it, things shared by many."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.bench_search import on_both, texts
from benchmarks.figure import Figure, spread

if TYPE_CHECKING:
    from xianxing.pilot.filings.models import Body
    from xianxing.record.canonical import Plain

CASES = int(os.environ.get("XIANXING_BENCH_CASES", "5000"))
TIMES = 20


def run() -> list[Figure]:
    """The figures of both databases, or of the one that is there."""
    return on_both("benchmarks.bench_relations")


def measure() -> list[tuple[str, float, str]]:
    """Fill the empty database that the environment names; two of fifty filings are twins."""
    import django

    django.setup()
    from django.db import transaction

    from xianxing.pilot.protection.schema import bring_up_to_date

    bring_up_to_date()
    from tests.pilot.cast import NOON, assemble
    from tests.pilot.database import a_call

    from xianxing.pilot.cases.models import Case
    from xianxing.pilot.filings.models import Body, Filing
    from xianxing.pilot.relations.alike import alike, common_things
    from xianxing.pilot.relations.domain.keeping import keep_relations, rebuild_relations
    from xianxing.pilot.relations.queries import listed_kinds, shared_things
    from xianxing.record.canonical import canonical

    cast = assemble()
    call = a_call(cast.wen)
    drawn, last = texts(), ""
    with transaction.atomic():
        for number in range(CASES):
            text = last if last and number % 50 == 1 else next(drawn)
            last = text
            case = Case.objects.create(
                call=call, procedure_version=call.procedure_version, state="draft", opened_at=NOON, pk=uuid4()
            )
            filing = Filing.objects.create(case=case, created_by=cast.zhou, created_at=NOON)
            content: dict[str, Plain] = {
                "project": {"name": f"第{number}号项目"},
                "content": {"overview": text[:3_000], "architecture": text[3_000:] + "部署在华为云。"},
                "units": [{"id": "lead", "name": f"单位{number % 900}", "kind": "technology_firm"}],
            }
            body = Body.objects.create(
                filing=filing, number=1, digest="0" * 64, canonical=canonical(content), frozen_by=cast.zhou,
                frozen_at=NOON, filed_at=NOON,
            )  # fmt: skip
    began = time.perf_counter()
    rebuild_relations()
    figures = [(f"make the relations of {CASES:,} filings again", time.perf_counter() - began, "s")]
    bodies = list(Body.objects.select_related("filing__case__call").order_by("pk")[: TIMES * 50 : 50])
    verbs: dict[str, Callable[[Body], object]] = {
        "keep what one filing names, with its sketch": lambda body: keep_relations(body),
        "find the filings that are like one": lambda body: alike(body.filing, cast.wen, at=NOON),
        "find what one shares with others": lambda body: common_things(body.filing, cast.wen, at=NOON),
        "the first page of shared things": lambda _body: list(
            shared_things(cast.wen, kinds=listed_kinds(), at=NOON)[:50]
        ),
    }
    for name, verb in verbs.items():
        taken = []
        for body in bodies:
            began = time.perf_counter()
            verb(body)
            taken.append(time.perf_counter() - began)
        figures += spread(name, taken)
    met = sum(bool(alike(body.filing, cast.wen, at=NOON)) for body in bodies)
    figures.append((f"twins that were found, of {len(bodies)}", float(met), "filings"))
    return figures


if __name__ == "__main__":
    print(json.dumps(measure()))
