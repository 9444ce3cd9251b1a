"""What staff and institutions read of a complaint; each opening of words, identity or file is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.complaints.mediation import Mediation, mediation_of
from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintFile
from xianxing.pilot.complaints.permissions import (
    acts_told,
    institutions_for,
    may_learn_identity,
    may_read_words,
    readable_complaints,
)
from xianxing.pilot.complaints.sealing import (
    ComplaintWords,
    Identity,
    file_of,
    identity_of,
    said_with,
    words_of,
)
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import PersonRoles, roles_of
from xianxing.pilot.refusal import Refused, Stranger


@dataclass(frozen=True)
class PastComplaintAct:
    """An act with its words, or without them where they aren't for the person."""

    act: ComplaintAct
    words: str


@dataclass(frozen=True)
class OpenedComplaint:
    """A complaint as the person reads it; `words` is None where they aren't for the person."""

    complaint: Complaint
    words: ComplaintWords | None
    unreadable: str
    acts: tuple[PastComplaintAct, ...]
    mediation: Mediation
    has_file: bool


def complaint_to_read(number: str, by: User, *, at: datetime) -> Complaint:
    """A complaint that the person may know of; Stranger where there is none."""
    rows = readable_complaints(roles_of(by, at=at))
    related = rows.select_related("institution", "ledger", "about__call__guide", "entered_by")
    found = related.filter(number=number.strip().upper()).first()
    if found is None:
        raise Stranger(_("There is no such complaint."))
    return found


def own_complaints(by: User, *, at: datetime) -> QuerySet[Complaint]:
    """What a person deals with for an institution; Stranger for one who deals with complaints for none."""
    roles = roles_of(by, at=at)
    if not institutions_for(roles):
        raise Stranger(_("There is no such ledger."))
    return readable_complaints(roles)


def open_complaint(number: str, by: User, *, at: datetime) -> OpenedComplaint:
    """Open a complaint: the group's secretariat and head with its words, others without.

    Whoever reads the words stands in the access log. Of an institution's own ledger the institution reads
    all. Stranger for who may not know of it.
    """
    found, roles = complaint_to_read(number, by, at=at), roles_of(by, at=at)
    words, unreadable = None, ""
    if _reads_words(found, roles):
        try:
            words = words_of(found)
            note(AccessKind.COMPLAINT_READ, user=None, by=by, at=at, detail=found.number)
        except Refused as refused:
            unreadable = refused.message
    acts = list(found.acts.select_related("by").order_by("sequence"))
    told = None if found.ledger_id in institutions_for(roles) else acts_told(roles)
    return OpenedComplaint(
        found, words, unreadable, tuple(PastComplaintAct(act, _said(act, told)) for act in acts),
        mediation_of(act.kind for act in acts), ComplaintFile.objects.filter(complaint=found).exists(),
    )  # fmt: skip


def learns_identity(complaint: Complaint, roles: PersonRoles) -> bool:
    """Whether the person may learn who complains.

    The secretariat; the institution of its own ledger, and of what was forwarded only with the complainant's
    agreement.
    """
    own = institutions_for(roles)
    if complaint.ledger_id in own or (may_learn_identity(roles) and complaint.ledger_id is None):
        return True
    return complaint.may_be_named and complaint.institution_id in own


def reveal_identity(number: str, by: User, *, at: datetime) -> Identity:
    """Who complains; the access log says who asked. Refused for whoever may not learn it."""
    found = complaint_to_read(number, by, at=at)
    if not learns_identity(found, roles_of(by, at=at)):
        raise Refused("identity", _("The complainant did not agree that you learn who it is."))
    identity = identity_of(found)
    note(AccessKind.COMPLAINANT_READ, user=None, by=by, at=at, detail=found.number)
    return identity


def read_file(number: str, by: User, *, at: datetime) -> FileContent:
    """The file beside a complaint, for whoever reads its words; Stranger for others.

    That it was read is noted; a name of a file may tell who complains, and isn't.
    """
    found = complaint_to_read(number, by, at=at)
    file = ComplaintFile.objects.filter(complaint=found).first()
    if file is None or not _reads_words(found, roles_of(by, at=at)):
        raise Stranger(_("There is no such file."))
    content = file_of(file)
    note(AccessKind.COMPLAINT_READ, user=None, by=by, at=at, detail=f"{found.number} #1")
    return content


def _reads_words(complaint: Complaint, roles: PersonRoles) -> bool:
    return may_read_words(roles) or (complaint.ledger_id in institutions_for(roles))


def _said(act: ComplaintAct, told: frozenset[str] | None) -> str:
    if told is not None and act.kind not in told:
        return ""
    try:
        return said_with(act)
    except Refused as refused:
        return refused.message
