"""The docket against what it follows from: bodies filed, their places in the log, the duties."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Min

from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.filings.models import Body, DocketEntry, Submission
from xianxing.pilot.filings.submit.docket import turn_of_duties


def docket_faults(case: Case) -> Iterator[str]:
    """What contradicts the entry of a case, column by column.

    An ordinal is right where the one before it belongs to a filing of the call that was handed in earlier: of
    all entries together none can then be wrong.
    """
    body = Body.objects.filter(filing=case.pk, filed_at__isnull=False).order_by("-filed_at", "-pk").first()
    entry = DocketEntry.objects.filter(filing=case.pk).first()
    if entry is None or body is None:
        if entry is not None or body is not None:
            yield f"filings_docketentry {case.pk}: an entry where nothing was filed, or none where it was"
        return
    turn, due, roles = turn_of_duties(Duty.objects.filter(case=case))
    for name, kept, true in (
        ("call", entry.call_id, case.call_id),
        ("body", entry.body_id, body.pk),
        ("filed_at", entry.filed_at, body.filed_at),
        ("turn", entry.turn, turn),
        ("due", entry.due, due),
        ("roles", entry.roles, roles),
    ):
        if kept != true:
            yield f"filings_docketentry {case.pk}, column {name}: it is {true}"
    if not _follows(entry):
        yield f"filings_docketentry {case.pk}, column ordinal: not its place among the call's filings"


def _follows(entry: DocketEntry) -> bool:
    if entry.ordinal == 1:
        return True
    before = DocketEntry.objects.filter(call=entry.call_id, ordinal=entry.ordinal - 1).first()
    places = [_first_place(one) for one in (before, entry) if one is not None]
    return len(places) == 2 and None not in places and places == sorted(places)  # type: ignore[type-var]


def _first_place(entry: DocketEntry) -> int | None:
    handed_in = Submission.objects.filter(body__filing=entry.filing_id, own_place__isnull=False)
    first: int | None = handed_in.aggregate(first=Min("own_place"))["first"]
    return first
