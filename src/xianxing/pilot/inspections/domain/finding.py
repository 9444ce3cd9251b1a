"""Findings are told to the institutions and decided by the group; a rectification is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import LONGEST_REASON, Entry
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.inspections.domain.keeping import (
    finding_in,
    inspection_in,
    locked_view,
    record,
    text_given,
)
from xianxing.pilot.inspections.domain.planning import LONGEST, refuse_written
from xianxing.pilot.inspections.domain.steps import step_open
from xianxing.pilot.inspections.domain.telling import tell_findings_made
from xianxing.pilot.inspections.models import (
    FindingDecision,
    Inspection,
    InspectionFinding,
    InspectionState,
    LineOutcome,
)
from xianxing.pilot.inspections.permissions import (
    head_in,
    inspector_in,
    planner_in,
)
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.inspections.queries import PaperLine, paper_of, unanswered_units
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of


@transaction.atomic
def tell_findings(*, case: UUID, inspection: int, by: User, at: datetime) -> Inspection:
    """Finish the work paper and tell each institution the findings that concern it, with a limit.

    By an inspector, the secretariat or the head. Refused while a line has no result, and where nothing was
    found: such an inspection is closed at once.
    """
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    role = inspector_in(view, row) or planner_in(view)
    if not role:
        raise Refused("role", _("The inspectors, the secretariat or the head tell the findings."))
    refuse_written(row)
    lines = paper_of(row)
    refuse_unjudged(lines)
    found = [one for one in lines if one.last and one.last.outcome == LineOutcome.FINDING]
    if not found:
        raise Refused("findings", _("Nothing was found; close the inspection."))
    days = practice_on(day_of(at)).answer_days
    row.state, row.told_at = InspectionState.TOLD, at
    row.answer_due = calendar_of(view.case.call).add(day_of(at), days).date
    row.save(update_fields=["state", "told_at", "answer_due"])
    made = [_told(row, number, one, at) for number, one in enumerate(found, 1)]
    record(view, [NamedRow(row), *(NamedRow(one) for one in made)], role=role, by=by, at=at)
    units = {unit for one in made for unit in one.units}
    tell_findings_made(view, units, row.answer_due, by=by, at=at)
    return row


@transaction.atomic
def decide_finding(
    *, case: UUID, inspection: int, finding: int, decision: str, reason: str, by: User, at: datetime
) -> InspectionFinding:
    """Decide that nothing has to be put right: the finding is kept on record, or isn't upheld.

    By the secretariat or the head, with a reason, once every unit concerned has answered or the limit has
    passed.
    """
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    found = finding_in(row, finding)
    role = planner_in(view)
    if not role:
        raise Refused("role", _("The secretariat or the head decides about findings."))
    if decision not in (FindingDecision.NOTED, FindingDecision.DROPPED):
        raise Refused("decision", _("Say whether it is kept on record or not upheld."))
    _refuse_undecidable(row, found, day_of(at))
    found.reason = text_given(reason, "reason", missing=_("Give the reason."), longest=LONGEST)
    _decide(found, decision, by, at)
    record(view, [NamedRow(found)], role=role, by=by, at=at)
    return found


@transaction.atomic
def order_rectification(
    *, case: UUID, inspection: int, finding: int, reason: str, by: User, at: datetime, step_up: StepUp | None
) -> InspectionFinding:
    """Order a rectification of a finding: the procedure's own act, with its limit; the units read the reason.

    By the head of the group with the second factor, once every unit concerned has answered or the limit has
    passed. Refused as the procedure's act is.
    """
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    found = finding_in(row, finding)
    role = head_in(view)
    if not role:
        raise Refused("role", _("The head of the group orders rectifications."))
    _refuse_undecidable(row, found, day_of(at))
    missing = _("Say what has to be put right.")
    reason = text_given(reason, "reason", missing=missing, longest=LONGEST_REASON)
    done = take_step(
        case=case, step=step_open(view, Means.ORDER_RECTIFICATION), entry=Entry(reason=reason),
        sequence=view.case.sequence, by=by, at=at, step_up=step_up,
    )  # fmt: skip
    if not isinstance(done, Taken):
        raise Refused("four-eyes", _("This guide has two people order it; take the step on its own page."))
    view.case.refresh_from_db()
    found.reason, found.item = reason, str(done.event.sequence)
    _decide(found, FindingDecision.RECTIFY, by, at)
    record(view, [NamedRow(found)], role=role, by=by, at=at)
    return found


def refuse_unjudged(lines: Sequence[PaperLine]) -> None:
    """Refused while a line of the work paper has no result; names the first ones."""
    left = [str(one.line.number) for one in lines if one.last is None]
    if left:
        raise Refused(
            "unjudged",
            _("{count} lines have no result yet: {lines}. Judge each, if only as not looked at.").format(
                count=len(left), lines=_(", ").join(left[:10]) + ("…" if len(left) > 10 else "")
            ),
        )


def _told(row: Inspection, number: int, one: PaperLine, at: datetime) -> InspectionFinding:
    if one.last is None:
        raise LookupError("a finding has its result")
    return InspectionFinding.objects.create(
        case_id=row.case_id, inspection=row, line=one.line, number=number, grade=one.last.grade,
        words=one.last.words, units=one.last.units, told_at=at,
    )  # fmt: skip


def _refuse_undecidable(row: Inspection, found: InspectionFinding, today: date) -> None:
    if found.decision:
        raise Refused("decided", _("This finding was decided already."))
    if row.answer_due and today <= row.answer_due and unanswered_units(found):
        raise Refused(
            "unanswered",
            _("It is decided once the institutions have answered, or after {day}.").format(
                day=row.answer_due
            ),
        )


def _decide(found: InspectionFinding, decision: str, by: User, at: datetime) -> None:
    found.decision, found.decided_by, found.decided_at = decision, by, at
    found.save(update_fields=["decision", "reason", "item", "decided_by", "decided_at"])
