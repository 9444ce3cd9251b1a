"""A change is told before it goes live; the working group agrees, takes note, or says no (5.2.1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.changes.domain.telling import tell_decided, tell_of_change
from xianxing.pilot.changes.kinds import ChangeWay, TrialChangeKind, practice
from xianxing.pilot.changes.models import ChangeState, TrialChange
from xianxing.pilot.changes.permissions import AGREES, NOTES, TELLS, decider_in, may_read, teller_in
from xianxing.pilot.changes.queries import change_to_read, earliest_day
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.permissions import refuse_not_running
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of
from xianxing.workdays.days import UnknownYearError

LONGEST_WORDS = 3_000


@transaction.atomic
def tell_change(
    *,
    case: UUID,
    kind: str,
    what: str,
    why: str,
    effective_on: date,
    by: User,
    at: datetime,
    step_up: StepUp,
    unit: str = "",
) -> TrialChange:
    """Tell the working group of a change of a running project, from a day that is to come.

    By who signs for a pilot institution, with the second factor. Never backwards: Refused for a day before
    the earliest one of its kind or in a year that no calendar knows, outside of the trial, for a kind that
    practice doesn't know, without what and why, and while the same institution's change of that kind waits
    already. `unit` names the institution where the person signs for several.
    """
    view = _locked(case, by, at)
    actor = teller_in(view, unit)
    if actor is None:
        raise Refused("role", _("Who signs for a pilot institution of the project tells changes."))
    refuse_not_running(view)
    step_up.must_be(by)
    found = _kind(kind)
    words = _words(what, why)
    first, _provisional = earliest_day(view.case, found, day_of(at))
    if effective_on < first:
        raise Refused(
            "effective_on",
            _(
                "“{kind}” is told at least {days} working days before it counts; the earliest day is {day}. "
                "Nothing is changed backwards."
            ).format(kind=found.name(current_language()), days=found.days, day=first),
        )
    _refuse_unknown_year(view, effective_on)
    held = TrialChange.objects.filter(case=view.case)
    if held.filter(kind=kind, unit=actor.unit, state=ChangeState.TOLD).exists():
        raise Refused(
            "waiting",
            _("Your institution's change of this kind waits already; drop it, or let it be decided."),
        )
    row = TrialChange.objects.create(
        case=view.case, number=held.count() + 1, kind=kind, approval=found.way is ChangeWay.APPROVAL,
        what=words[0], why=words[1], effective_on=effective_on, unit=actor.unit, signed_by=by, signed_at=at,
    )  # fmt: skip
    _record(view, row, TELLS, by, at, step_up)
    tell_of_change(view, row, at=at)
    return row


@transaction.atomic
def decide_change(
    *, case: UUID, number: int, agree: bool, reason: str, by: User, at: datetime, step_up: StepUp
) -> TrialChange:
    """Agree to a change or take note of it, or say no with a reason, before the day it is to count from.

    The head of the group agrees, the secretariat takes note of what needs no agreement. An agreement that
    comes on that day or later is Refused: the change is told anew for a day to come. No has no last day.
    """
    _locked(case, by, at)
    row, view = change_to_read(case, number, by, at=at)
    if decider_in(view, approval=row.approval) is None:
        raise Refused(
            "role",
            _("The head of the group agrees to this change.")
            if row.approval
            else _("The secretariat takes note of this change."),
        )
    step_up.must_be(by)
    if row.state != ChangeState.TOLD:
        raise Refused("decided", _("This change was decided already."))
    reason = cleaned(reason)
    if not agree and not reason:
        raise Refused("reason", _("Say why not, and what would satisfy."))
    if len(reason) > LONGEST_WORDS:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    if agree and row.approval and row.effective_on <= day_of(at):
        raise Refused(
            "effective_on",
            _("It was to count from {day}; have it told anew for a day to come.").format(
                day=row.effective_on
            ),
        )
    agreed = ChangeState.APPROVED if row.approval else ChangeState.NOTED
    _decide(row, agreed if agree else ChangeState.REFUSED, reason, by, at)
    _record(view, row, AGREES if row.approval else NOTES, by, at, step_up)
    tell_decided(view, by=by, at=at)
    return row


@transaction.atomic
def drop_change(*, case: UUID, number: int, by: User, at: datetime) -> TrialChange:
    """Take back a change that wasn't decided; by who signs for the institution that told it."""
    _locked(case, by, at)
    row, view = change_to_read(case, number, by, at=at)
    if teller_in(view, row.unit) is None:
        raise Refused("role", _("Who signs for the institution that told this change drops it."))
    if row.state != ChangeState.TOLD:
        raise Refused("decided", _("This change was decided already."))
    _decide(row, ChangeState.DROPPED, "", by, at)
    _record(view, row, TELLS, by, at)
    return row


def _decide(row: TrialChange, state: ChangeState, reason: str, by: User, at: datetime) -> None:
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _kind(kind: str) -> TrialChangeKind:
    found = practice().kinds.get(kind)
    if found is None:
        raise Refused("kind", _("Choose what is to change."))
    return found


def _words(what: str, why: str) -> tuple[str, str]:
    said = cleaned(what), cleaned(why)
    if not all(said):
        raise Refused("words", _("Write what is to change, from what to what, and why."))
    if max(map(len, said)) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    return said


def _locked(case: UUID, by: User, at: datetime) -> CaseView:
    view = locked_case(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    return view


def _refuse_unknown_year(view: CaseView, day: date) -> None:
    try:
        calendar_of(view.case.call).day(day)
    except UnknownYearError as unknown:
        raise Refused("effective_on", str(unknown)) from None


def _record(
    view: CaseView, row: TrialChange, role: str, by: User, at: datetime, step_up: StepUp | None = None
) -> None:
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role, person=str(by.pk), at=at,
        clause=view.procedure.cite(practice().serves[0]) or "", said=step_up.said() if step_up else None,
    )  # fmt: skip
