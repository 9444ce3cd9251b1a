"""Complaints about one project, for its institution: its own ledger, and its answers (5.2.3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import acting_on, person, reading_project
from xianxing.desks.api.complaint_routes import A_PAGE, LAST_PAGE, complaint_picture, open_picture
from xianxing.desks.api.complaint_shapes import ComplaintOpenOut, ComplaintOut, ComplaintPage
from xianxing.desks.api.exit_shapes import ComplaintWordsIn, MediationIn, OwnComplaintIn
from xianxing.desks.api.once import KEY, Answer, done_once
from xianxing.desks.complaints.lines import lines_of
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Case
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.domain.answering import answer_complaint, settle_own
from xianxing.pilot.complaints.domain.mediating import say_for_institution
from xianxing.pilot.complaints.domain.reading import complaint_to_read
from xianxing.pilot.complaints.domain.receiving import Intake, enter_own_complaint
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.complaints.permissions import institutions_for, readable_complaints
from xianxing.pilot.complaints.queries import ComplaintFilter, institutions_in, narrowed
from xianxing.pilot.complaints.sealing import ComplaintWords, Identity
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused

router = Router(tags=["complaints"])
dealing = acting_on("complaints")


@router.get(
    "/cases/{case}/complaints", auth=reading_project, response={200: ComplaintPage, **REFUSALS},
    summary="Complaints about a project",
)  # fmt: skip
def complaints_about(request: HttpRequest, case: UUID, when: str = "", page: int = 1) -> dict[str, Any]:
    """What the person may know of, a hundred a page, the nearest limit first; `when` as in the ledger."""
    at, by = now(), person(request)
    view = case_to_read(case, by, at=at)
    roles = roles_of(by, at=at)
    rows = narrowed(readable_complaints(roles).filter(about=view.case), ComplaintFilter(when=when), at=at)
    first = (min(max(page, 1), LAST_PAGE) - 1) * A_PAGE
    shown = lines_of(list(rows[first : first + A_PAGE]), roles, at=at)
    return {"complaints": [complaint_picture(one) for one in shown], "all": rows.count()}


@router.get(
    "/cases/{case}/complaints/{number}", auth=reading_project, response={200: ComplaintOpenOut, **REFUSALS},
    summary="One complaint about a project",
)  # fmt: skip
def complaint_about(request: HttpRequest, case: UUID, number: str) -> dict[str, Any]:
    """Its acts, and its text where the person may read it; reading it is noted."""
    by = person(request)
    return open_picture(_found(case, number, by).number, by, at=now())


@router.post(
    "/cases/{case}/complaints", auth=dealing, response={201: ComplaintOut, **REFUSALS},
    summary="Enter a complaint into the own ledger",
)  # fmt: skip
def enter(
    request: HttpRequest, case: UUID, payload: OwnComplaintIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Put down what the institution received itself about this project; it is to be closed in time."""
    by, at = person(request), now()

    def act() -> Answer:
        view = case_to_read(case, by, at=at)
        intake = Intake(
            payload.kind,
            ComplaintWords(payload.text, payload.evidence, payload.subject),
            Identity(payload.name, payload.contact),
            anonymous=payload.anonymous,
            may_be_named=payload.may_be_named,
            about=view.case,
        )
        made = enter_own_complaint(
            intake=intake, institution=_institution(view.case, payload.institution, by), way=payload.way,
            received_on=payload.received_on, by=by, at=at,
        )  # fmt: skip
        return 201, _line(made.number, by)

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/complaints/{number}/answer", auth=dealing, response={200: ComplaintOut, **REFUSALS},
    summary="Answer a complaint",
)  # fmt: skip
def answer_to(
    request: HttpRequest, case: UUID, number: str, payload: ComplaintWordsIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Answer what the group forwarded; the group reviews it."""
    by = person(request)

    def act() -> Answer:
        found = _found(case, number, by)
        answer_complaint(complaint=found.pk, words=payload.words, by=by, at=now())
        return 200, _line(found.number, by)

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/complaints/{number}/settlement", auth=dealing, response={200: ComplaintOut, **REFUSALS},
    summary="Close a complaint of the own ledger",
)  # fmt: skip
def settle(
    request: HttpRequest, case: UUID, number: str, payload: ComplaintWordsIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Close what the institution received itself, with what came of it."""
    by = person(request)

    def act() -> Answer:
        found = _found(case, number, by)
        settle_own(complaint=found.pk, outcome=payload.words, by=by, at=now())
        return 200, _line(found.number, by)

    return done_once(request, key, payload, act)


@router.post(
    "/cases/{case}/complaints/{number}/mediation", auth=dealing, response={200: ComplaintOut, **REFUSALS},
    summary="Agree to a mediation, or decline it",
)  # fmt: skip
def mediate(
    request: HttpRequest, case: UUID, number: str, payload: MediationIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """What the institution says to the offer of a mediation; declining takes a reason."""
    by = person(request)

    def act() -> Answer:
        found = _found(case, number, by)
        say_for_institution(complaint=found.pk, agrees=payload.agrees, words=payload.words, by=by, at=now())
        return 200, _line(found.number, by)

    return done_once(request, key, payload, act)


def _found(case: UUID, number: str, by: User) -> Complaint:
    """A complaint about this project that the person may know of; 404 for any other."""
    case_to_read(case, by, at=now())
    found = complaint_to_read(number, by, at=now())
    if found.about_id != case:
        raise Http404
    return found


def _line(number: str, by: User) -> dict[str, Any]:
    found = complaint_to_read(number, by, at=now())
    (line,) = lines_of([found], roles_of(by, at=now()), at=now())
    return complaint_picture(line)


def _institution(case: Case, chosen: UUID | None, by: User) -> Institution:
    """The institution for which the person deals with complaints here; Refused where it has to be named."""
    served = institutions_for(roles_of(by, at=now()))
    own = [one for one in institutions_in(case) if one.pk in served]
    if not own:
        raise Http404
    found = own if len(own) == 1 and chosen is None else [one for one in own if one.pk == chosen]
    if not found:
        raise Refused("institution", gettext("Choose into which institution's ledger it goes."))
    return found[0]
