"""Discarding a draft that was begun by mistake, and bringing it back.

Nothing of a draft is recorded before the freeze, for nobody outside is to know of it; so discarding isn't an
act of the procedure either. It takes the draft out of everybody's sight and destroys nothing: what people
typed and uploaded stays, and the lead can bring it back.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from xianxing.checker.body import clean
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.models import Body, Filing, Unit
from xianxing.pilot.filings.permissions import STEERERS, locked, may_discard, standing
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.refusal import Refused, Stranger

LONGEST_REASON = 500


@transaction.atomic
def discard_draft(*, filing: Filing, reason: str, by: User, at: datetime) -> Filing:
    """The lead's author or account manager discards a draft, and says why; all its units lose sight of it.

    Refused for a filing that was ever frozen: that one is given up or withdrawn by the procedure's act.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    if not may_discard(who):
        raise Refused("lead", _("Only the lead unit's author or account manager discards a draft."))
    if filing.case.sequence or Body.objects.filter(filing=filing).exists():
        raise Refused("frozen-once", _("This filing was frozen before; it can be given up, not discarded."))
    words = clean(reason)
    if not 0 < len(words) <= LONGEST_REASON:
        raise Refused("reason", _("Say in 1 to {limit} characters why.").format(limit=LONGEST_REASON))
    filing.discarded_at, filing.discarded_by, filing.discard_reason = at, by, words
    filing.save(update_fields=["discarded_at", "discarded_by", "discard_reason"])
    return filing


@transaction.atomic
def bring_back(*, filing: Filing, by: User, at: datetime) -> Filing:
    """Somebody who may discard the draft brings it back as it was; Stranger for anybody else."""
    found = discarded_drafts(by, at=at).select_for_update(of=("self",)).filter(pk=filing.pk).first()
    if found is None:
        raise Stranger(_("There is no such filing."))
    found.discarded_at, found.discarded_by, found.discard_reason = None, None, ""
    found.save(update_fields=["discarded_at", "discarded_by", "discard_reason"])
    return found


def discarded_drafts(user: User, *, at: datetime) -> QuerySet[Filing]:
    """The discarded drafts that the person may bring back, the latest first."""
    held = Membership.objects.active(at).filter(user=user, role__in=STEERERS).values("institution")
    led = Unit.objects.filter(filing=OuterRef("pk"), lead=True, left_at__isnull=True, institution__in=held)
    rows = Filing.objects.filter(Exists(led), discarded_at__isnull=False).exclude(case__in=stopped_cases())
    return rows.select_related("case__call", "discarded_by").order_by("-discarded_at", "pk")
