"""Who reports incidents, deals with them and reads them."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.models import User
from xianxing.procedure.runner import Actor

# Roles of the procedure. The duty is the pilot institutions' (5.2.4): who signs for one reports to the group;
# calls, and what goes to authorities, any of its people put down, for there the clock counts in hours.
SIGNS, REPORTS, RECEIVES = "pilot_institution", "unit", "secretariat"


def may_read(view: CaseView) -> bool:
    """Read by the project's pilot institutions, the working group, and CSRC's people who read the case.

    Neither by a technology firm that takes part, nor by experts.
    """
    return view.is_group or any(actor.unit in _pilots(view) for actor in view.actors)


def reporter_in(view: CaseView) -> Actor | None:
    """The person as one of a pilot institution's people who report; None for everybody else."""
    found = (actor for actor in view.actors if actor.unit in _pilots(view))
    return next((actor for actor in found if actor.roles & {REPORTS, SIGNS}), None)


def signer_in(view: CaseView) -> Actor | None:
    """The person as who signs for a pilot institution of the project; None for everybody else."""
    return next((actor for actor in view.actors if SIGNS in actor.roles), None)


def role_of(actor: Actor) -> str:
    """In which of the institution's roles somebody reports, for the record."""
    return REPORTS if REPORTS in actor.roles else SIGNS


def secretariat_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return next((actor for actor in view.actors if RECEIVES in actor.roles), None)


def _pilots(view: CaseView) -> frozenset[str]:
    return view.state.members.get("pilot_institutions", frozenset())


def concerns_row(view: CaseView, _user: User, _row: object) -> bool:
    """What was put on record of incidents concerns who reads them."""
    return may_read(view)


def concerns_draft(view: CaseView, _user: User, _row: object) -> bool:
    """Drafts on fault tolerance concern those who judge."""
    return view.is_group
