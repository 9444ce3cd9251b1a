"""Who handles complaints, who reads which, and who alone learns who complained (clause 5.2.3).

An institution's people read what was forwarded to it and its own ledger; the name of a complainant only where
the complainant agreed. What everybody may do is in `domain.receiving` and `domain.following`.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintActKind, ComplaintFile
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import Predicate, is_group_head, is_secretariat, is_working_group
from xianxing.pilot.parties.queries import PersonRoles, roles_of

# Whoever deals with complaints for an institution; the others of its people don't read them.
COMPLAINT_ROLES = frozenset({MemberRole.MANAGER, MemberRole.CONTACT, MemberRole.COMPLIANCE_HEAD})

may_see_ledger: Predicate = is_working_group
may_handle: Predicate = is_secretariat
may_learn_identity: Predicate = is_secretariat


def may_read_words(roles: PersonRoles) -> bool:
    """Reading what was handed in and the file beside it: the secretariat and the head of the group."""
    return is_secretariat(roles) or is_group_head(roles)


def institutions_for(roles: PersonRoles) -> frozenset[UUID]:
    """The institutions for which the person deals with complaints."""
    return frozenset(pk for pk, held in roles.institutions.items() if held & COMPLAINT_ROLES)


def deals_for_institution(roles: PersonRoles) -> bool:
    """One who deals with complaints for some institution."""
    return bool(institutions_for(roles))


def readable_complaints(roles: PersonRoles) -> QuerySet[Complaint]:
    """What the person may know of: all for the working group, the forwarded and own ones for institutions.

    Nothing about a case that is stopped for secrecy.
    """
    rows = Complaint.objects.exclude(about__in=stopped_cases())
    if may_see_ledger(roles):
        return rows
    own = institutions_for(roles)
    # `institution` is set by the forwarding alone, and by the institution's own entry.
    return rows.filter(Q(institution__in=own) | Q(ledger__in=own)) if own else rows.none()


def acts_told(roles: PersonRoles) -> frozenset[str] | None:
    """The kinds of acts whose words the person reads; None for all.

    Reasons and outcomes are written to the complainant and may tell who that is: no institution reads them.
    """
    if may_read_words(roles):
        return None
    if may_see_ledger(roles):
        return frozenset()
    told = ComplaintActKind
    return frozenset(
        {
            told.FORWARD, told.ANSWER, told.ASK_AGAIN, told.OFFER_MEDIATION, told.INSTITUTION_AGREES,
            told.INSTITUTION_DECLINES, told.MEDIATION_SETTLED, told.MEDIATION_FAILED,
        }
    )  # fmt: skip


def concerns_complaint(view: CaseView, user: User, row: Complaint) -> bool:
    """A complaint on record concerns the person who may know of it."""
    return readable_complaints(roles_of(user, at=view.at)).filter(pk=row.pk).exists()


def concerns_part(view: CaseView, user: User, row: ComplaintAct | ComplaintFile) -> bool:
    """An act on a complaint and its file concern whom the complaint concerns."""
    return concerns_complaint(view, user, row.complaint)
