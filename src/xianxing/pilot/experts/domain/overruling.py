"""Letting an expert be invited despite a conflict: the head of the group alone, with a reason on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.experts.conflicts import conflicts_of, not_overruled, parties_of, said_of
from xianxing.pilot.experts.models import Overruling
from xianxing.pilot.experts.permissions import may_overrule
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

CLAUSE = "5.1.1"


@transaction.atomic
def overrule_conflicts(
    *, case: UUID, expert: User, reason: str, by: User, at: datetime, step_up: StepUp
) -> Overruling:
    """Overrule the conflicts that stand between an expert and a case now; they are named in the row.

    Refused for anybody but the head of the group, without a reason, without the second factor, and where
    there is no conflict to overrule. A conflict that comes up later isn't covered.
    """
    require(may_overrule, by, at=at)
    step_up.must_be(by)
    view = case_to_read(case, by, at=at)
    locked(view.filing)
    said = cleaned(reason)
    if not said:
        raise Refused(
            "reason", _("Say why the expert is invited despite the conflict; it stands in the record.")
        )
    found = conflicts_of(expert, view.case, parties_of(view.case, day_of(at)))
    standing = not_overruled(expert, view.case, found)
    if not standing:
        raise Refused("no-conflict", _("There is no conflict to overrule."))
    row = Overruling.objects.create(
        case=view.case, expert=expert, conflicts=said_of(standing), reason=said, by=by, at=at
    )
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role="group_head", person=str(by.pk), clause=CLAUSE, at=at
    )
    return row
