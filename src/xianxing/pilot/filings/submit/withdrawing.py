"""Taking back: a unit's consent before filing; the filing itself afterwards, with all pilot institutions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.performing import Performed, perform
from xianxing.pilot.filings.actors import StepUp, actor_of
from xianxing.pilot.filings.attest.freezing import acting_unit, step_from
from xianxing.pilot.filings.models import Attestation, AttestationKind, Filing, Unit
from xianxing.pilot.filings.permissions import frozen_body, locked, standing
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means


@transaction.atomic
def withdraw_before(*, filing: Filing, unit: Unit, by: User, at: datetime, step_up: StepUp) -> None:
    """A unit takes its consent back before filing; the other attestations stand, and it can consent again."""
    step_up.must_be(by)
    filing = locked(filing)
    who = standing(by, filing, at=at)
    step = step_from(filing.case, (Means.TAKE_BACK_CONSENT,))
    held = Attestation.objects.filter(
        body=frozen_body(filing),
        unit=unit,
        kind=AttestationKind.CONSENT,
        lapsed_at__isnull=True,
        refused=False,
    ).first()
    if held is None:
        raise Refused("no-consent", _("Your unit has given no consent that could be taken back."))
    payload: dict[str, JSON] = {
        "digest": held.seen,
        "consent_at": held.at.isoformat(),
        "second_factor_at": step_up.at.isoformat(),
    }
    held.lapsed_at = at
    held.save(update_fields=["lapsed_at"])
    actor, named = actor_of(who, unit), [NamedRow(held, ("lapsed_at",))]
    perform(case=filing.case, step=step.id, actor=actor, payload=payload, at=at, rests_on=named)


def propose_withdrawal(*, filing: Filing, reason: str, by: User, at: datetime, step_up: StepUp) -> Performed:
    """The lead proposes to withdraw what was filed; nothing ends before every pilot institution joins."""
    return _step(filing, Means.PROPOSE_WITHDRAWAL, None, by, at, step_up, reason=cleaned(reason))


def join_withdrawal(*, filing: Filing, unit: Unit, by: User, at: datetime, step_up: StepUp) -> Performed:
    """A pilot institution's signatory joins a proposed withdrawal (the lead's own institution too)."""
    return _step(filing, Means.JOIN_WITHDRAWAL, unit, by, at, step_up)


def drop_withdrawal(*, filing: Filing, by: User, at: datetime, step_up: StepUp) -> Performed:
    """The lead drops its proposal; those who had joined would have to join anew."""
    return _step(filing, Means.DROP_WITHDRAWAL, None, by, at, step_up)


def withdraw(*, filing: Filing, by: User, at: datetime, step_up: StepUp) -> Performed:
    """The lead withdraws, once every pilot institution has joined; the case ends, the record stays."""
    return _step(filing, Means.WITHDRAW, None, by, at, step_up)


@transaction.atomic
def give_up(*, filing: Filing, by: User, at: datetime, step_up: StepUp) -> Performed:
    """The lead gives up a frozen filing that was never handed in; a draft never frozen just stays a draft."""
    step_up.must_be(by)
    filing = locked(filing)
    if not filing.case.sequence:
        raise Refused("draft", _("Nobody has seen this draft; it needs no withdrawal."))
    return _step(filing, Means.ABANDON_DRAFT, None, by, at, step_up)


@transaction.atomic
def _step(
    filing: Filing,
    act: Means,
    unit: Unit | None,
    by: User,
    at: datetime,
    step_up: StepUp,
    **said: JSON,
) -> Performed:
    step_up.must_be(by)
    filing = locked(filing)
    who = standing(by, filing, at=at)
    step = step_from(filing.case, (act,))
    actor = actor_of(who, unit or acting_unit(who))
    payload: dict[str, JSON] = {**said, "second_factor_at": step_up.at.isoformat()}
    done = perform(case=filing.case, step=step.id, actor=actor, payload=payload, at=at)
    filing.case.refresh_from_db()
    return done
