"""What the secretariat can do with a complaint where it stands, and the form's answer to each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xianxing.i18n import gettext
from xianxing.pilot.complaints.domain import handling, mediating
from xianxing.pilot.complaints.domain.writing import RUNNING
from xianxing.pilot.complaints.mediation import mediation_of
from xianxing.pilot.complaints.models import Complaint, ComplaintActKind, ComplaintKind, ComplaintState
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

S = ComplaintState


@dataclass(frozen=True)
class ComplaintOffer:
    """An act that is possible now: its name in the form, its label, what the words are for ("" for none).

    `asks` names what is chosen besides: `institution`, `route`, `project` or `earlier`.
    """

    act: str
    label: str
    words: str = ""
    asks: str = ""


def offered(row: Complaint) -> tuple[ComplaintOffer, ...]:
    """What the secretariat can do with it now; of an institution's own ledger, nothing that decides."""
    said = gettext("The complainant reads this.")
    kinds = list(row.acts.order_by("sequence").values_list("kind", flat=True))
    found: list[ComplaintOffer] = []
    if row.ledger_id is None and row.state == S.RECEIVED:
        if row.kind != ComplaintKind.PETITION:
            found.append(ComplaintOffer("accept", gettext("Accept it")))
            found.append(ComplaintOffer("refuse", gettext("Not accept it"), said))
        found.append(ComplaintOffer("direct", gettext("Direct it elsewhere"), said, "route"))
    if row.ledger_id is None and row.state == S.ACCEPTED:
        told = gettext("The institution reads this; don't write who complained.")
        found.append(ComplaintOffer("forward", gettext("Forward it"), told, "institution"))
    if row.ledger_id is None and row.state == S.ANSWERED:
        found.append(
            ComplaintOffer("ask", gettext("Send the answer back"), gettext("The institution reads this."))
        )
    if row.ledger_id is None and row.state in (S.ACCEPTED, S.ANSWERED):
        found.append(ComplaintOffer("close", gettext("Close it"), said))
    if row.ledger_id is None and row.state in RUNNING and ComplaintActKind.EXTEND not in kinds:
        found.append(ComplaintOffer("extend", gettext("Put closing off, once"), said))
    found += _mediation(row, kinds)
    if row.about_id is None:
        found.append(ComplaintOffer("project", gettext("Name the project that it is about"), "", "project"))
    if row.predecessor_id is None:
        found.append(ComplaintOffer("link", gettext("Link it to an earlier one"), "", "earlier"))
    return tuple(found)


def act_typed(row: Complaint, act: str, typed: Mapping[str, str], by: User, at: datetime) -> None:
    """Do what the form says. Refused as the verb does, and for an act that there isn't."""
    words = typed.get("words", "")
    verbs: dict[str, Callable[[], object]] = {
        "accept": lambda: handling.accept_complaint(complaint=row.pk, by=by, at=at),
        "refuse": lambda: handling.refuse_complaint(complaint=row.pk, reason=words, by=by, at=at),
        "direct": lambda: handling.direct_complaint(
            complaint=row.pk, route=typed.get("route", ""), words=words, by=by, at=at
        ),
        "forward": lambda: handling.forward_complaint(
            complaint=row.pk, institution=_uuid(typed.get("institution", "")), extract=words, by=by, at=at
        ),
        "ask": lambda: handling.send_back(complaint=row.pk, words=words, by=by, at=at),
        "close": lambda: handling.close_complaint(complaint=row.pk, outcome=words, by=by, at=at),
        "extend": lambda: handling.extend_complaint(complaint=row.pk, reason=words, by=by, at=at),
        "offer": lambda: mediating.offer_mediation(complaint=row.pk, words=words, by=by, at=at),
        "yes": lambda: mediating.say_for_complainant(
            complaint=row.pk, agrees=True, words=words, by=by, at=at
        ),
        "no": lambda: mediating.say_for_complainant(
            complaint=row.pk, agrees=False, words=words, by=by, at=at
        ),
        "settled": lambda: mediating.end_mediation(complaint=row.pk, settled=True, words=words, by=by, at=at),
        "failed": lambda: mediating.end_mediation(complaint=row.pk, settled=False, words=words, by=by, at=at),
        "project": lambda: handling.name_project(
            complaint=row.pk, project=typed.get("project", ""), by=by, at=at
        ),
        "link": lambda: handling.link_complaint(
            complaint=row.pk, earlier=typed.get("earlier", ""), by=by, at=at
        ),
    }
    if act not in verbs:
        raise Refused("act", gettext("Choose what is to be done."))
    verbs[act]()


def _mediation(row: Complaint, kinds: list[str]) -> list[ComplaintOffer]:
    mediation, both = mediation_of(kinds), gettext("Both sides read this.")
    if row.state not in RUNNING or row.ledger_id is not None:
        return []
    failed = ComplaintOffer("failed", gettext("Mediation: no agreement was reached"), both)
    if mediation.begun:
        return [ComplaintOffer("settled", gettext("Mediation: an agreement was reached"), both), failed]
    if mediation.open and mediation.complainant is None:
        how = gettext("How the complainant told you; the group alone reads this.")
        return [
            ComplaintOffer("yes", gettext("The complainant agrees to mediation"), how),
            ComplaintOffer("no", gettext("The complainant declines mediation"), how),
            failed,
        ]
    if mediation.open:
        return [failed]
    possible = row.kind == ComplaintKind.COMPLAINT and not row.anonymous and row.institution_id is not None
    return [ComplaintOffer("offer", gettext("Offer mediation"), both)] if possible else []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
