"""How clocks, their ends and the time that is left are said and coloured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from xianxing.i18n import gettext
from xianxing.pilot.incidents.clocks import ClockStanding, ClockStatus
from xianxing.pilot.incidents.documents import report_words
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.incidents.regulations import LimitUnit, ReportClock, StartInstant, regulations

STATUSES = {
    ClockStatus.WAITING: _("not begun"),
    ClockStatus.UNSET: _("limit to be set"),
    ClockStatus.RUNNING: _("running"),
    ClockStatus.OVERDUE: _("overdue"),
    ClockStatus.MET: _("on time"),
    ClockStatus.GIVEN: _("given, no limit was set"),
    ClockStatus.LATE: _("given late"),
    ClockStatus.EXCUSED: _("excused"),
}
TONES = {
    ClockStatus.WAITING: "quiet",
    ClockStatus.UNSET: "watch",
    ClockStatus.RUNNING: "info",
    ClockStatus.OVERDUE: "bad",
    ClockStatus.MET: "good",
    ClockStatus.GIVEN: "info",
    ClockStatus.LATE: "bad",
    ClockStatus.EXCUSED: "quiet",
}
STARTS = {
    StartInstant.DISCOVERED: _("from the discovery"),
    StartInstant.RESTORED: _("from the restoration"),
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class ClockCard:
    """A clock as pages show it, with what is still open to do about it."""

    standing: ClockStanding
    label: str
    rule: str
    status: str
    tone: str
    left: str
    limit: str
    sets: bool
    excuses: bool


def clock_card(one: ClockStanding, at: datetime, *, decides: bool) -> ClockCard:
    """A clock in words; `decides` for the secretariat, which sets limits and excuses."""
    regulation = regulations().versions[one.grade.regulation]
    open_now = decides and not one.ended
    return ClockCard(
        one,
        duty_words(one.clock),
        str(regulation.title),
        str(STATUSES[one.status]),
        TONES[one.status],
        left_words(one.left(at)) if one.due and not one.ended else "",
        limit_words(one.clock),
        open_now and one.due is None,
        open_now,
    )


def clock_cards(clocks: list[ClockStanding], at: datetime, *, decides: bool) -> list[ClockCard]:
    """The clocks in words: first those that are late, then by their ends, those that ended last."""
    order = [
        ClockStatus.OVERDUE, ClockStatus.RUNNING, ClockStatus.UNSET, ClockStatus.WAITING, ClockStatus.LATE,
        ClockStatus.MET, ClockStatus.GIVEN, ClockStatus.EXCUSED,
    ]  # fmt: skip
    ends = sorted(clocks, key=lambda one: (order.index(one.status), one.due.at if one.due else at))
    return [clock_card(one, at, decides=decides) for one in ends]


def own_clock(clocks: Iterable[ClockStanding], kind: str, recipient: str, at: datetime) -> ClockCard | None:
    """The clock that a report of this kind to this recipient would meet; None where none is open."""
    fitting = [
        one for one in clocks
        if (one.clock.kind, one.clock.recipient.id) == (kind, recipient) and not one.ended
    ]  # fmt: skip
    return next(iter(clock_cards(fitting, at, decides=False)), None)


def duty_words(clock: ReportClock) -> str:
    """What is to be reported to whom."""
    return gettext("{kind} to {recipient}").format(
        kind=report_words(clock.kind), recipient=clock.recipient.label
    )


def limit_words(clock: ReportClock) -> str:
    """How long a clock is by its rule, and from which instant; that no number is confirmed where none is."""
    start = str(STARTS[clock.start])
    if clock.value is None or not clock.confirmed:
        return gettext("{start}; no number is confirmed, the secretariat sets it").format(start=start)
    if clock.unit is LimitUnit.HOURS:
        return gettext("{start}: within {count} hours").format(start=start, count=clock.value)
    return gettext("{start}: within {count} working days").format(start=start, count=clock.value)


def left_words(left: timedelta) -> str:
    """The time that is left, or since when it is over, in its two largest units."""
    whole = abs(left)
    days, hours, minutes = whole // DAY, whole % DAY // HOUR, whole % HOUR // timedelta(minutes=1)
    if days:
        said = gettext("{days} d {hours} h").format(days=days, hours=hours)
    elif hours:
        said = gettext("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    else:
        said = gettext("{minutes} min").format(minutes=minutes)
    if left < timedelta():
        return gettext("late by {time}").format(time=said)
    return gettext("{time} left").format(time=said)


def instants_of(incident: Incident) -> list[tuple[str, datetime | None]]:
    """The instants of an incident, each by itself: of calls and reports the first."""
    given = {
        kind: min((one.given_at for one in incident.reports.all() if one.kind == kind), default=None)
        for kind in ("phone", "first", "summary")
    }
    restoration, closing = getattr(incident, "restoration", None), getattr(incident, "closing", None)
    return [
        (gettext("Happened"), incident.occurred_at),
        (gettext("Discovered"), incident.discovered_at),
        (gettext("First told by telephone"), given["phone"]),
        (gettext("First reported in writing"), given["first"]),
        (gettext("Restored"), restoration.restored_at if restoration else None),
        (gettext("Summary given"), given["summary"]),
        (gettext("Told here"), incident.reported_at),
        (gettext("Closing"), closing.closed_at if closing else None),
    ]
