"""More filed filings on the desk's lists, copied row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.pilot.cast import NOON
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.models import Body, Filing, Submission
from xianxing.pilot.filings.submit.docket import enter_in_docket
from xianxing.record.canonical import canonical

Change = Callable[[int, dict[str, Any]], None]


def unchanged(_place: int, _content: dict[str, Any]) -> None:
    """Every copy has the same content."""


def copies(filed: Company, number: int, change: Change = unchanged) -> list[Body]:
    """More filed filings, copied row by row: for lists only; `change` rewrites each one's content."""
    return copies_of(filed.body, number, change)


def copies_of(body: Body, number: int, change: Change = unchanged) -> list[Body]:
    """As `copies`, of a filed body."""
    made, zhou = [], body.frozen_by
    for place in range(number):
        content = json.loads(bytes(body.canonical))
        change(place, content)
        case = Case.objects.create(
            pk=uuid4(), call=body.filing.case.call, procedure_version=body.filing.case.procedure_version,
            state="draft", opened_at=NOON,
        )  # fmt: skip
        for duty in [{"role": "secretariat", "state": "filed", "clock": "registration"}]:
            case.duties.create(due=datetime(2024, 1, 18, tzinfo=UTC).date(), **duty)
        filing = Filing.objects.create(case=case, created_by=zhou, created_at=NOON)
        copy = Body.objects.create(
            filing=filing, number=1, digest=body.digest, canonical=canonical(content),
            frozen_by=zhou, frozen_at=NOON, filed_at=NOON,
        )  # fmt: skip
        Submission.objects.create(body=copy, external=False)
        enter_in_docket(copy)
        made.append(copy)
    return made
