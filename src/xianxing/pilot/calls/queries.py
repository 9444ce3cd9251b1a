"""Questions about windows; the window ends on its last day at 24:00 Asia/Shanghai."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.calls.models import Call
from xianxing.workdays.clocks import Window


def window_of(call: Call, *, at: datetime) -> Window:
    """The call's window as announced up to an instant: extensions count from their announcement."""
    latest = call.extensions.filter(announced_at__lte=at).order_by("-announced_at", "-pk").first()
    return Window(call.opens_on, latest.closes_on if latest else call.closes_on)


def open_calls(*, at: datetime) -> list[Call]:
    """The calls whose window holds this instant, the one that closes first at the head."""
    calls = Call.objects.filter(published_at__lte=at).prefetch_related("extensions")
    found = [(window_of(call, at=at), call) for call in calls]
    return [call for window, call in sorted(found, key=lambda pair: pair[0].last) if window.holds(at)]
