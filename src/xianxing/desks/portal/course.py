"""Where a case stands after filing: what happened, what comes next, who acts, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xianxing.desks.look.context import Link
from xianxing.desks.portal.next_duty import days_of_values, next_duty
from xianxing.desks.portal.scene import FilingContext
from xianxing.desks.portal.tasks import name_of
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases.models import Duty, Event
from xianxing.pilot.filings.attest.freezing import FREEZE
from xianxing.pilot.filings.models import Attestation
from xianxing.pilot.filings.submit.filing import FILE
from xianxing.procedure.events import ON_RECORD
from xianxing.procedure.next_steps import first_facts, may_follow
from xianxing.workdays.clocks import day_of

# Acts of the units themselves that lead on, whether or not the guide names them.
HANDED_IN = frozenset((*FREEZE, *FILE))


@dataclass(frozen=True)
class CourseEvent:
    """Something that happened."""

    day: date
    label: str
    role: str
    unit: str = ""


@dataclass(frozen=True)
class CourseStep:
    """A step that may come next."""

    label: str
    roles: str
    clauses: tuple[Link, ...]
    practice: bool


@dataclass(frozen=True)
class Course:
    """The whole place: past, present, next; `due` is None with `unlimited` where the text sets no limit."""

    past: tuple[CourseEvent, ...]
    state: str
    owner: str
    asked: str
    due: date | None
    unlimited: bool
    provisional: bool
    overdue: bool
    final: bool
    note: str
    ahead: tuple[CourseStep, ...]


def course_of(scene: FilingContext) -> Course:
    """The place of a filing in its procedure, by the recorded events and duties."""
    procedure, language = scene.procedure, current_language()
    case = scene.filing.case
    state = procedure.states[case.state]
    duty = Duty.objects.filter(case=case).first()
    role = duty.role if duty else state.owner
    coming = next_duty(case, duty, days_of_values([case]), today=day_of(scene.at))
    due = coming.due
    if scene.drafting:
        due = window_of(case.call, at=scene.at).last
    return Course(
        past=tuple(_past(scene)),
        state=state.name(language),
        owner=procedure.roles[role].name(language) if role else "",
        asked=gettext(" or ").join(coming.names),
        due=None if state.final else due,
        unlimited=state.no_limit_in_text,
        provisional=coming.provisional,
        overdue=coming.late,
        final=state.final,
        note=state.note,
        ahead=tuple(_ahead(scene, duty)),
    )


def _past(scene: FilingContext) -> list[CourseEvent]:
    """The steps in order; time's own reminders and acts that leave everything in place are kept too.

    What somebody said beside the procedure, as a pledge or a refusal, stands with the confirmations.
    """
    procedure, language = scene.procedure, current_language()
    rows = Event.objects.filter(case=scene.filing.case).exclude(step=ON_RECORD).order_by("sequence")
    said = Attestation.objects.filter(body__filing=scene.filing).values_list("event_place", "unit_id")
    units, found = {one.pk: name_of(one) for one in scene.who.units}, []
    spoke = {place: units.get(unit, "") for place, unit in said}
    for place, step, role, at in rows.values_list("place", "step", "role", "at"):
        known = procedure.steps.get(step)
        label = known.name(language) if known else gettext("The case entered the record")
        actor = procedure.roles[role].name(language) if role in procedure.roles else ""
        found.append(CourseEvent(_day(at), label, actor, spoke.get(place, "")))
    return found


def _ahead(scene: FilingContext, duty: Duty | None) -> list[CourseStep]:
    """What can follow by what stands of the case: what the units hand in, and what is named or decides."""
    procedure, language = scene.procedure, current_language()
    facts = first_facts(procedure) if duty is None else duty.facts or {}
    found = []
    for step in procedure.steps_from(scene.filing.case.state):
        act = procedure.acts.get(step.act)
        if step.by_time or not step.target or act is None:
            continue
        if not (act.named or act.decides or act.means in HANDED_IN) or not may_follow(procedure, step, facts):
            continue
        roles = gettext(", ").join(procedure.roles[role].name(language) for role in step.actors)
        marks = tuple(scene.clause(clause) for clause in (step.basis or step.serves))
        found.append(CourseStep(step.name(language), roles, marks, step.practice))
    return found


def _day(at: datetime) -> date:
    return day_of(at)
