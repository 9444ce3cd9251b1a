"""Refusing a confirmation: a person's own act with its reason, for all units to read from then on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.attest.acts import (
    Words,
    keep,
    opened,
    opinion_of,
    record_word,
    refuse_other_signer,
)
from xianxing.pilot.filings.attest.requirements import Wanted, confirmed_in, wanted
from xianxing.pilot.filings.models import Attestation, AttestationKind, Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused

# A refusal costs what the confirmation costs: these ask for the second factor.
WITH_FACTOR = frozenset({AttestationKind.COMPLIANCE, AttestationKind.CONSENT})


@transaction.atomic
def refuse_attestation(
    *,
    filing: Filing,
    want: Wanted,
    digest: str,
    reason: str,
    by: User,
    at: datetime,
    step_up: StepUp | None = None,
    report_digest: str = "",
) -> Attestation:
    """Whoever could give this confirmation refuses it with a reason, and tells all units; no step is taken.

    Giving it later is possible. Refused without a reason, in another role, about another content than the
    frozen one, where the filing wants no such confirmation or has it already, and, for compliance signature
    and consent, without the second factor.
    """
    kind = want.kind
    if kind in WITH_FACTOR:
        if step_up is None:
            raise Refused("step-up", _("This needs your second factor, or can't be repeated; give it anew."))
        step_up.must_be(by)
    act = opened(kind, filing, want.unit, digest, by, at)
    case = act.body.filing.case
    if want not in wanted(act.who) or not confirmed_in(procedure_of(case.call), case.state):
        raise Refused("not-wanted", _("This filing waits for no such confirmation now."))
    if kind is AttestationKind.COMPLIANCE:
        refuse_other_signer(act, report_digest)
    words = Words(
        about=want.about,
        title=act.title,
        opinion=opinion_of(reason),
        seen_report=report_digest,
        step_up=step_up,
    )
    row = keep(act, words, refused=True)
    record_word(act, [NamedRow(row)])
    return row
