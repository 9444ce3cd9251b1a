"""What the public said: comments on notices by kind and whether considered; complaints and their limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Q

from xianxing.pilot.complaints.models import ENDED, Complaint, ComplaintActKind, ComplaintKind
from xianxing.pilot.figures.definitions import FigureDefinition
from xianxing.pilot.figures.model import Figure, FigureRow
from xianxing.pilot.figures.record import COMMENTING, CONSIDERING, PilotRecord
from xianxing.pilot.notices.models import CommentKind, PublicComment
from xianxing.workdays.clocks import day_of

# By which acts a complaint comes to its end.
ENDING = (ComplaintActKind.CLOSE, ComplaintActKind.REFUSE, ComplaintActKind.DIRECT)


def comments(record: PilotRecord, definition: FigureDefinition) -> Iterator[Figure]:
    """Comments through this site by kind."""
    cases = {one.case for one in record.cases}
    found: dict[str, list[FigureRow]] = {kind: [] for kind in CommentKind.values}
    rows = PublicComment.objects.filter(case__call__in=record.calls).order_by("received_at", "pk")
    for kind, case, at, number in rows.values_list("kind", "case", "received_at", "number"):
        if case in cases and record.period.holds(at):
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
    """Of the complaints that have ended and had a limit for closing, those that ended within it."""
    found = [
        (
            one.kind,
            FigureRow(
                one.case, one.received, one.ended, (day_of(one.ended) - one.received).days, one.close_due,
                day_of(one.ended) <= one.close_due, one.number,
            ),
        )
        for one in _told(record)
        if one.ended is not None and one.close_due is not None
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
    """A complaint as figures need it; `ended` is when it was closed, refused or directed elsewhere."""

    kind: str
    number: str
    case: UUID | None
    received: date
    state: str
    due: date | None
    close_due: date | None
    ended: datetime | None


def _told(record: PilotRecord) -> list[_Told]:
    """The complaints received in the period, in one query; one about no case belongs to no batch."""
    cases = {one.case for one in record.cases}
    about = Q(about__call__in=record.calls)
    if record.period.batch is None:
        about |= Q(about=None)
    end = Max("acts__at", filter=Q(acts__kind__in=ENDING))
    rows = Complaint.objects.filter(about).annotate(end_at=end).order_by("received_on", "number")
    columns = ("kind", "number", "about", "received_on", "state", "due", "close_due", "end_at")
    found = (_Told(*row) for row in rows.values_list(*columns))
    return [
        one for one in found if (one.case is None or one.case in cases) and record.period.holds(one.received)
    ]


def _by_kind(definition: FigureDefinition, found: Iterable[tuple[str, FigureRow]]) -> Iterator[Figure]:
    rows: dict[str, list[FigureRow]] = {kind: [] for kind in ComplaintKind.values}
    for kind, row in found:
        rows[kind].append(row)
    for kind, held in rows.items():
        yield Figure(definition, held, kind, str(ComplaintKind(kind).label))
