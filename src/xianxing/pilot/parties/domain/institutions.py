"""Registering, claiming, confirming and renaming institutions."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from stdnum.cn import uscc as social_credit_code

from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.domain.appointments import end_membership, grant_membership
from xianxing.pilot.parties.domain.letters import keep_letter, refuse_unusable
from xianxing.pilot.parties.enums import AccessKind, InstitutionStatus, MemberRole
from xianxing.pilot.parties.models import Claim, FormerName, Institution, Licence, Membership, User
from xianxing.pilot.parties.permissions import is_secretariat, manages, require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of


@transaction.atomic
def claim_institution(
    *,
    uscc: str,
    name: str,
    kind: str,
    claimant: User,
    letter_name: str,
    letter: bytes,
    at: datetime,
    media_type: str = "application/pdf",
) -> Claim:
    """Claim an institution with its authorisation letter; it stays unverified until staff confirm it.

    The first claimant may prepare drafts at once. Anybody later is told to contact the working group and
    learns nothing else, whether the code was claimed, confirmed or refused. After a refusal its own account
    manager hands in another letter; where the refusal freed the code, whoever comes next is the first again.
    """
    code = social_credit_code.compact(uscc)
    if not social_credit_code.is_valid(code):
        raise Refused(
            "uscc",
            _("The unified social credit code is not valid: 18 characters, the last one a check digit."),
        )
    refuse_unusable(letter)
    try:
        with transaction.atomic():
            institution = Institution.objects.create(name=cleaned(name), uscc=code, kind=kind)
    except IntegrityError:
        institution = _claimed_anew(code, name, kind, claimant, at)
    claim = Claim.objects.create(
        institution=institution,
        claimant=claimant,
        letter_name=letter_name,
        made_at=at,
        letter_sha256=hashlib.sha256(letter).hexdigest(),
    )
    keep_letter(claim=claim, media_type=media_type, content=letter)
    note(AccessKind.CLAIMED, user=claimant, by=claimant, at=at, detail=institution.name)
    grant_membership(
        user=claimant, institution=institution, role=MemberRole.MANAGER, at=at, power_of_attorney=letter_name
    )
    return claim


@transaction.atomic
def confirm_claim(*, claim: Claim, by: User, evidence: str, at: datetime) -> Institution:
    """The secretariat confirms an institution and says on what evidence; a decided claim stays as it is."""
    require(is_secretariat, by, at=at)
    evidence = cleaned(evidence)
    if not evidence:
        raise Refused(
            "evidence", _("Say what the confirmation rests on, such as the letter and the licence looked at.")
        )
    _open(claim)
    claim.decided_at, claim.decided_by, claim.granted = at, by, True
    claim.save(update_fields=["decided_at", "decided_by", "granted"])
    institution = claim.institution
    institution.status = InstitutionStatus.VERIFIED
    institution.verified_at, institution.verified_by, institution.verified_on_evidence = at, by, evidence
    institution.save()
    note(AccessKind.CLAIM_CONFIRMED, user=claim.claimant, by=by, at=at, detail=institution.name)
    return institution


@transaction.atomic
def refuse_claim(*, claim: Claim, by: User, reason: str, at: datetime, free: bool = False) -> None:
    """The secretariat refuses a claim with a reason; the institution stays unverified.

    With `free` every role in it ends, so that its code can be claimed by the right people: for a letter that
    isn't the institution's.
    """
    require(is_secretariat, by, at=at)
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("A refusal needs a reason that the claimant can read."))
    _open(claim)
    claim.decided_at, claim.decided_by, claim.granted, claim.reason = at, by, False, reason
    claim.save(update_fields=["decided_at", "decided_by", "granted", "reason"])
    note(AccessKind.CLAIM_REFUSED, user=claim.claimant, by=by, at=at, detail=claim.institution.name)
    if free:
        for held in Membership.objects.active(at).filter(institution=claim.institution).order_by("pk"):
            end_membership(membership=held, at=at, by=by)


@transaction.atomic
def state_territory(
    *,
    institution: Institution,
    by: User,
    registered_in: str,
    jurisdiction: str,
    evidence: str,
    as_of: date,
    at: datetime,
) -> None:
    """An account manager states where the institution is registered and supervised, on what evidence.

    Whether that satisfies a guide is for the guide's own rules. Refused without evidence.
    """
    _needs_manager(by, institution, at)
    evidence = cleaned(evidence)
    if not evidence:
        raise Refused("evidence", _("Name the document that shows it, such as the business licence."))
    institution.registered_in, institution.jurisdiction = cleaned(registered_in), cleaned(jurisdiction)
    institution.territory_evidence, institution.territory_as_of = evidence, as_of
    institution.save(update_fields=["registered_in", "jurisdiction", "territory_evidence", "territory_as_of"])


@transaction.atomic
def add_licence(
    *,
    institution: Institution,
    by: User,
    name: str,
    number: str,
    authority: str,
    valid_from: date | None,
    valid_to: date | None,
    at: datetime,
) -> Licence:
    """An account manager adds a licence with its validity; refused when it ends before it begins."""
    _needs_manager(by, institution, at)
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused("validity", _("The licence ends before it begins; check the two days."))
    return Licence.objects.create(
        institution=institution,
        name=cleaned(name),
        number=cleaned(number),
        authority=cleaned(authority),
        valid_from=valid_from,
        valid_to=valid_to,
    )


@transaction.atomic
def rename_institution(*, institution: Institution, name: str, evidence: str, by: User, at: datetime) -> None:
    """The secretariat enters an institution's new name; the old one is kept with the day on which it ended.

    What was filed keeps the name that it was filed with; drafts say it in cells of their own. Refused without
    evidence, without another name, and for an institution that isn't confirmed: its name is only claimed.
    """
    require(is_secretariat, by, at=at)
    new = cleaned(name)
    if not institution.verified:
        raise Refused("unverified", _("Confirm the institution first; until then its name is only claimed."))
    if not new or new == institution.name:
        raise Refused("name", _("Write the new name, as it stands on the business licence."))
    evidence = cleaned(evidence)
    if not evidence:
        raise Refused("evidence", _("Name the document that shows it, such as the business licence."))
    FormerName.objects.create(
        institution=institution, name=institution.name, until=day_of(at), reason=evidence
    )
    institution.name = new
    institution.save(update_fields=["name"])


def _claimed_anew(uscc: str, name: str, kind: str, claimant: User, at: datetime) -> Institution:
    """An institution whose claim was refused, for its own manager, or for anybody when nobody acts for it.

    In every other case the same refusal, so that nobody learns which it is. What somebody without authority
    had stated of it is gone.
    """
    found = Institution.objects.select_for_update().get(uscc=uscc)
    own = manages(roles_of(claimant, at=at), found.pk)
    nobody = not Membership.objects.active(at).filter(institution=found).exists()
    last = found.claims.order_by("-made_at", "-pk").first()
    if found.verified or last is None or last.granted is not False or not (own or nobody):
        raise Refused(
            "contact-the-group",
            _("This institution can't be claimed here; please contact the working group."),
        )
    if not own:
        found.name, found.kind, found.territory_as_of = cleaned(name), kind, None
        found.registered_in = found.jurisdiction = found.territory_evidence = ""
        found.save()
        found.licences.all().delete()
    return found


def _needs_manager(user: User, institution: Institution, at: datetime) -> None:
    if not manages(roles_of(user, at=at), institution.pk):
        raise Refused("manager", _("Only an account manager of the institution may change its facts."))


def _open(claim: Claim) -> None:
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if current.decided_at is not None:
        raise Refused("decided", _("This claim has been decided already."))
