"""The earlier filing that a new one follows: named by the lead, told to the working group with the filing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.filings.models import Body, Filing, Unit
from xianxing.pilot.filings.permissions import Standing, refuse_closed_to, standing_to_write
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import ON_TRIAL


@transaction.atomic
def name_predecessor(*, case: UUID, earlier: UUID | None, by: User, at: datetime) -> Filing:
    """Say which earlier filing this draft follows, or none (practice, the guide is silent).

    By the lead's author or account manager while the draft can be written. Refused for a filing that isn't
    among `possible_predecessors`.
    """
    who = standing_to_write(case, by, at=at)
    if not who.steers:
        raise Refused("lead", _("Only the lead unit's author or account manager names an earlier filing."))
    refuse_closed_to(who, at=at)
    found = next((one for one in possible_predecessors(who) if one.pk == earlier), None)
    if earlier is not None and found is None:
        raise Refused(
            "predecessor",
            _("Choose a filing that your institution led, and that ended without coming to a trial."),
        )
    who.filing.predecessor = found
    who.filing.save(update_fields=["predecessor"])
    return who.filing


def possible_predecessors(who: Standing) -> list[Filing]:
    """The filed filings that the lead's institution led and that ended without a trial, the latest first."""
    led = Unit.objects.filter(institution=who.lead.institution, lead=True, left_at__isnull=True)
    filed = Body.objects.filter(filed_at__isnull=False).values("filing")
    rows = Filing.objects.filter(pk__in=led.values("filing")).filter(pk__in=filed).exclude(pk=who.filing.pk)
    found = rows.select_related("case__call__guide").order_by("-created_at")
    return [one for one in found if ended_without_trial(one)]


def ended_without_trial(filing: Filing) -> bool:
    """Whether a filing was filed, and its case has ended before a trial began."""
    state = procedure_of(filing.case.call).states[filing.case.state]
    if not state.final or state.stage in ON_TRIAL:
        return False
    return Body.objects.filter(filing=filing, filed_at__isnull=False).exists()


def line_of(filing: Filing) -> list[Filing]:
    """The filings that this one follows, the nearest first."""
    found: list[Filing] = []
    step = filing
    while step.predecessor is not None and step.predecessor not in [filing, *found]:
        step = step.predecessor
        found.append(step)
    return found
