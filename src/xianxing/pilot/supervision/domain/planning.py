"""A plan of indicators is signed by a pilot institution and agreed or returned by the secretariat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.domain.keeping import renew_monitoring
from xianxing.pilot.supervision.domain.locking import locked_view
from xianxing.pilot.supervision.domain.telling import tell_decided, tell_signed
from xianxing.pilot.supervision.models import IndicatorPlan, PlanState
from xianxing.pilot.supervision.permissions import (
    AGREES,
    SIGNS,
    group_member_in,
    refuse_not_running,
    signer_in,
)
from xianxing.pilot.supervision.plans import PlanLine, read_lines
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

LONGEST_REASON = 1_000


@transaction.atomic
def sign_plan(
    *,
    case: UUID,
    lines: Iterable[Mapping[str, str]],
    effective_on: date,
    by: User,
    step_up: StepUp,
    at: datetime,
) -> IndicatorPlan:
    """Sign what a project will measure, and from where on it is serious, counting from a day (5.2.1).

    By who signs for a pilot institution, with the second factor; the working group must agree before it
    counts. Refused outside of the trial, for a day that is past, for lines that aren't sound, with all that
    is wrong, and while another plan waits.
    """
    view = locked_view(case, by, at)
    actor = signer_in(view)
    if actor is None:
        raise Refused("role", _("Who signs for a pilot institution of the project signs the plan."))
    refuse_not_running(view)
    step_up.must_be(by)
    if effective_on < day_of(at):
        raise Refused("effective_on", _("A plan counts from today or later; what was is judged as it was."))
    found = sound_lines(lines)
    held = IndicatorPlan.objects.filter(case=view.case)
    if held.filter(state=PlanState.PROPOSED).exists():
        raise Refused("waiting", _("Another plan waits for the working group; let it be decided first."))
    row = IndicatorPlan.objects.create(
        case=view.case, number=held.count() + 1, lines=[line.as_json() for line in found],
        effective_on=effective_on, unit=actor.unit, signed_by=by, signed_at=at,
    )  # fmt: skip
    _record(view, row, SIGNS, by, at, step_up)
    tell_signed(view, by=by, at=at)
    return row


def sound_lines(lines: Iterable[Mapping[str, str]]) -> list[PlanLine]:
    """The lines of a plan as they were typed; Refused with all that is wrong with them."""
    found, problems = read_lines(lines)
    if problems:
        raise Refused("lines", _("; ").join(problems))
    return found


@transaction.atomic
def decide_plan(
    *, case: UUID, number: int, agree: bool, reason: str, by: User, at: datetime
) -> IndicatorPlan:
    """Agree to a plan that was signed, or return it with a reason; by the secretariat.

    A plan that is agreed after the day from which it was to count does so from today: never backwards.
    """
    view = locked_view(case, by, at)
    if group_member_in(view) is None:
        raise Refused("role", _("The secretariat agrees to plans or returns them."))
    refuse_not_running(view)
    row = IndicatorPlan.objects.filter(case=view.case, number=number).first()
    if row is None:
        raise Stranger(_("There is no such plan."))
    if row.state != PlanState.PROPOSED:
        raise Refused("decided", _("This plan was decided already."))
    reason = cleaned(reason)
    if not agree and not reason:
        raise Refused("reason", _("Say what has to be changed."))
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST_REASON))
    if agree and row.effective_on < day_of(at):
        raise Refused(
            "effective_on",
            _(
                "It was to count from {day}, which is past; return it, and have it signed anew for a day to "
                "come. Nothing is judged backwards by new lines."
            ).format(day=row.effective_on),
        )
    row.state = PlanState.AGREED if agree else PlanState.RETURNED
    row.reason, row.decided_by, row.decided_at = reason, by, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _record(view, row, AGREES, by, at)
    renew_monitoring(view.case, at=at)
    tell_decided(view, agreed=agree, by=by, at=at)
    return row


def _record(
    view: CaseView, row: IndicatorPlan, role: str, by: User, at: datetime, step_up: StepUp | None = None
) -> None:
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role, person=str(by.pk), at=at,
        clause=view.procedure.cite(catalogue().serves[0]) or "", said=step_up.said() if step_up else None,
    )  # fmt: skip
