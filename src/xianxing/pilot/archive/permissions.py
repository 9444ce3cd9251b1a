"""Who reads what is archived, prepares volumes, checks them and enters receipts: practice of the group."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.runner import Actor

KEEPS, LEADS = "secretariat", "group_head"


def may_read(view: CaseView) -> bool:
    """The working group itself; neither the units nor CSRC's people, for a volume holds what each may not."""
    return view.is_authority


def readable(view: CaseView) -> CaseView:
    """The case for who reads its volumes; Stranger for everybody else."""
    if not may_read(view):
        raise Stranger("archive")
    return view


def keeper_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat, who prepares volumes and enters receipts; None for others."""
    return next((actor for actor in view.actors if KEEPS in actor.roles), None)


def checker_in(view: CaseView) -> Actor | None:
    """The person as one who checks what another prepared: of the secretariat, or the head; else None."""
    return next((actor for actor in view.actors if actor.roles & {KEEPS, LEADS}), None)


def role_of(actor: Actor) -> str:
    """In which role the person checks, for the record."""
    return KEEPS if KEEPS in actor.roles else LEADS
