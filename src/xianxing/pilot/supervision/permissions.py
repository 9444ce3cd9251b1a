"""Who signs a plan, reports values, agrees to plans, answers alarms, and reads all of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import ON_TRIAL, Stage
from xianxing.procedure.runner import Actor

# Roles of the procedure. The duty to report is the pilot institutions' (5.2.1): their people enter values,
# and who signs for one signs what it promises.
SIGNS, REPORTS, AGREES = "pilot_institution", "unit", "secretariat"
# From the permission to start on an institution is held to what it promised.
COMMITTED = ON_TRIAL | {Stage.START}


def on_trial(view: CaseView) -> bool:
    """Whether the project runs, or is on its way out: from the start to the last step."""
    state = view.procedure.states[view.state.state]
    return state.stage in ON_TRIAL and not state.final


def is_committed(view: CaseView) -> bool:
    """Whether the start was allowed and the project hasn't ended: its list of commitments is to be signed."""
    state = view.procedure.states[view.state.state]
    return state.stage in COMMITTED and not state.final


def pilot_units(view: CaseView) -> tuple[str, ...]:
    """The keys of the project's pilot institutions, by name."""
    return tuple(sorted(view.state.members.get("pilot_institutions", frozenset())))


def may_read(view: CaseView) -> bool:
    """Monitoring is read by the project's units and by those who supervise; experts don't see it."""
    return view.is_party


def signer_in(view: CaseView) -> Actor | None:
    """The person as who signs for a pilot institution of the project; None for everybody else."""
    return _as(view, SIGNS)


def units_signed_for(view: CaseView) -> frozenset[str]:
    """The pilot institutions of the project for which the person signs."""
    return frozenset(actor.unit for actor in view.actors if SIGNS in actor.roles and actor.unit)


def reporters_in(view: CaseView) -> tuple[Actor, ...]:
    """The person as one of pilot institutions' people who report, once for each; none for everybody else.

    A technology firm isn't a pilot institution, also where it leads: the duty isn't its own.
    """
    pilots = pilot_units(view)
    return tuple(actor for actor in view.actors if actor.unit in pilots and actor.roles & {REPORTS, SIGNS})


def reporter_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as one who reports for this institution, for the first where none is named; else None."""
    return next((actor for actor in reporters_in(view) if unit in ("", actor.unit)), None)


def role_of(actor: Actor) -> str:
    """In which of the institution's roles somebody reports or explains, for the record."""
    return REPORTS if REPORTS in actor.roles else SIGNS


def group_member_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return _as(view, AGREES)


def refuse_not_running(view: CaseView) -> None:
    """Refused before the start and after the end: what is monitored is a running project."""
    if not on_trial(view):
        state = view.procedure.states[view.state.state]
        raise Refused(
            "not-running",
            _(
                "The project isn't on trial; it stands at “{state}”. It is monitored from start to end."
            ).format(state=state.name(current_language())),
        )


def _as(view: CaseView, role: str) -> Actor | None:
    return next((actor for actor in view.actors if role in actor.roles), None)
