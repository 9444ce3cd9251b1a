"""Keeping the pool: fields, employers over time, declared ties, and how organisations are related."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.experts.contact_data import ExpertContact, contact_of, seal_contact
from xianxing.pilot.experts.models import (
    DeclaredTie,
    Employment,
    ExpertProfile,
    OrganisationTie,
    RelationKind,
    TieKind,
)
from xianxing.pilot.experts.permissions import may_be_engaged, may_keep_pool
from xianxing.pilot.parties.domain.accounts import create_person
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned


def experts(*, at: datetime) -> list[User]:
    """The pool: everybody who is appointed as an expert at this instant, by the order of their accounts."""
    held = StaffAppointment.objects.active(at).filter(user__is_active=True)
    chosen = [row.user_id for row in held if may_be_engaged(roles_of(row.user, at=at))]
    return list(User.objects.filter(pk__in=chosen).select_related("expert_profile").order_by("pk"))


@transaction.atomic
def enter_expert(*, name: str, phone: str, email: str, by: User, at: datetime) -> User:
    """The secretariat enters somebody without an account into the pool, with how to reach the person.

    Refused without a name, for who isn't of the secretariat, and where neither telephone nor address is
    given: a code has to come by another way than the link. The person can't log in, reads nothing before an
    invitation into a case, and enters by a guest invitation only.
    """
    require(may_keep_pool, by, at=at)
    person = create_person(name=name, by=by, at=at)
    appoint_staff(user=person, role=StaffRole.EXPERT, at=at, granted_by=by)
    keep_profile(expert=person, fields=(), phone=phone, email=email, by=by, at=at)
    if contact_of(ExpertProfile.objects.get(user=person)) == ExpertContact():
        raise Refused("contact", _("Give a telephone or an e-mail address of the expert."))
    return person


@transaction.atomic
def keep_profile(
    *, expert: User, fields: Sequence[str], phone: str, by: User, at: datetime, email: str = ""
) -> ExpertProfile:
    """The secretariat writes down what an expert knows, and how to reach the person, sealed.

    Refused for others, and for a malformed e-mail address.
    """
    require(may_keep_pool, by, at=at)
    _must_be_expert(expert, at)
    contact = ExpertContact(cleaned(phone), cleaned(email).lower())
    try:
        if contact.email:
            validate_email(contact.email)
    except ValidationError:
        raise Refused("email", _("This is not an e-mail address.")) from None
    kept = [word for word in dict.fromkeys(cleaned(field) for field in fields) if word]
    row, _made = ExpertProfile.objects.update_or_create(
        user=expert, defaults={"fields": kept, "contact": seal_contact(expert.pk, contact)}
    )
    return row


@transaction.atomic
def add_employment(
    *,
    expert: User,
    organisation: str,
    since: date,
    by: User,
    at: datetime,
    uscc: str = "",
    until: date | None = None,
) -> Employment:
    """The secretariat writes down an employer; Refused without a name and where it ends before it began."""
    require(may_keep_pool, by, at=at)
    _must_be_expert(expert, at)
    if until is not None and until < since:
        raise Refused("until", _("An employment ends after it begins."))
    return Employment.objects.create(
        expert=expert, organisation=_named(organisation), uscc=_code(uscc), since=since, until=until
    )


@transaction.atomic
def declare_tie(
    *,
    expert: User,
    kind: TieKind,
    organisation: str,
    by: User,
    at: datetime,
    uscc: str = "",
    words: str = "",
) -> DeclaredTie:
    """A tie, declared by the expert or written down by the secretariat; Refused for others."""
    if by.pk != expert.pk:
        require(may_keep_pool, by, at=at)
    _must_be_expert(expert, at)
    return DeclaredTie.objects.create(
        expert=expert, kind=kind, organisation=_named(organisation), uscc=_code(uscc), words=cleaned(words)
    )


@transaction.atomic
def relate_organisations(
    *,
    organisation: str,
    kind: RelationKind,
    other: str,
    by: User,
    at: datetime,
    uscc: str = "",
    other_uscc: str = "",
) -> OrganisationTie:
    """The secretariat writes down that one organisation is another's parent or custodian."""
    require(may_keep_pool, by, at=at)
    return OrganisationTie.objects.create(
        organisation=_named(organisation), uscc=_code(uscc), kind=kind, other=_named(other),
        other_uscc=_code(other_uscc),
    )  # fmt: skip


def _must_be_expert(expert: User, at: datetime) -> None:
    if not may_be_engaged(roles_of(expert, at=at)):
        raise Refused("expert", _("This person isn't appointed as an expert now."))


def _named(organisation: str) -> str:
    kept = cleaned(organisation)
    if not kept or len(kept) > 100:
        raise Refused("organisation", _("Name the organisation, in at most 100 characters."))
    return kept


def _code(uscc: str) -> str:
    kept = cleaned(uscc).upper()
    if kept and len(kept) != 18:
        raise Refused("uscc", _("A unified social credit code has 18 characters; leave it empty if unknown."))
    return kept
