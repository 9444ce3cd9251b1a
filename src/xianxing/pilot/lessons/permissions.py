"""Who proposes and reviews lessons, writes and confirms entries of the library, and keeps proposed rules."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.procedure.runner import Actor

# Roles of the procedure. What is written about a project for others is the secretariat's; the head decides.
WRITES, DECIDES, REVIEWS = "secretariat", "group_head", "risk_reviewer"
CONFIRMS, SIGNS, WORKS = "unit_signatory", "pilot_institution", "unit"


def may_read(view: CaseView) -> bool:
    """The project's units read what concerns them, those who judge all of it; experts nothing."""
    return view.is_party


def reads_all(view: CaseView) -> bool:
    """Whether the person reads every lesson and the proposed rules: one of those who judge."""
    return view.is_group


def units_of(view: CaseView) -> frozenset[str]:
    """The units of the project for which the person works."""
    return frozenset(actor.unit for actor in view.actors if actor.unit)


def proposer_in(view: CaseView) -> tuple[Actor, str] | None:
    """The person as who proposes a lesson, with the role: the group's people, or those of the units."""
    for actor in view.actors:
        for role in (WORKS, SIGNS) if actor.unit else (WRITES, DECIDES, REVIEWS):
            if role in actor.roles:
                return actor, role
    return None


def keeper_in(view: CaseView) -> str:
    """In which role the person keeps proposed rules, one of the working group's people; "" for others."""
    held = {role for actor in view.actors if not actor.unit for role in actor.roles}
    return next((role for role in (WRITES, REVIEWS, DECIDES) if role in held), "")


def writer_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return _as(view, WRITES)


def decider_in(view: CaseView) -> Actor | None:
    """The person as the head of the group; None for everybody else."""
    return _as(view, DECIDES)


def confirmer_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as who signs for a unit of the filing, for `unit` where it is given; None for others."""
    fitting = (actor for actor in view.actors if actor.unit and unit in ("", actor.unit))
    return next((actor for actor in fitting if CONFIRMS in actor.roles), None)


def _as(view: CaseView, role: str) -> Actor | None:
    return next((actor for actor in view.actors if role in actor.roles), None)
