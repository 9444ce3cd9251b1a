"""Who reads an exit, and who assesses, proves, checks and enters in it (clauses 5.3–5.3.8).

An opened exit isn't public. Its steps themselves are permitted by the procedure.
"""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.models import User
from xianxing.procedure.runner import Actor

# Roles of the procedure. What is owed at an exit is owed by the pilot institutions (5.3.5, 5.3.7).
SIGNS, WORKS, CHECKS, LEADS = "pilot_institution", "unit", "secretariat", "group_head"
BUREAU = "bureau"  # the side of CSRC's departments


def pilots_of(view: CaseView) -> frozenset[str]:
    """The project's pilot institutions, by the keys of their units."""
    return view.state.members.get("pilot_institutions", frozenset())


def units_of(view: CaseView) -> frozenset[str]:
    """The pilot institutions of the project for which the person works."""
    return frozenset(actor.unit for actor in view.actors) & pilots_of(view)


def may_read(view: CaseView) -> bool:
    """The project's pilot institutions, the secretariat, the head of the group, CSRC's people of the case."""
    if units_of(view) or BUREAU in view.sides:
        return True
    return any(actor.roles & {CHECKS, LEADS} for actor in view.actors)


def reads_for_group(view: CaseView) -> bool:
    """Whether the person reads for those who judge: also what an institution wasn't told yet."""
    return may_read(view) and view.is_group


def signer_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as who signs for a pilot institution, for `unit` where it is given; None for others."""
    return _of_unit(view, unit, {SIGNS})


def worker_in(view: CaseView, unit: str) -> Actor | None:
    """The person as one who works on the project for this pilot institution; None for everybody else."""
    return _of_unit(view, unit, {WORKS, SIGNS})


def checker_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return next((actor for actor in view.actors if CHECKS in actor.roles), None)


def role_of(actor: Actor) -> str:
    """In which of the institution's roles somebody brings a proof, for the record."""
    return WORKS if WORKS in actor.roles else SIGNS


def _of_unit(view: CaseView, unit: str, roles: set[str]) -> Actor | None:
    own = units_of(view)
    fitting = (actor for actor in view.actors if actor.unit in own and unit in ("", actor.unit))
    return next((actor for actor in fitting if actor.roles & roles), None)


def concerns_row(view: CaseView, _user: User, _row: object) -> bool:
    """What was put on record of an exit concerns who reads the exit."""
    return may_read(view)
