"""Acts that wait for a second person of the working group, over all cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xianxing.desks.desk.selection import OURS
from xianxing.i18n import current_language
from xianxing.pilot.acts.models import PendingAct, PendingState
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.parties.models import User

MOST = 50


@dataclass(frozen=True)
class WaitingAct:
    """An act that was entered; `own` where the reader entered it and can't confirm it."""

    pending: UUID
    case: UUID
    step: str
    number: str
    entered_by: str
    entered_at: datetime
    own: bool


def waiting_acts(user: User) -> list[WaitingAct]:
    """The acts of the working group's side that wait, the oldest first; none of stopped cases."""
    rows = PendingAct.objects.filter(state=PendingState.WAITING).exclude(case__in=stopped_cases())
    found, waiting = [], list(rows.select_related("case__call", "entered_by").order_by("entered_at")[:MOST])
    filings = Filing.objects.select_related("case__call").filter(pk__in=[row.case_id for row in waiting])
    numbers = case_numbers(list(filings)) if waiting else {}
    for row in waiting:
        procedure = procedure_of(row.case.call)
        step = procedure.steps.get(row.step)
        sides = {procedure.roles[name].side for name in (*step.actors, *step.entered_by)} if step else set()
        if step is not None and OURS in sides:
            found.append(
                WaitingAct(
                    row.pk, row.case_id, step.name(current_language()), numbers.get(row.case_id, ""),
                    row.entered_by.name,
                    row.entered_at, row.entered_by_id == user.pk,
                )
            )  # fmt: skip
    return found
