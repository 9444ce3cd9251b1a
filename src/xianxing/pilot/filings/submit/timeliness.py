"""Whether a filing comes in time: the call's window, and a platform's receipt of it entered later."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, guide_of, procedure_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.filings.models import Filing, Submission
from xianxing.pilot.filings.permissions import WINDOW_STAGE
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of

LATE_ENTRY = (Means.ENTER_PLATFORM_FILING,)
ENTRY_DAYS = "platform_receipt_workdays"  # of the guide's settings


def refuse_window(filing: Filing, at: datetime, received_at: datetime | None = None) -> bool:
    """Refused outside the call's window, extensions announced up to now included; corrections have none.

    Over an outside platform what counts is when the platform had received the filing (clause 4). True where
    that lies inside the window and is entered after it, within the days of the working group's practice.
    """
    call = filing.case.call
    window = window_of(call, at=at)
    received = received_at if call.external_channel else None
    if not drafting(filing) or (window.holds(at) and (received is None or window.holds(received))):
        return False
    if received is None or not window.holds(received) or not _has_late_entry(filing):
        raise Refused(
            "window",
            _("The window of this call is {first} to {last}, 24:00; nothing was handed in.").format(
                first=window.first.isoformat(), last=window.last.isoformat()
            ),
        )
    until = entry_until(call, window.last)
    if day_of(at) > until:
        raise Refused(
            "entry",
            _(
                "The platform received this inside the window, but its receipt could only be entered until "
                "{until}; turn to the working group with the evidence."
            ).format(until=until.isoformat()),
        )
    return True


def entry_until(call: Call, last: date) -> date:
    """The last day on which a receipt of a window that ends on `last` can be entered.

    Counted by the call's calendar from the window's last day, as the guide's setting says; that day itself
    where there is no such setting.
    """
    try:
        days = guide_of(call).number(ENTRY_DAYS, last)
    except LookupError:
        return last
    return calendar_of(call).add_workdays(last, days)[0]


def late_entry_until(filing: Filing, *, at: datetime) -> date | None:
    """Until when a receipt from inside the closed window can be entered; None where it can't, or not now.

    Only for a package that went out and was not followed by an edit; two queries where the window is over.
    """
    call = filing.case.call
    window = window_of(call, at=at)
    exported = Submission.objects.filter(
        body__filing=filing, body__voided_at__isnull=True, own_place__isnull=True, exported_at__isnull=False
    )
    if not call.external_channel or not drafting(filing) or window.holds(at) or day_of(at) < window.first:
        return None
    until = entry_until(call, window.last)
    return until if day_of(at) <= until and _has_late_entry(filing) and exported.exists() else None


def _has_late_entry(filing: Filing) -> bool:
    """Whether the pinned procedure knows the step."""
    return bool(procedure_of(filing.case.call).steps_from_meaning(filing.case.state, *LATE_ENTRY))


def drafting(filing: Filing) -> bool:
    """Whether the filing was never handed in, so that the window counts for it."""
    return procedure_of(filing.case.call).states[filing.case.state].stage == WINDOW_STAGE
