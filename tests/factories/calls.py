"""Further calls for papers."""

from __future__ import annotations

from datetime import date

from xianxing.pilot.calls.models import Call


def next_call(call: Call) -> Call:
    """The batch after it, under the same guide."""
    call.pk, call.batch = None, "batch-after"
    call.opens_on, call.closes_on = date(2024, 2, 1), date(2024, 6, 30)
    call.save()
    return call
