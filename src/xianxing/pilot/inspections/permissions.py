"""Who plans, makes, reads and closes inspections, decides and answers findings, reports rectifications."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import AUTHORITY, CaseView
from xianxing.pilot.inspections.models import (
    FindingAnswer,
    Inspection,
    InspectionFinding,
    RectificationReport,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.permissions import REPORTS, SIGNS, on_trial
from xianxing.procedure.runner import Actor

# Roles of the procedure: the secretariat plans and closes, the head may plan and orders rectifications.
SECRETARIAT, HEAD = "secretariat", "group_head"


def may_read(view: CaseView) -> bool:
    """Inspections are read by those who supervise and by the pilot institutions; experts don't see them."""
    return view.is_group or bool(own_units(view))


def reads_papers(view: CaseView) -> bool:
    """The work paper is read by the working group and by CSRC's people who read the case."""
    return view.is_group


def reads_finding(view: CaseView, finding: InspectionFinding) -> bool:
    """An institution reads the findings that concern it; who supervises reads all of them."""
    return view.is_group or bool(own_units(view) & set(finding.units))


def own_units(view: CaseView) -> frozenset[str]:
    """The pilot institutions of the project for which the person reports, or signs."""
    pilots = view.state.members.get("pilot_institutions", frozenset())
    return frozenset(a.unit for a in view.actors if a.unit in pilots and a.roles & {REPORTS, SIGNS})


def planner_in(view: CaseView) -> str:
    """The role in which the person plans, calls off, tells and decides: secretariat or head; "" for none."""
    return _role(view, (SECRETARIAT, HEAD))


def secretary_in(view: CaseView) -> str:
    """The role in which the person closes; "" for everybody but the secretariat."""
    return _role(view, (SECRETARIAT,))


def head_in(view: CaseView) -> str:
    """The role in which the person orders a rectification; "" for everybody but the head of the group."""
    return _role(view, (HEAD,))


def inspector_in(view: CaseView, inspection: Inspection) -> str:
    """The role of the working group in which the person inspects here; "" for who isn't an inspector."""
    named = {str(one["id"]) for one in inspection.inspectors}
    roles = view.procedure.roles
    for actor in view.actors:
        if actor.person in named:
            held = sorted(name for name in actor.roles if name in roles and roles[name].side == AUTHORITY)
            if held:
                return held[0]
    return ""


def rechecker_in(view: CaseView, inspections: Iterable[Inspection]) -> str:
    """The role in which the person re-checks: an inspector's of what led to it, or the secretariat's."""
    return next((role for one in inspections if (role := inspector_in(view, one))), "") or secretary_in(view)


def reporter_for(view: CaseView, unit: str) -> tuple[Actor, str] | None:
    """The person as one who speaks for a unit, with the role; None for everybody else."""
    for actor in view.actors:
        if actor.unit == unit and unit in own_units(view):
            role = next((one for one in (REPORTS, SIGNS) if one in actor.roles), "")
            if role:
                return actor, role
    return None


def refuse_off_trial(view: CaseView) -> None:
    """Refused before the start and after the end: what is inspected is a running project."""
    if not on_trial(view):
        state = view.procedure.states[view.state.state]
        raise Refused(
            "not-running",
            _(
                "The project isn't on trial; it stands at “{state}”. An inspection is made between its start "
                "and its end."
            ).format(state=state.name(current_language())),
        )


def _role(view: CaseView, wanted: tuple[str, ...]) -> str:
    held = {name for actor in view.actors for name in actor.roles}
    return next((one for one in wanted if one in held), "")


def concerns_inspection(view: CaseView, _user: User, _row: object) -> bool:
    """An inspection on record concerns who reads inspections."""
    return may_read(view)


def concerns_paper(view: CaseView, _user: User, _row: object) -> bool:
    """A line of a work paper and its result concern who reads work papers."""
    return reads_papers(view)


def concerns_finding(view: CaseView, _user: User, row: InspectionFinding) -> bool:
    """A finding on record concerns the person as `reads_finding` says."""
    return reads_finding(view, row)


def concerns_own(view: CaseView, _user: User, row: FindingAnswer | RectificationReport) -> bool:
    """What an institution answers or reports concerns its own people and those who supervise."""
    return view.is_group or row.unit in own_units(view)
