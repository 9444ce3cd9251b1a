"""The number under which people quote a filing: batch, place among the batch's filings, check character."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from stdnum.iso7064 import mod_37_36

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import DocketEntry, Filing


def case_numbers(filings: Collection[Filing]) -> dict[UUID, str]:
    """The number of each of these filings that was handed in, in one query; a draft has none.

    It counts filings by the log's place of their first filing act: writers of the log wait for each other, so
    that a place once given stays, and anybody with the log can count again. Corrections keep the number. The
    docket keeps the count.
    `filings` come with their call and its guide.
    """
    held = {filing.pk: filing.case.call for filing in filings}
    if not held:
        return {}
    rows = DocketEntry.objects.filter(filing__in=list(held)).values_list("filing", "ordinal")
    return {filing: numbered(held[filing], ordinal) for filing, ordinal in rows}


def case_number(filing: Filing) -> str:
    """The filing's number; "" while it was never handed in."""
    return case_numbers([filing]).get(filing.pk, "")


def numbered(call: Call, place: int) -> str:
    """A place of a call as a number: `SZ-2023-2-007-K`.

    The batch's code is data of the guide, its own name where it has none; the last character checks letters
    and digits by ISO 7064, Mod 37,36, so that one mistyped or two swapped are noticed.
    """
    batch = guide_of(call).batches.get(call.batch)
    code = (batch.code if batch else "") or call.batch.upper()
    text = f"{code}-{place:03d}"
    return f"{text}-{mod_37_36.calc_check_digit(_plain(text))}"


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
