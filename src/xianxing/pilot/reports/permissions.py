"""Who hands in reports, who says something to them, and who reads them."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.models import User
from xianxing.pilot.reports.models import ReportRemark, TrialReport
from xianxing.procedure.runner import Actor

# Roles of the procedure: who signs for a pilot institution hands its reports in (5.2.1) and its people write
# them; the secretariat reads for the working group.
INSTITUTION, WRITES, REVIEWS = "pilot_institution", "unit", "secretariat"


def may_read(view: CaseView) -> bool:
    """Whether the person has reports to read: who supervises, and the project's pilot institutions.

    Neither a technology firm that takes part, nor experts.
    """
    return view.is_group or bool(own_units(view))


def may_read_report(view: CaseView, unit: str) -> bool:
    """A report is read by those who supervise and by the institution that handed it in.

    It holds figures of that institution's own ledger of complaints, which another one's people don't read.
    """
    return view.is_group or unit in own_units(view)


def own_units(view: CaseView) -> frozenset[str]:
    """The pilot institutions of the project for which the person acts, in whatever role."""
    return frozenset(actor.unit for actor in view.actors if actor.unit in pilots_of(view))


def pilots_of(view: CaseView) -> frozenset[str]:
    """The keys of the project's pilot institutions."""
    return view.state.members.get("pilot_institutions", frozenset())


def reviewer_in(view: CaseView) -> Actor | None:
    """The person as one of the secretariat; None for everybody else."""
    return next((actor for actor in view.actors if REVIEWS in actor.roles), None)


def writer_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as one of a pilot institution's people who write; None for everybody else.

    `unit` is the key of the institution, "" for any; a technology firm has no such duty.
    """
    own = (one for one in view.actors if one.unit in pilots_of(view) and unit in ("", one.unit))
    return next((actor for actor in own if actor.roles & {INSTITUTION, WRITES}), None)


def role_of(actor: Actor) -> str:
    """In which of the institution's roles somebody answers, for the record."""
    return WRITES if WRITES in actor.roles else INSTITUTION


def concerns_report(view: CaseView, _user: User, row: TrialReport) -> bool:
    """Whether a report on record concerns the person, as `may_read_report`."""
    return may_read_report(view, row.unit)


def concerns_remark(view: CaseView, _user: User, row: ReportRemark) -> bool:
    """A question, an answer or a confirmation concerns whom its report concerns."""
    return may_read_report(view, row.report.unit)
