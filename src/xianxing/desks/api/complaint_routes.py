"""Complaints: handed in and followed without a token, listed and read by staff and institutions with one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from ninja.decorators import decorate_view

from xianxing.desks.api.bearer import person, reading
from xianxing.desks.api.complaint_shapes import (
    ComplaintIn,
    ComplaintOpenOut,
    ComplaintPage,
    ComplaintStatusOut,
    StatusIn,
)
from xianxing.desks.api.notice_shapes import CommentOut
from xianxing.desks.api.problem_shapes import ProblemOut
from xianxing.desks.complaints.intakes import project_called
from xianxing.desks.complaints.limits import refuse_excess, refuse_guessing
from xianxing.desks.complaints.lines import ComplaintLine, lines_of
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.domain.following import complaint_status
from xianxing.pilot.complaints.domain.reading import open_complaint
from xianxing.pilot.complaints.domain.receiving import Intake, receive_complaint
from xianxing.pilot.complaints.permissions import readable_complaints
from xianxing.pilot.complaints.queries import ComplaintFilter, narrowed
from xianxing.pilot.complaints.sealing import ComplaintWords, Identity
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of

router = Router(tags=["complaints"])
REFUSALS: dict[int | frozenset[int], Any] = {frozenset({401, 403, 404, 413, 422, 429}): ProblemOut}
A_PAGE, LAST_PAGE = 100, 10_000


@router.post(
    "/complaints", auth=None, response={201: CommentOut, **REFUSALS}, summary="Complain, report, ask, suggest"
)
@decorate_view(refuse_excess)
def hand_in_complaint(request: HttpRequest, payload: ComplaintIn) -> Status[Any]:
    """About a published project, also after its end, or about none. Number and secret come once."""
    intake = Intake(
        payload.kind,
        ComplaintWords(payload.text, payload.evidence, payload.subject),
        Identity(payload.name, payload.contact),
        anonymous=payload.anonymous,
        may_be_named=payload.may_be_named,
        about=project_called(payload.project),
        earlier_number=payload.earlier_number,
        earlier_secret=payload.earlier_secret,
    )
    given = receive_complaint(intake=intake, at=now())
    return Status(201, {"number": given.number, "secret": given.secret})


@router.post(
    "/complaints/status", auth=None, response={200: ComplaintStatusOut, **REFUSALS}, summary="Where it stands"
)
@decorate_view(refuse_guessing)
def follow_complaint(request: HttpRequest, payload: StatusIn) -> dict[str, Any]:
    """For who holds number and secret; both are sent in the body, so that no log of addresses has them."""
    found = complaint_status(number=payload.number, secret=payload.secret)
    return {
        "number": found.complaint.number, "kind": found.complaint.kind, "state": found.complaint.state,
        "name": found.state, "received_on": found.complaint.received_on, "due": found.due,
        "acts": [
            {"kind": one.kind, "name": one.label, "at": one.at, "words": one.words} for one in found.lines
        ],
    }  # fmt: skip


@router.get(
    "/complaint-ledger", auth=reading, response={200: ComplaintPage, **REFUSALS}, summary="List complaints"
)
def complaints(request: HttpRequest, when: str = "", kind: str = "", page: int = 1) -> dict[str, Any]:
    """All for the working group, the forwarded and own ones for an institution; empty for others.

    `when` is open, overdue or repeated; a page has a hundred, the nearest limit first.
    """
    at = now()
    chosen = ComplaintFilter(kind=kind, when=when)
    roles = roles_of(person(request), at=at)
    rows = narrowed(readable_complaints(roles), chosen, at=at)
    first = (min(max(page, 1), LAST_PAGE) - 1) * A_PAGE
    shown = lines_of(list(rows[first : first + A_PAGE]), roles, at=at)
    return {"complaints": [complaint_picture(one) for one in shown], "all": rows.count()}


@router.get(
    "/complaint-ledger/{number}",
    auth=reading,
    response={200: ComplaintOpenOut, **REFUSALS},
    summary="One complaint",
)
def complaint(request: HttpRequest, number: str) -> dict[str, Any]:
    """Its acts, and its text for the secretariat and the head of the group; reading it is noted."""
    return open_picture(number, person(request), at=now())


def open_picture(number: str, user: User, *, at: datetime) -> dict[str, Any]:
    """A complaint with its acts as the person reads it; 404 for who may not know of it."""
    opened = open_complaint(number, user, at=at)
    (line,) = lines_of([opened.complaint], roles_of(user, at=at), at=at)
    return {
        **complaint_picture(line),
        "text": opened.words.text if opened.words else None,
        "acts": [
            {
                "kind": past.act.kind, "name": str(past.act.get_kind_display()), "at": past.act.at,
                "words": past.words,
            }
            for past in opened.acts
        ],
    }  # fmt: skip


def complaint_picture(line: ComplaintLine) -> dict[str, Any]:
    """A complaint as it is listed: no word of it, nobody's name."""
    row = line.complaint
    return {
        "number": row.number, "kind": row.kind, "way": row.way, "state": row.state, "name": line.state,
        "received_on": row.received_on, "clock": row.clock, "due": row.due, "close_due": row.close_due,
        "overdue": line.when == "overdue", "project": line.project_number,
        "institution": row.institution.name if row.institution else "",
        "repeats": line.repeats, "own_ledger": row.ledger_id is not None,
    }  # fmt: skip
