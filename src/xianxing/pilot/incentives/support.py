"""The steps of local support of a case and of all: where each policy stands for each institution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.incentives.models import SupportStage, SupportStep
from xianxing.pilot.incentives.permissions import may_read, units_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger

# What may follow what; nothing follows a grant or a refusal, a refused application can be recommended anew.
FOLLOWS: dict[str, tuple[SupportStage, ...]] = {
    "": (SupportStage.RECOMMENDED,),
    SupportStage.RECOMMENDED: (SupportStage.APPLIED,),
    SupportStage.APPLIED: (SupportStage.GRANTED, SupportStage.REFUSED),
    SupportStage.GRANTED: (),
    SupportStage.REFUSED: (SupportStage.RECOMMENDED,),
}


def support_to_read(case: UUID, user: User, *, at: datetime) -> CaseView:
    """The case for who may read its support; Stranger for others."""
    return readable(case_to_read(case, user, at=at))


def readable(view: CaseView) -> CaseView:
    """The case, for who may read its support; Stranger for others."""
    if not may_read(view):
        raise Stranger("support")
    return view


def steps_of(view: CaseView) -> list[SupportStep]:
    """The steps of a case in order: all for the group; a unit's people read its own and participants'."""
    if not may_read(view):
        raise Stranger("support")
    rows = SupportStep.objects.filter(case=view.case).select_related("entered_by").order_by("number")
    return list(rows if view.is_authority else rows.filter(unit__in=[*units_of(view), ""]))


def standing(steps: Sequence[SupportStep], policy: str, unit: str) -> str:
    """The stage at which a policy stands for a unit, "" for participants; "" before the first step."""
    own = [one for one in steps if (one.policy, one.unit) == (policy, unit)]
    return own[-1].stage if own else ""


def all_support() -> QuerySet[SupportStep]:
    """The steps of all cases, the latest first; none of a stopped case."""
    rows = SupportStep.objects.exclude(case__in=stopped_cases().values("pk"))
    return rows.select_related("case__call__guide", "entered_by").order_by("-entered_at", "-pk")
