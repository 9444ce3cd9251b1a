"""The grade of an incident under each rule: proposed at first, changed with a reason; people decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.incidents.clocks import grades_now
from xianxing.pilot.incidents.domain.telling import tell_regraded
from xianxing.pilot.incidents.domain.writing import locked_view, open_standing, put_rows, words_of
from xianxing.pilot.incidents.models import Incident, IncidentGrade
from xianxing.pilot.incidents.permissions import RECEIVES, reporter_in, role_of, secretariat_in
from xianxing.pilot.incidents.regulations import Regulation, regulations
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ProposedGrade:
    """A grade under a version of a rule, and the capacity in which it speaks to the institution."""

    grade: str
    capacity: str = ""


def grade_rows(
    incident: Incident, proposed: Mapping[str, ProposedGrade], *, by: User, at: datetime
) -> list[IncidentGrade]:
    """A row for each rule in force on the day of discovery; a rule with one grade needs no proposal.

    Refused, with each rule that lacks it, where grade or capacity isn't one of the rule's.
    """
    in_force = regulations().in_force(day_of(incident.discovered_at))
    found, problems = [], []
    for regulation in in_force:
        said = proposed.get(regulation.id) or ProposedGrade("")
        if len(regulation.grades) == 1:
            said = ProposedGrade(next(iter(regulation.grades)))
        problem = _problem(regulation, said)
        if problem:
            problems.append(problem)
            continue
        found.append(
            IncidentGrade(
                incident=incident, regulation=regulation.id, grade=said.grade,
                capacity=_capacity(regulation, said), given_by=by, given_at=at,
            )
        )  # fmt: skip
    if problems:
        raise Refused("grade", " ".join(problems))
    for row in found:
        row.save()
    return found


@transaction.atomic
def change_grade(
    *, case: UUID, number: int, regulation: str, proposed: ProposedGrade, reason: str, by: User, at: datetime
) -> IncidentGrade:
    """Give an incident another grade under a rule, with a reason: the institution, or the secretariat.

    Clocks that run go on as they were; those that only the new grade asks for begin now. Refused for a drill,
    for a rule under which it wasn't graded, and for the grade that it has.
    """
    view = locked_view(case, by, at)
    standing = open_standing(view, number, at=at)
    incident = standing.incident
    actor = reporter_in(view)
    if secretariat_in(view) is not None:
        role = RECEIVES
    elif actor is not None and actor.unit == incident.unit:
        role = role_of(actor)
    else:
        raise Refused("role", _("The incident's institution, or the secretariat, changes its grade."))
    now = grades_now(incident.grades.all()).get(regulation)
    rule = regulations().versions.get(regulation)
    if incident.drill or now is None or rule is None:
        raise Refused("grade", _("The incident isn't graded under this rule."))
    problem = _problem(rule, proposed)
    if problem:
        raise Refused("grade", problem)
    if (now.grade, now.capacity) == (proposed.grade, _capacity(rule, proposed)):
        raise Refused("grade", _("It has this grade already."))
    words = words_of(reason, needed=_("Say why the grade changes."))
    row = IncidentGrade.objects.create(
        incident=incident, regulation=regulation, grade=proposed.grade, capacity=_capacity(rule, proposed),
        reason=words, given_by=by, given_at=at,
    )  # fmt: skip
    put_rows(view, [row], role=role, by=by, at=at)
    tell_regraded(view, incident, by=by, at=at)
    return row


def _problem(regulation: Regulation, said: ProposedGrade) -> str:
    """In words what is wrong with a grade under a rule; "" for nothing."""
    title = str(regulation.title)
    if said.grade not in regulation.grades:
        return _("{rule}: choose a grade.").format(rule=title)
    asks = any(said.grade in (one.grades or (said.grade,)) for one in regulation.clocks.values())
    if asks and regulation.capacities and said.capacity not in regulation.capacities:
        return _("{rule}: say in which capacity your institution falls under it.").format(rule=title)
    return ""


def _capacity(regulation: Regulation, said: ProposedGrade) -> str:
    return said.capacity if said.capacity in regulation.capacities else ""
