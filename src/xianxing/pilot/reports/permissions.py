"""Who hands in reports, who says something to them, and who reads them."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.procedure.runner import Actor

# Roles of the procedure: who signs for a pilot institution hands its reports in (5.2.1) and its people write
# them; the secretariat reads for the working group.
INSTITUTION, WRITES, REVIEWS = "pilot_institution", "unit", "secretariat"


def may_read(view: CaseView) -> bool:
    """Reports are read by the project's units and by those who supervise; experts don't see them."""
    return view.is_party


def reviewer_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return next((actor for actor in view.actors if REVIEWS in actor.roles), None)


def writer_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as one of a pilot institution's people who write; None for everybody else.

    `unit` is the key of the institution, "" for any; a technology firm has no such duty.
    """
    pilots = view.state.members.get("pilot_institutions", frozenset())
    own = (one for one in view.actors if one.unit in pilots and unit in ("", one.unit))
    return next((actor for actor in own if actor.roles & {INSTITUTION, WRITES}), None)


def role_of(actor: Actor) -> str:
    """In which of the institution's roles somebody answers, for the record."""
    return WRITES if WRITES in actor.roles else INSTITUTION
