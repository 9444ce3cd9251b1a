"""What the secretariat does: receives and returns reports, sets limits, excuses clocks, closes incidents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.incidents.clocks import ClockStanding, ClockStatus
from xianxing.pilot.incidents.domain.reporting import handed_in_here, is_returned
from xianxing.pilot.incidents.domain.telling import tell_closed, tell_limit, tell_returned
from xianxing.pilot.incidents.domain.writing import locked_view, open_standing, put_rows, secretary, words_of
from xianxing.pilot.incidents.models import (
    ClockRuling,
    Incident,
    IncidentClosing,
    ReceiptKind,
    ReportReceipt,
    RulingKind,
)
from xianxing.pilot.incidents.queries import IncidentStanding
from xianxing.pilot.incidents.regulations import ReportKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger


@transaction.atomic
def receive_report(
    *, case: UUID, number: int, report: int, kind: str, words: str, by: User, at: datetime
) -> ReportReceipt:
    """Receive a report that was handed in here, or return it with what is missing. Once, by the secretariat.

    A clock that the report met stays met: the institution completes what it reported in time.
    """
    view = locked_view(case, by, at)
    role = secretary(view)
    incident = open_standing(view, number, at=at).incident
    row = next((one for one in incident.reports.all() if one.number == report), None)
    if row is None or not handed_in_here(row):
        raise Stranger(_("There is no such report on the incident."))
    if kind not in ReceiptKind.values:
        raise Refused("kind", _("A report is received or returned."))
    if hasattr(row, "receipt"):
        raise Refused("again", _("This report was received or returned already."))
    returned = kind == ReceiptKind.RETURNED
    said = words_of(words, needed=_("Say what has to be completed.") if returned else "")
    receipt = ReportReceipt.objects.create(report=row, kind=kind, words=said, given_by=by, given_at=at)
    put_rows(view, [receipt], role=role, by=by, at=at)
    if returned:
        tell_returned(view, incident, by=by, at=at)
    return receipt


@transaction.atomic
def set_limit(
    *, case: UUID, number: int, clock: str, due_at: datetime | None, reason: str, by: User, at: datetime
) -> ClockRuling:
    """Set the limit of a clock for which no number is confirmed, with a reason; once, by the secretariat.

    Never backwards: not before now, and not before the clock begins. `clock` is the standing's key.
    """
    view = locked_view(case, by, at)
    role = secretary(view)
    standing = open_standing(view, number, at=at)
    found = _clock(standing, clock)
    if found.limit is not None:
        raise Refused("again", _("The limit of this clock was set already."))
    if found.due is not None:
        raise Refused("confirmed", _("The rule itself sets this limit; it can be excused, and not changed."))
    if found.ended:
        raise Refused("done", _("This report was given or excused already."))
    words = words_of(reason, needed=_("Say why this limit is set."))
    if due_at is None:
        raise Refused("due_at", _("Say until when: day and time."))
    if due_at < at or (found.start is not None and due_at < found.start):
        raise Refused("due_at", _("A limit lies ahead; nothing becomes late backwards."))
    row = ClockRuling.objects.create(
        grade=found.grade, clock=found.clock.id, kind=RulingKind.LIMIT, due_at=due_at, reason=words,
        decided_by=by, decided_at=at,
    )  # fmt: skip
    put_rows(view, [row], role=role, by=by, at=at)
    tell_limit(view, standing.incident, due_at, by=by, at=at)
    return row


@transaction.atomic
def excuse_clock(*, case: UUID, number: int, clock: str, reason: str, by: User, at: datetime) -> ClockRuling:
    """Excuse a clock that wasn't met, with a reason, for the working group's own books; by the secretariat.

    It says nothing of what the institution owes to an authority. Refused where the report was given.
    """
    view = locked_view(case, by, at)
    role = secretary(view)
    standing = open_standing(view, number, at=at)
    found = _clock(standing, clock)
    if found.ended:
        raise Refused("done", _("This report was given or excused already."))
    words = words_of(reason, needed=_("Say why the report isn't asked for."))
    row = ClockRuling.objects.create(
        grade=found.grade, clock=found.clock.id, kind=RulingKind.EXCUSE, reason=words, decided_by=by,
        decided_at=at,
    )  # fmt: skip
    put_rows(view, [row], role=role, by=by, at=at)
    return row


@transaction.atomic
def close_incident(*, case: UUID, number: int, words: str, by: User, at: datetime) -> IncidentClosing:
    """Close an incident; by the secretariat, once everything that hinders it is gone (`hindrances`)."""
    view = locked_view(case, by, at)
    role = secretary(view)
    standing = open_standing(view, number, at=at)
    hindered = hindrances(standing)
    if hindered:
        raise Refused("hindered", " ".join(hindered))
    row = IncidentClosing.objects.create(
        incident=standing.incident, words=words_of(words), closed_by=by, closed_at=at
    )
    put_rows(view, [row], role=role, by=by, at=at)
    tell_closed(view, standing.incident, by=by, at=at)
    return row


def hindrances(standing: IncidentStanding) -> list[str]:
    """What keeps an incident from being closed, in words; nothing keeps a drill from it.

    The result isn't reported, a report waits for its receipt or was returned and not handed in again, or a
    clock is neither met nor excused.
    """
    if standing.incident.drill:
        return []
    found = []
    own = [one for one in standing.incident.reports.all() if handed_in_here(one)]
    if not any(one.kind == ReportKind.SUMMARY for one in own):
        found.append(_("The result isn't reported to the working group yet."))
    if any(not hasattr(one, "receipt") for one in own):
        found.append(_("A report waits to be received or returned."))
    if any(is_returned(one) and not _handed_in_again(standing.incident, one.kind, one.number) for one in own):
        found.append(_("A report was returned and isn't completed yet."))
    left = [one for one in standing.clocks if not one.ended]
    if any(one.status is ClockStatus.WAITING for one in left):
        found.append(_("The restoration isn't stated yet."))
    if left:
        found.append(_("Clocks that are neither met nor excused: {count}.").format(count=len(left)))
    return found


def _handed_in_again(incident: Incident, kind: str, number: int) -> bool:
    return any(
        one.kind == kind and one.number > number and handed_in_here(one) for one in incident.reports.all()
    )


def _clock(standing: IncidentStanding, key: str) -> ClockStanding:
    found = next((one for one in standing.clocks if one.key == key), None)
    if found is None:
        raise Stranger(_("There is no such clock."))
    return found
