"""Who tells a change, who decides about it, and who reads it."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.procedure.runner import Actor

# Roles of the procedure: who signs for a pilot institution tells, the head agrees, the secretariat notes.
TELLS, AGREES, NOTES = "pilot_institution", "group_head", "secretariat"


def may_read(view: CaseView) -> bool:
    """Changes are read by the project's units and by those who supervise; experts don't see them."""
    return view.is_party


def tellers_in(view: CaseView) -> tuple[Actor, ...]:
    """The person as who signs for pilot institutions, once for each; none for everybody else."""
    return tuple(actor for actor in view.actors if TELLS in actor.roles)


def teller_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as who signs for this pilot institution, for the first where none is named; else None."""
    return next((actor for actor in tellers_in(view) if unit in ("", actor.unit)), None)


def decider_in(view: CaseView, *, approval: bool) -> Actor | None:
    """The person as who may decide about a change of this way; None for everybody else."""
    return _as(view, AGREES if approval else NOTES)


def _as(view: CaseView, role: str) -> Actor | None:
    return next((actor for actor in view.actors if role in actor.roles), None)
