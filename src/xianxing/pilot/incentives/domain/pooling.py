"""Standing in the talent pool: by one's own consent, for contributions found to be large (6.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.models import ContributionState, TalentConsent, TalentContribution
from xianxing.pilot.incentives.permissions import may_keep_pool, may_stand_in_pool
from xianxing.pilot.incentives.pool import acts_of, consent_of, stated_contributions
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.row_seals import seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.values import started_on
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

LONGEST_WORDS, LONGEST_ROLE = 1_000, 100


@transaction.atomic
def give_consent_to_pool(*, digest: str, expertise: str, by: User, at: datetime) -> TalentConsent:
    """Agree to stand in the pool, to the text that was shown (`digest`), with one's own expertise.

    Refused for who may not stand there, for another text than today's, without expertise, and twice.
    """
    _lock(by)
    if not may_stand_in_pool(roles_of(by, at=at)):
        raise Refused("role", _("People of institutions and of the working group can stand in the pool."))
    text = consent_text(day_of(at))
    if digest != text.digest:
        raise Refused("text", _("The text has changed; read it again and agree to it as it is now."))
    if TalentConsent.objects.filter(person=by, withdrawn_at__isnull=True).exists():
        raise Refused("held", _("You have agreed already."))
    said = _text(expertise, "expertise", _("Write what your expertise is."), LONGEST_WORDS)
    row = TalentConsent(person=by, text=text.id, text_digest=text.digest, expertise=said, given_at=at)
    row.seal = seal_of(row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def withdraw_consent_to_pool(*, by: User, at: datetime) -> TalentConsent:
    """Take one's own consent back: out of the pool at once, expertise and contributions deleted.

    Stays: who agreed to which text, from when until when. Refused without a consent in force.
    """
    _lock(by)
    row = consent_of(by)
    if row is None:
        raise Refused("consent", _("There is no consent of yours that could be taken back."))
    TalentContribution.objects.filter(person=by).delete()
    row.expertise, row.withdrawn_at = "", at
    row.seal = seal_of(row)
    row.save(update_fields=["expertise", "withdrawn_at", "seal"])
    return row


@transaction.atomic
def state_contribution(*, case: UUID, role: str, words: str, by: User, at: datetime) -> TalentContribution:
    """State what one did for a project, in own words; the acts that the record shows are kept with it.

    Refused without a consent in force, for a project that has not started, twice for one project, without
    role and words. Stranger for a project that the person doesn't read.
    """
    _lock(by)
    view = case_to_read(case, by, at=at)
    if consent_of(by) is None:
        raise Refused("consent", _("Agree to stand in the pool first."))
    if started_on(view.case) is None:
        raise Refused("not-started", _("The project has not started its trial."))
    if TalentContribution.objects.filter(person=by, case=view.case).exists():
        raise Refused("held", _("You have stated what you did for this project; take that back first."))
    row = TalentContribution(
        person=by, case=view.case, proofs=acts_of(view, by), stated_at=at,
        role=_text(role, "role", _("Write in which role you took part."), LONGEST_ROLE),
        words=_text(words, "words", _("Write what you did."), LONGEST_WORDS),
    )  # fmt: skip
    row.seal = seal_of(row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def drop_contribution(*, contribution: int, by: User) -> None:
    """Take back what one stated, accepted or not; it is deleted. Stranger for another's."""
    _lock(by)
    found = TalentContribution.objects.filter(pk=contribution, person=by)
    if not found.exists():
        raise Stranger(_("There is no such contribution."))
    found.delete()


@transaction.atomic
def decide_contribution(
    *, contribution: int, accept: bool, reason: str, by: User, at: datetime
) -> TalentContribution:
    """Find a contribution large, so that its person stands in the pool for it, or not; with a reason.

    By the secretariat, never about oneself. Stranger for one that waits no more.
    """
    require(may_keep_pool, by, at=at)
    _lock(_waiting(contribution).person)
    row = _waiting(contribution)
    if row.person_id == by.pk:
        raise Refused("own", _("Somebody else decides about your own contribution."))
    row.reason = _text(reason, "reason", _("Give the reason."), LONGEST_WORDS)
    row.state = ContributionState.ACCEPTED if accept else ContributionState.DECLINED
    row.decided_by, row.decided_at = by, at
    row.seal = seal_of(row)
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "seal"])
    tell(recipients=[row.person], kind="talent_decided", at=at)
    return row


def _waiting(contribution: int) -> TalentContribution:
    found = next((one for one in stated_contributions() if one.pk == contribution), None)
    if found is None:
        raise Stranger(_("There is no such contribution."))
    return found


def _text(text: str, field: str, missing: str, longest: int) -> str:
    kept = cleaned(text)
    if not kept:
        raise Refused(field, missing)
    if len(kept) > longest:
        raise Refused(field, _("Say it in at most {limit} characters.").format(limit=longest))
    return kept


def _lock(person: User) -> None:
    """Until the transaction ends, so that two acts of one person wait for each other."""
    list(User.objects.select_for_update().filter(pk=person.pk).values_list("pk", flat=True))
