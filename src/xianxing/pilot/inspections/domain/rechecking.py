"""What was put right is re-checked: accepted or returned; then the procedure's own act confirms it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.domain.keeping import locked_view, record, text_given
from xianxing.pilot.inspections.domain.planning import LONGEST
from xianxing.pilot.inspections.domain.rectifying import rectification_in
from xianxing.pilot.inspections.domain.steps import step_open
from xianxing.pilot.inspections.domain.telling import tell_checked
from xianxing.pilot.inspections.models import RectificationReport, ReportCheck
from xianxing.pilot.inspections.permissions import rechecker_in
from xianxing.pilot.inspections.queries import Rectification, rectifications_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.meanings import Means


@transaction.atomic
def check_report(
    *, case: UUID, report: int, accept: bool, reason: str, by: User, at: datetime
) -> RectificationReport:
    """Accept what a unit reported, or return it with a reason; a returned one is handed in again.

    By an inspector of the inspection behind it, or the secretariat. Nothing is confirmed by it yet.
    """
    view = locked_view(case, by, at)
    row = RectificationReport.objects.filter(case=view.case, number=report).first()
    if row is None:
        raise Stranger(_("There is no such report of a rectification."))
    found = rectification_in(view, row.item)
    role = rechecker_in(view, [found.finding.inspection] if found.finding else [])
    if not role:
        raise Refused("role", _("The inspectors or the secretariat re-check what was reported."))
    if row.state != ReportCheck.WAITING:
        raise Refused("checked", _("This report was checked already."))
    missing = "" if accept else _("Say what is still to be put right.")
    row.reason = text_given(reason, "reason", missing=missing, longest=LONGEST)
    row.state = ReportCheck.ACCEPTED if accept else ReportCheck.RETURNED
    row.checked_by, row.checked_at = by, at
    row.save(update_fields=["state", "reason", "checked_by", "checked_at"])
    record(view, [NamedRow(row)], role=role, by=by, at=at)
    tell_checked(view, row.unit, accepted=accept, by=by, at=at)
    return row


@transaction.atomic
def confirm_rectification(
    *, case: UUID, item: str, reason: str, by: User, at: datetime, step_up: StepUp | None
) -> Taken:
    """Confirm that it was put right: the procedure's own act, which closes the item.

    Refused as that act is, and while a unit concerned has no accepted report.
    """
    view = locked_view(case, by, at)
    found = rectification_in(view, item)
    if found.item is None:
        raise Refused("confirmed", _("This rectification was confirmed already."))
    done = take_step(
        case=case, step=step_open(view, Means.CONFIRM_RECTIFIED),
        entry=Entry(answers={found.item.kind: item}, reason=reason), sequence=view.case.sequence, by=by,
        at=at, step_up=step_up,
    )  # fmt: skip
    if not isinstance(done, Taken):
        raise Refused("four-eyes", _("This guide has two people order it; take the step on its own page."))
    return done


class ConfirmingRectified(StepRule):
    """Nothing is confirmed before the re-check, by whichever page or program."""

    def before(self, taking: StepTaking) -> StepContent:
        """Refused while a report waits, and where a unit that a finding concerns has no accepted one."""
        kind = taking.offer.step.item
        number = str(taking.entry.answers.get(kind, ""))
        for one in rectifications_in(taking.view):
            if one.number == number:
                _refuse_unchecked(taking, one)
        return StepContent(taking.entry)


def _refuse_unchecked(taking: StepTaking, one: Rectification) -> None:
    if one.waiting:
        raise Refused("unchecked", _("A report on this rectification waits; re-check it first."))
    if one.unready:
        names = {
            unit.key: unit.institution.name if unit.institution else unit.uscc
            for unit in present_units(taking.view.filing)
        }
        raise Refused(
            "unreported",
            _(
                "Nothing to confirm yet: no report of {units} was accepted. The institution reports first."
            ).format(units=_(", ").join(names.get(unit, unit) for unit in one.unready)),
        )
