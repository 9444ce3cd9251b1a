"""An inspection is closed: the procedure's own act, with the inspection record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.inspections.domain.finding import refuse_unjudged
from xianxing.pilot.inspections.domain.keeping import inspection_in, locked_view, record, text_given
from xianxing.pilot.inspections.domain.planning import LONGEST
from xianxing.pilot.inspections.domain.steps import step_open
from xianxing.pilot.inspections.models import Inspection, InspectionState, LineOutcome
from xianxing.pilot.inspections.permissions import secretary_in
from xianxing.pilot.inspections.queries import findings_of, paper_of
from xianxing.pilot.inspections.record_text import record_text
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means


@transaction.atomic
def close_inspection(*, case: UUID, inspection: int, words: str, by: User, at: datetime) -> Inspection:
    """Close an inspection with what came of it: the procedure's act of inspecting, whose paper is the record.

    By the secretariat. Refused while a line has no result, a finding wasn't told, or one isn't decided;
    rectifications go on by themselves.
    """
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    role = secretary_in(view)
    if not role:
        raise Refused("role", _("The secretariat closes an inspection."))
    if row.is_over:
        raise Refused("state", _("This inspection is over already."))
    lines = paper_of(row)
    refuse_unjudged(lines)
    found = any(one.last and one.last.outcome == LineOutcome.FINDING for one in lines)
    if found and row.state == InspectionState.PLANNED:
        raise Refused("findings", _("Tell the institutions the findings first."))
    open_ones = [str(one.number) for one in findings_of(row) if not one.decision]
    if open_ones:
        raise Refused(
            "undecided",
            _("These findings aren't decided yet: {numbers}.").format(numbers=_(", ").join(open_ones)),
        )
    row.words = text_given(
        words, "words", missing=_("Write down the outcome of the inspection."), longest=LONGEST
    )
    done = take_step(
        case=case, step=step_open(view, Means.INSPECT), entry=Entry(reason=record_text(row, lines)),
        sequence=view.case.sequence, by=by, at=at,
    )  # fmt: skip
    if not isinstance(done, Taken):
        raise Refused("four-eyes", _("This guide has two people order it; take the step on its own page."))
    view.case.refresh_from_db()
    row.state, row.ended_by, row.ended_at = InspectionState.CLOSED, by, at
    row.save(update_fields=["state", "words", "ended_by", "ended_at"])
    record(view, [NamedRow(row)], role=role, by=by, at=at)
    return row
