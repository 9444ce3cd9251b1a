"""What the public said: comments on notices by kind and whether considered; complaints and their limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from xianxing.pilot.complaints.models import ENDED, Complaint, ComplaintAct, ComplaintActKind, ComplaintKind
from xianxing.pilot.figures.definitions import FigureDefinition
from xianxing.pilot.figures.model import Figure, FigureRow
from xianxing.pilot.figures.record import COMMENTING, CONSIDERING, PilotRecord
from xianxing.pilot.notices.models import CommentKind, PublicComment
from xianxing.workdays.clocks import day_of

# By which acts a complaint comes to its end.
ENDING = (ComplaintActKind.CLOSE, ComplaintActKind.REFUSE, ComplaintActKind.DIRECT)


def comments(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Comments through this site by kind."""
    found: dict[str, list[FigureRow]] = {kind: [] for kind in CommentKind.values}
    rows = PublicComment.objects.filter(case__call__in=record.calls).order_by("received_at", "pk")
    for kind, case, at, number in rows.values_list("kind", "case", "received_at", "number"):
        if record.counts(case) and record.period.holds(at):
            found[kind].append(FigureRow(case, at, reference=number))
    for kind, held in found.items():
        yield Figure(definition, held, kind, str(CommentKind(kind).label))


def comments_considered(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of all comments that came in, by whatever way, those that were considered."""
    rows = []
    for one in record.cases:
        done = {str(act.said.get("item", "")): act.at for act in one.meant(CONSIDERING)}
        for act in one.meant(COMMENTING):
            if record.period.holds(act.at):
                item = str(act.said.get("item", ""))
                until = done.get(item)
                rows.append(FigureRow(one.case, act.at, until, counted=until is not None, reference=item))
    yield Figure(definition, rows)


def complaints(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Complaints received in the period, by kind."""
    found = [(one.kind, FigureRow(one.case, one.received, reference=one.number)) for one in _told(record)]
    yield from _by_kind(definition, found)


def complaints_in_time(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of the complaints that have ended and had a limit for that, those that ended within it."""
    found = [
        (
            one.kind,
            FigureRow(
                one.case, one.received, one.ended, (day_of(one.ended) - one.received).days, one.end_due,
                day_of(one.ended) <= one.end_due, one.number,
            ),
        )
        for one in _told(record)
        if one.ended is not None and one.end_due is not None
    ]  # fmt: skip
    yield from _by_kind(definition, found)


def complaints_overdue(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Of the complaints that are open, those past the limit that runs or that for closing."""
    rows = []
    for one in _told(record):
        if one.state not in ENDED:
            limit = min((day for day in (one.due, one.close_due) if day), default=None)
            late = limit is not None and limit < record.today
            rows.append(FigureRow(one.case, one.received, None, None, limit, late, one.number))
    yield Figure(definition, rows)


class _Told(NamedTuple):
    """A complaint as figures need it; `ended` is when it was closed, refused or directed elsewhere, `end_due`
    the last day for that.
    """

    kind: str
    number: str
    case: UUID | None
    received: date
    state: str
    due: date | None
    close_due: date | None
    ended: datetime | None
    end_due: date | None


def _told(record: PilotRecord) -> list[_Told]:
    """The complaints received in the period, in two queries; one about no case belongs to no batch."""
    about = Q(about__call__in=record.calls)
    if record.period.batch is None:
        about |= Q(about=None)
    columns = ("kind", "number", "about", "received_on", "state", "due", "close_due")
    rows = Complaint.objects.filter(about).order_by("received_on", "number").values_list(*columns)
    ends = _ends(about)
    found = (_Told(*row, *ends.get(row[1], (None, None))) for row in rows)
    return [one for one in found if record.counts(one.case) and record.period.holds(one.received)]


def _ends(about: Q) -> dict[str, tuple[datetime, date | None]]:
    """By complaint, when it ended and by when it should have: by the limits that stood before that act."""
    acts = ComplaintAct.objects.filter(complaint__in=Complaint.objects.filter(about))
    before: dict[str, date | None] = {}
    found: dict[str, tuple[datetime, date | None]] = {}
    for number, kind, at, due, close_due in acts.order_by("complaint", "sequence").values_list(
        "complaint__number", "kind", "at", "due", "close_due"
    ):
        if kind in ENDING:
            found.setdefault(number, (at, before.get(number)))
        before[number] = close_due or due
    return found


def _by_kind(definition: FigureDefinition, found: Iterable[tuple[str, FigureRow]]) -> Iterator[Figure]:
    rows: dict[str, list[FigureRow]] = {kind: [] for kind in ComplaintKind.values}
    for kind, row in found:
        rows[kind].append(row)
    for kind, held in rows.items():
        yield Figure(definition, held, kind, str(ComplaintKind(kind).label))
