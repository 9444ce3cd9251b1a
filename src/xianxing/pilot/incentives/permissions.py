"""Who reads and enters local support, and who keeps and reads the talent pool."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.incentives.models import SupportStep
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import (
    Predicate,
    is_expert,
    is_member,
    is_secretariat,
    is_working_group,
)
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.procedure.runner import Actor

# Roles of the procedure: the secretariat recommends and enters answers, the institution's people apply.
RECOMMENDS, APPLIES, SIGNS = "secretariat", "unit", "pilot_institution"

may_read_pool: Predicate = is_working_group
may_keep_pool: Predicate = is_secretariat


def may_stand_in_pool(roles: PersonRoles) -> bool:
    """People of institutions and of the working group; that somebody is an expert stays secret."""
    return (is_member(roles) or is_working_group(roles)) and not is_expert(roles)


def may_read(view: CaseView) -> bool:
    """Support is read by the project's units, each its own, and by the working group."""
    return view.is_authority or bool(units_of(view))


def units_of(view: CaseView) -> frozenset[str]:
    """The units of the project for which the person works."""
    return frozenset(actor.unit for actor in view.actors if actor.unit)


def recommender_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return next((actor for actor in view.actors if RECOMMENDS in actor.roles), None)


def applicant_in(view: CaseView, unit: str = "") -> tuple[Actor, str] | None:
    """The person as one who works or signs for a unit, for `unit` where it is given, with the role."""
    for actor in view.actors:
        if actor.unit and unit in ("", actor.unit):
            for role in (APPLIES, SIGNS):
                if role in actor.roles:
                    return actor, role
    return None


def concerns_support(view: CaseView, _user: User, row: SupportStep) -> bool:
    """A step of local support concerns the unit that it is for, and the working group."""
    return view.is_authority or row.unit in units_of(view)
