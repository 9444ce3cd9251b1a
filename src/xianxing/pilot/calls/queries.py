"""Questions about calls and windows; a window ends on its last day at 24:00 Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xianxing.law import complete_guides
from xianxing.law.model import Batch, Guide
from xianxing.pilot.calls.models import Call, Extension, ProcedureSignOff
from xianxing.workdays.clocks import Window, day_of


def window_of(call: Call, *, at: datetime) -> Window:
    """The call's window as announced up to an instant: extensions count from their announcement."""
    latest = latest_extension(call, at=at)
    return Window(call.opens_on, latest.closes_on if latest else call.closes_on)


def latest_extension(call: Call, *, at: datetime) -> Extension | None:
    """The extension in force of those announced up to an instant, None where the first window stands.

    No query where the call's few extensions were read along with it.
    """
    announced = (one for one in call.extensions.all() if one.announced_at <= at)
    return max(announced, key=lambda one: (one.announced_at, one.pk), default=None)


def open_calls(*, at: datetime) -> list[Call]:
    """The calls whose window holds this instant, the one that closes first at the head."""
    calls = Call.objects.filter(published_at__lte=at).prefetch_related("extensions")
    found = [(window_of(call, at=at), call) for call in calls]
    return [call for window, call in sorted(found, key=lambda pair: pair[0].last) if window.holds(at)]


@dataclass(frozen=True)
class Published:
    """A call as everybody may see it: its window now, the first one, and the extensions in order."""

    call: Call
    window: Window
    phase: str  # coming | open | closed
    extensions: tuple[Extension, ...]


def published_calls(*, at: datetime) -> list[Published]:
    """Every published call, the latest first, in two queries however many there are."""
    calls = Call.objects.filter(published_at__lte=at).select_related("guide").order_by("-opens_on", "-pk")
    return [_published(call, at) for call in calls.prefetch_related("extensions__announced_by")]


def unpublished_batches() -> list[tuple[Guide, Batch]]:
    """The batches of complete guides that no call was published for yet."""
    done = set(Call.objects.values_list("batch", flat=True))
    return [
        (guide, batch)
        for guide in complete_guides()
        for batch in guide.batches.values()
        if batch.id not in done
    ]


def sign_off_of(version: str, *, at: datetime) -> ProcedureSignOff | None:
    """The latest sign-off of a version of a procedure up to an instant, None where nobody signed it off."""
    found = ProcedureSignOff.objects.filter(version=version, signed_at__lte=at).select_related("signed_by")
    return found.order_by("-signed_at", "-pk").first()


def sign_offs(guide: str, *, at: datetime) -> list[ProcedureSignOff]:
    """Everything that was signed off of a guide's procedure up to an instant, the latest first."""
    found = ProcedureSignOff.objects.filter(guide=guide, signed_at__lte=at).select_related("signed_by")
    return list(found.order_by("-signed_at", "-pk"))


def clock_behind(*, at: datetime) -> datetime | None:
    """The last act that people recorded, when `at` lies before it: then nothing can be recorded."""
    from xianxing.pilot.cases.queries import last_act  # cases rest on calls: asked only when it is called

    last = last_act()
    return last if last is not None and at < last else None


def _published(call: Call, at: datetime) -> Published:
    rows = sorted(call.extensions.all(), key=lambda row: (row.announced_at, row.pk))
    announced = tuple(row for row in rows if row.announced_at <= at)
    window = Window(call.opens_on, announced[-1].closes_on if announced else call.closes_on)
    day: date = day_of(at)
    phase = "coming" if day < window.first else "open" if window.holds(at) else "closed"
    return Published(call, window, phase, announced)
