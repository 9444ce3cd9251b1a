"""Reviews, pledge, compliance signature, consent: each a person's own act about the frozen body.

Every act names the digest that was on the person's screen. Order: units' reviews, the lead's reviews, the
compliance signature, consents; the pledge of truth at any time before the own consent.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.filings.actors import StepUp, refuse_unverified
from xianxing.pilot.filings.attest.acts import (
    Words,
    after,
    keep,
    opened,
    opinion_of,
    performed,
    record_word,
    refuse_author,
    refuse_other_signer,
    together,
)
from xianxing.pilot.filings.attest.freezing import step_from
from xianxing.pilot.filings.attest.messages import called
from xianxing.pilot.filings.models import Attestation, AttestationKind, Filing, Unit
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

REVIEW, LEAD_REVIEW, CONSENT = (Means.REVIEW_UNIT,), (Means.REVIEW_AS_LEAD,), (Means.GIVE_CONSENT,)
SIGN = (Means.SIGN_COMPLIANCE_AS_LEAD, Means.SIGN_COMPLIANCE_AS_PARTNER)


@transaction.atomic
def review_unit(
    *, filing: Filing, unit: Unit, opinion: str, digest: str, by: User, at: datetime
) -> Attestation:
    """The unit's reviewer confirms its internal review (clause 4.3.1).

    Refused for whoever wrote a cell or uploaded a file of this filing: author and reviewer differ.
    """
    act = opened(AttestationKind.UNIT_REVIEW, filing, unit, digest, by, at)
    refuse_author(act)
    return performed(act, REVIEW, Words(opinion=opinion_of(opinion)))


@transaction.atomic
def pledge_truth(
    *, filing: Filing, unit: Unit, digest: str, by: User, at: datetime, title: str = ""
) -> Attestation:
    """The unit's signatory pledges that everything is true. The procedure's step is the unit's consent."""
    act = opened(AttestationKind.TRUTH_PLEDGE, filing, unit, digest, by, at)
    step_from(act.body.filing.case, CONSENT)
    row = keep(act, Words(title=title or act.title))
    record_word(act, [NamedRow(row)])
    return row


@transaction.atomic
def review_as_lead(
    *, filing: Filing, about: Unit | None, opinion: str, digest: str, by: User, at: datetime
) -> Attestation:
    """The lead's reviewer confirms having reviewed a joint unit's material (clause 4.3.1).

    `about` is None where the lead files alone. The procedure's step is taken with the last joint unit, and
    names all of these reviews; nothing before every unit's own review.
    """
    unit = filing.units.filter(lead=True, left_at__isnull=True).get()
    act = opened(AttestationKind.LEAD_REVIEW, filing, unit, digest, by, at)
    joint: list[Unit | None] = [other for other in act.who.units if not other.lead]
    if about not in (joint or [None]):
        raise Refused("unit", _("The lead reviews each joint unit; without any, the filing as a whole."))
    refuse_author(act)
    after(act, AttestationKind.UNIT_REVIEW, _("The lead reviews once every unit has reviewed its material."))
    return together(act, LEAD_REVIEW, Words(about=about, opinion=opinion_of(opinion)))


@transaction.atomic
def sign_compliance(
    *,
    filing: Filing,
    unit: Unit,
    digest: str,
    report_digest: str,
    by: User,
    at: datetime,
    step_up: StepUp,
    title: str = "",
) -> Attestation:
    """The compliance head signs the report off: the named person's own act, all on screen (clause 4.1.2).

    `report_digest` is the SHA-256 of the report that was on screen. Behind a technology firm each pilot
    institution that supplies the scenario signs; the procedure's step is taken with the last signature and
    names all of them.
    """
    step_up.must_be(by)
    act = opened(AttestationKind.COMPLIANCE, filing, unit, digest, by, at)
    refuse_other_signer(act, report_digest)
    after(act, AttestationKind.LEAD_REVIEW, _("The compliance head signs after the lead's review."))
    return together(act, SIGN, Words(title=title or act.title, seen_report=report_digest, step_up=step_up))


@transaction.atomic
def give_consent(
    *,
    filing: Filing,
    unit: Unit,
    digest: str,
    recognises: Collection[str],
    by: User,
    at: datetime,
    step_up: StepUp,
    title: str = "",
) -> Attestation:
    """The unit's signatory consents to the filing and recognises the named units (clause 3.1).

    `recognises` are the keys of all other units, as they stood on the screen. Refused for an unverified
    institution and before the unit's pledge of truth. A click is no legal signature: see `signature_pages`.
    """
    step_up.must_be(by)
    act = opened(AttestationKind.CONSENT, filing, unit, digest, by, at)
    refuse_unverified(act.unit)
    others = {other.key for other in act.who.units} - {act.unit.key}
    if set(recognises) != others:
        raise Refused(
            "recognises",
            _("A consent names every other unit of the filing: {units}.").format(
                units="、".join(called(other) for other in act.who.units if other.key in others)
            ),
        )
    after(act, AttestationKind.COMPLIANCE, _("Units consent after the compliance signature."))
    after(act, AttestationKind.TRUTH_PLEDGE, _("The unit's pledge of truth comes before its consent."))
    named = tuple(sorted(others))
    return performed(act, CONSENT, Words(title=title or act.title, recognises=named, step_up=step_up))


def confirm_again(
    *,
    attestation: Attestation,
    digest: str,
    by: User,
    at: datetime,
    step_up: StepUp | None = None,
    report_digest: str = "",
) -> Attestation:
    """Give an attestation of an earlier body again on the one in force, with the same words.

    Only its own author can, in the role still held, having seen what changed. A consent is given again only
    to the same units; a refusal isn't repeated.
    """
    if attestation.by_id != by.pk:
        raise Refused("not-yours", _("Only the person who gave it can give it again."))
    said, filing, unit = attestation, attestation.body.filing, attestation.unit
    match AttestationKind(said.kind):
        case AttestationKind.UNIT_REVIEW:
            return review_unit(filing=filing, unit=unit, opinion=said.opinion, digest=digest, by=by, at=at)
        case AttestationKind.TRUTH_PLEDGE:
            return pledge_truth(filing=filing, unit=unit, digest=digest, by=by, at=at, title=said.title)
        case AttestationKind.LEAD_REVIEW:
            return review_as_lead(
                filing=filing, about=said.about, opinion=said.opinion, digest=digest, by=by, at=at
            )
        case AttestationKind.COMPLIANCE if step_up and not said.refused:
            return sign_compliance(
                filing=filing, unit=unit, digest=digest, report_digest=report_digest, by=by, at=at,
                step_up=step_up, title=said.title,
            )  # fmt: skip
        case AttestationKind.CONSENT if step_up:
            return give_consent(
                filing=filing, unit=unit, digest=digest, recognises=said.recognises, by=by, at=at,
                step_up=step_up, title=said.title,
            )  # fmt: skip
    raise Refused("again", _("This needs your second factor, or can't be repeated; give it anew."))
