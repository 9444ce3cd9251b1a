"""Rows from before events named what they rest on: each opened case puts them on record as they stand."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.publications import enter_earlier
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore, rows_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.procedure.events import ON_RECORD


def adopt_rows(*, at: datetime) -> int:
    """Have every case that was opened before name its rows now, with `recorded_later`; returns how many did.

    It says what was found, not what was so when the acts were performed: that no event of that time can say.
    What was published before publications were recorded is entered as well. In the caller's transaction.
    """
    enter_earlier()
    count = 0
    for case in Case.objects.select_related("call__guide").filter(sequence__gt=0).order_by("pk"):
        store, number = CaseStore(case), str(case.pk)
        with store.transaction(number):
            store.rests_on = [NamedRow(case), *(NamedRow(row) for row in rows_of(case))]
            moment = max(at, store.reduce_again().at)
            said = {"recorded_later": True}
            store.append_beside(ON_RECORD, role="", person="", clause="", payload=said, at=moment)
        count += 1
    return count
