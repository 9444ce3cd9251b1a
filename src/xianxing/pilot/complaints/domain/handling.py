"""What the working group does with a complaint: accept, refuse, direct, forward, send back, extend, close."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.complaints.domain.holding import held_by_group
from xianxing.pilot.complaints.domain.telling import tell_extended, tell_forwarded, tell_institution_closed
from xianxing.pilot.complaints.domain.writing import (
    GROUP,
    RUNNING,
    ComplaintActor,
    ComplaintStand,
    add_act,
    needed,
    put_into_record,
)
from xianxing.pilot.complaints.limits import last_day, limit
from xianxing.pilot.complaints.mediation import mediation_of
from xianxing.pilot.complaints.models import (
    DISCREET,
    Complaint,
    ComplaintActKind,
    ComplaintKind,
    ComplaintState,
)
from xianxing.pilot.complaints.permissions import readable_complaints
from xianxing.pilot.complaints.queries import institutions_to_choose
from xianxing.pilot.complaints.routes import route_named
from xianxing.pilot.notices.queries import register
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

S, A = ComplaintState, ComplaintActKind


@transaction.atomic
def accept_complaint(*, complaint: UUID, by: User, at: datetime) -> Complaint:
    """Accept what was received; from the day after, the limit for closing runs.

    By the secretariat, as all of these verbs; Stranger for others. Refused for a petition, which belongs to
    the petition office, and for what was decided already.
    """
    found = held_by_group(complaint, by, at, S.RECEIVED)
    if found.kind == ComplaintKind.PETITION:
        raise Refused("kind", _("A petition is not decided here: direct it to where it belongs."))
    due = last_day("close", found.about, day_of(at))
    add_act(
        found, A.ACCEPT, ComplaintActor(GROUP, by, at), stand=ComplaintStand(S.ACCEPTED, "close", due, due)
    )
    return found


@transaction.atomic
def refuse_complaint(*, complaint: UUID, reason: str, by: User, at: datetime) -> Complaint:
    """Not accept it, for a reason that the complainant is told. Refused without one, and after a decision."""
    found = held_by_group(complaint, by, at, S.RECEIVED)
    words = needed(reason, _("Give the reason; the complainant reads it."))
    add_act(
        found,
        A.REFUSE,
        ComplaintActor(GROUP, by, at),
        words=words,
        stand=ComplaintStand(S.REFUSED, "", None, None),
    )
    return found


@transaction.atomic
def direct_complaint(*, complaint: UUID, route: str, words: str, by: User, at: datetime) -> Complaint:
    """Direct the complainant to the body that it belongs to, with words for the complainant.

    Refused for a body that `routes.toml` doesn't know, without words, and once it was accepted.
    """
    found = held_by_group(complaint, by, at, S.RECEIVED)
    if route_named(route) is None:
        raise Refused("route", _("Choose where it belongs."))
    kept = needed(words, _("Say why it belongs there; the complainant reads it."))
    stand = ComplaintStand(S.DIRECTED, "", None, None)
    add_act(found, A.DIRECT, ComplaintActor(GROUP, by, at), words=kept, detail=route, stand=stand)
    return found


@transaction.atomic
def forward_complaint(
    *, complaint: UUID, institution: UUID | None, extract: str, by: User, at: datetime
) -> Complaint:
    """Forward an accepted complaint to the institution that must deal with it, as the group words it.

    The institution reads this extract and never what was handed in; from now on also the record of the case
    names the complaint. Refused without an extract, for an institution that takes no part in the project (or,
    where none is named, isn't confirmed), and where it isn't accepted.
    """
    found = held_by_group(complaint, by, at, S.ACCEPTED)
    words = needed(extract, _("Write what the institution is told, without who complained."), "extract")
    chosen = next((one for one in institutions_to_choose(found) if one.pk == institution), None)
    if chosen is None:
        raise Refused("institution", _("Choose the institution that must deal with it."))
    who = ComplaintActor(GROUP, by, at)
    put_into_record(found, who)
    found.institution = chosen
    add_act(found, A.FORWARD, who, words=words, detail=str(chosen.pk), stand=_with_institution(found, at))
    tell_forwarded(found, by=by, at=at)
    return found


@transaction.atomic
def send_back(*, complaint: UUID, words: str, by: User, at: datetime) -> Complaint:
    """Send an answer back to the institution with what is missing; its limit runs anew, within the whole.

    Refused without words, and where no answer is under review.
    """
    found = held_by_group(complaint, by, at, S.ANSWERED)
    kept = needed(words, _("Say what the answer lacks; the institution reads it."))
    add_act(found, A.ASK_AGAIN, ComplaintActor(GROUP, by, at), words=kept, stand=_with_institution(found, at))
    tell_forwarded(found, by=by, at=at)
    return found


@transaction.atomic
def extend_complaint(*, complaint: UUID, reason: str, by: User, at: datetime) -> Complaint:
    """Put the limit for closing off once, by the days in force, with a reason that the complainant reads.

    Refused without a reason, twice, and where no limit for closing runs.
    """
    found = held_by_group(complaint, by, at, *RUNNING)
    words = needed(reason, _("Give the reason; the complainant reads it."))
    if found.close_due is None or found.acts.filter(kind=A.EXTEND).exists():
        raise Refused("extended", _("The limit was put off once already; it can't be put off again."))
    days = limit("extension", found.about, day_of(at)).value
    later = found.close_due + timedelta(days=days)
    due = later if found.clock == "close" else found.due
    stand = ComplaintStand(found.state, found.clock, due, later)
    add_act(found, A.EXTEND, ComplaintActor(GROUP, by, at), words=words, stand=stand)
    tell_extended(found, by=by, at=at)
    return found


@transaction.atomic
def close_complaint(*, complaint: UUID, outcome: str, by: User, at: datetime) -> Complaint:
    """Close it with an outcome that the complainant reads: after the answer, or where none is needed.

    Refused without an outcome, while the institution is to answer, and while a mediation is under way.
    """
    found = held_by_group(complaint, by, at, S.ACCEPTED, S.ANSWERED)
    words = needed(outcome, _("Say what came of it; the complainant reads it."))
    if mediation_of(found.acts.order_by("sequence").values_list("kind", flat=True)).open:
        raise Refused("mediation", _("A mediation is open: put its outcome on record first."))
    who = ComplaintActor(GROUP, by, at)
    add_act(found, A.CLOSE, who, words=words, stand=ComplaintStand(S.CLOSED, "", None, found.close_due))
    tell_institution_closed(found, by=by, at=at)
    return found


@transaction.atomic
def name_project(*, complaint: UUID, project: str, by: User, at: datetime) -> Complaint:
    """Say which published project a complaint is about that named none; once.

    Refused for a number that the register doesn't have, and where a project is named.
    """
    found = held_by_group(complaint, by, at)
    entry = register().filter(number=project.strip().upper()).select_related("case__call__guide").first()
    if entry is None:
        raise Refused("project", _("The register has no project of this number."))
    if found.about is not None:
        raise Refused("project", _("It is about a project already."))
    found.about = entry.case
    who = ComplaintActor(GROUP, by, at)
    add_act(found, A.NAME_PROJECT, who, detail=entry.number)
    if found.kind not in DISCREET or found.institution_id is not None:
        put_into_record(found, who)
    return found


@transaction.atomic
def link_complaint(*, complaint: UUID, earlier: str, by: User, at: datetime) -> Complaint:
    """Say that a complaint repeats an earlier one; once.

    Refused for an unknown number, for itself, for one that came later, and where one is linked.
    """
    found = held_by_group(complaint, by, at)
    there = readable_complaints(roles_of(by, at=at)).filter(number=earlier.strip().upper()).first()
    if there is None or there.received_at >= found.received_at:
        raise Refused("earlier", _("Give the number of an earlier complaint."))
    if found.predecessor_id is not None:
        raise Refused("earlier", _("It is linked to an earlier one already."))
    found.predecessor = there
    add_act(found, A.LINK, ComplaintActor(GROUP, by, at), detail=there.number)
    return found


def _with_institution(complaint: Complaint, at: datetime) -> ComplaintStand:
    """With the institution: until its own limit, and not beyond that for the whole."""
    day = day_of(at)
    own = last_day("answer", complaint.about, day)
    due: date = min(own, complaint.close_due) if complaint.close_due and complaint.close_due >= day else own
    return ComplaintStand(S.WITH_INSTITUTION, "answer", due, complaint.close_due)
