"""An inspection is planned, with its checklist; inspectors add lines; it may be called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.casework.domain.handlers import group_people
from xianxing.pilot.experts.conflicts import keeps_out, months_before, parties_of
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.checklist import ChecklistLine, checklist_of
from xianxing.pilot.inspections.domain.keeping import inspection_in, locked_view, record, text_given
from xianxing.pilot.inspections.domain.telling import tell_called_off, tell_planned
from xianxing.pilot.inspections.models import (
    Inspection,
    InspectionLine,
    InspectionPlace,
    InspectionState,
    LineSource,
)
from xianxing.pilot.inspections.permissions import inspector_in, planner_in, refuse_off_trial
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME, day_of

LONGEST = 2_000
MOST_LINES = 200


@dataclass(frozen=True)
class InspectionPlan:
    """What is typed to plan an inspection; `inspectors` are accounts."""

    place: str
    reason: str
    scope: str
    first_day: date
    last_day: date
    inspectors: Sequence[int]


@transaction.atomic
def plan_inspection(*, case: UUID, plan: InspectionPlan, by: User, at: datetime) -> Inspection:
    """Plan an inspection of a project on trial and make its checklist (5.2.2); the institutions are told.

    By the secretariat or the head. Refused before the start and after the end, for a first day that is past
    or after the last, without reason or scope, with fewer inspectors than practice asks, for somebody who
    isn't of the working group, and for one with ties to a unit of the project.
    """
    view = locked_view(case, by, at)
    role = planner_in(view)
    if not role:
        raise Refused("role", _("The secretariat or the head of the group plans an inspection."))
    refuse_off_trial(view)
    _refuse_days(plan, day_of(at))
    reason = text_given(plan.reason, "reason", missing=_("Say why it is inspected."), longest=LONGEST)
    scope = text_given(plan.scope, "scope", missing=_("Say what is inspected."), longest=LONGEST)
    people = _inspectors(view, plan, at)
    row = Inspection.objects.create(
        case=view.case, number=Inspection.objects.filter(case=view.case).count() + 1, place=plan.place,
        reason=reason, scope=scope, first_day=plan.first_day, last_day=plan.last_day,
        inspectors=[{"id": one.pk, "name": one.name} for one in people], planned_by=by, planned_at=at,
    )  # fmt: skip
    lines = [_line(row, number, one, by, at) for number, one in enumerate(checklist_of(view, day_of(at)), 1)]
    record(view, [NamedRow(row), *(NamedRow(line) for line in lines)], role=role, by=by, at=at)
    tell_planned(view, row, by=by, at=at)
    return row


@transaction.atomic
def add_own_line(*, case: UUID, inspection: int, words: str, by: User, at: datetime) -> InspectionLine:
    """Add a line of one's own to the checklist; by an inspector, until the findings were told."""
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    role = inspector_in(view, row)
    if not role:
        raise Refused("role", _("The inspectors named in the plan write the work paper."))
    refuse_written(row)
    words = text_given(words, "own", missing=_("Write down what is to be looked at."), longest=LONGEST)
    held = InspectionLine.objects.filter(inspection=row).count()
    if held >= MOST_LINES:
        raise Refused("own", _("A checklist takes at most {limit} lines.").format(limit=MOST_LINES))
    line = _line(row, held + 1, ChecklistLine(LineSource.OWN, "", "", words), by, at)
    record(view, [NamedRow(line)], role=role, by=by, at=at)
    return line


@transaction.atomic
def call_off_inspection(*, case: UUID, inspection: int, reason: str, by: User, at: datetime) -> Inspection:
    """Call an inspection off, with a reason; refused once its findings were told."""
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    role = planner_in(view)
    if not role:
        raise Refused("role", _("The secretariat or the head of the group calls an inspection off."))
    refuse_written(row)
    row.words = text_given(reason, "reason", missing=_("Say why it is called off."), longest=LONGEST)
    row.state, row.ended_by, row.ended_at = InspectionState.CALLED_OFF, by, at
    row.save(update_fields=["state", "words", "ended_by", "ended_at"])
    record(view, [NamedRow(row)], role=role, by=by, at=at)
    tell_called_off(view, row, by=by, at=at)
    return row


def refuse_written(row: Inspection) -> None:
    """Refused once the findings were told, or the inspection is over: its work paper stays."""
    if row.state != InspectionState.PLANNED:
        raise Refused(
            "state",
            _("The work paper is finished: {state}. Nothing in it changes any more.").format(
                state=InspectionState(row.state).label
            ),
        )


def _refuse_days(plan: InspectionPlan, today: date) -> None:
    if plan.place not in InspectionPlace.values:
        raise Refused("place", _("Say whether it is made on site or off site."))
    if plan.first_day < today:
        raise Refused(
            "first_day",
            _("{day} is past; an inspection is planned from today on.").format(day=plan.first_day),
        )
    if plan.last_day < plan.first_day:
        raise Refused("last_day", _("The last day lies before the first one; change one of them."))


def _inspectors(view: CaseView, plan: InspectionPlan, at: datetime) -> list[User]:
    there = {one.pk: one for one in group_people(at=at)}
    strangers = [one for one in plan.inspectors if one not in there]
    if strangers:
        raise Refused("inspectors", _("Inspectors are people of the working group; choose them by name."))
    people = [there[one] for one in dict.fromkeys(plan.inspectors)]
    least = practice_on(day_of(at)).least[plan.place]
    if len(people) < least:
        raise Refused(
            "inspectors",
            _("This inspection takes at least {count} inspectors (working-group practice).").format(
                count=least
            ),
        )
    for one in people:
        _refuse_tied(view, one, at)
    return people


def _refuse_tied(view: CaseView, person: User, at: datetime) -> None:
    """Refused for somebody who worked for a unit of the project lately, or declared a tie to one."""
    own = [unit.institution_id for unit in present_units(view.filing)]
    months = parties_of(view.case, day_of(at)).months
    since = datetime.combine(months_before(day_of(at), months), time(), CHINA_TIME)
    held = Membership.objects.filter(Q(until=None) | Q(until__gt=since), user=person, institution__in=own)
    names = held.order_by("institution__name").values_list("institution__name", flat=True)
    why = [_("Worked for {unit} lately.").format(unit=name) for name in names.distinct()]
    if tie := keeps_out(view.case, person, at):
        why.append(tie)
    if why:
        raise Refused(
            "inspectors",
            _("{name} doesn't inspect this project: {why} Choose somebody else.").format(
                name=person.name, why=" ".join(why)
            ),
        )


def _line(row: Inspection, number: int, one: ChecklistLine, by: User, at: datetime) -> InspectionLine:
    return InspectionLine.objects.create(
        case_id=row.case_id, inspection=row, number=number, source=one.source, label=one.label,
        clause=one.clause, words=one.words, added_by=by, added_at=at,
    )  # fmt: skip
