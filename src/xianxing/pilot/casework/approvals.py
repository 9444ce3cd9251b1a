"""What must be granted elsewhere before a start is allowed: parallel approval, exemption (3.2.1).

Each is a duty of the lead unit, which submitted it and hands in what it was granted; the start is refused
while it is open. Read from what the working group found when it reported or selected the project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepRule
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import ON_TRIAL
from xianxing.procedure.model import Procedure, Step

CLAUSE = "3.2.1"
SUBMITTED = "submitted"
NEEDS_EXEMPTION = frozenset(("exemption", "new_rule_field"))


@dataclass(frozen=True)
class ApprovalDuty:
    """Something that a supervisor must grant before the start; `owner` is the unit that sees to it.

    `since` is when the working group noted that it is under way; `clause` is the guide's own, as
    lawyers write it.
    """

    what: str
    owner: str
    since: datetime
    clause: str


class AllowingStart(StepRule):
    """The page of the start names every duty that is still open; the procedure's guards refuse the start."""

    def said(self, view: CaseView) -> tuple[str, ...]:
        """The open duties."""
        return tuple(
            _("Still open: {what} ({owner})").format(what=duty.what, owner=duty.owner)
            for duty in approval_duties(view.filing, view.procedure, view.state.state)
        )


def approval_duties(filing: Filing, procedure: Procedure, state: str) -> tuple[ApprovalDuty, ...]:
    """The open duties of a case before its start, for everybody who reads the case."""
    place = procedure.states[state]
    if place.final or place.stage in ON_TRIAL:
        return ()
    told = list(_told(procedure, filing.pk))
    opened = _open(procedure, told)
    if not opened:
        return ()
    owner = "、".join(
        unit.institution.name if unit.institution else unit.uscc
        for unit in present_units(filing)
        if unit.lead
    )
    cited = procedure.cite(CLAUSE) or ""
    clause = procedure.clauses.get(cited, cited)
    return tuple(ApprovalDuty(_words(means), owner, since, clause) for means, since in opened.items())


def cases_with_duties(cases: Collection[Case]) -> frozenset[UUID]:
    """Which of these cases have an open duty, in one query for all; each with its call."""
    known = {case.pk: procedure_of(case.call) for case in cases}
    steps = {step.id for procedure in known.values() for step in _asking(procedure)}
    rows = Event.objects.filter(case__in=list(known), step__in=steps).order_by("sequence")
    told: dict[UUID, list[tuple[datetime, dict[str, str]]]] = {}
    for case, at, procedural in rows.values_list("case", "at", "procedural"):
        told.setdefault(case, []).append((at, procedural.get("answers", {})))
    before = {
        case.pk
        for case in cases
        if not (place := known[case.pk].states[case.state]).final and place.stage not in ON_TRIAL
    }
    return frozenset(case for case, said in told.items() if case in before and _open(known[case], said))


def _told(procedure: Procedure, case: UUID) -> Iterator[tuple[datetime, dict[str, str]]]:
    steps = [step.id for step in _asking(procedure)]
    rows = Event.objects.filter(case=case, step__in=steps).order_by("sequence")
    for at, procedural in rows.values_list("at", "procedural"):
        yield at, procedural.get("answers", {})


def _asking(procedure: Procedure) -> list[Step]:
    """The steps in which the working group says how approval and exemption stand."""
    means = (FactMeans.PARALLEL_APPROVAL, FactMeans.INNOVATION_BASIS, FactMeans.EXEMPTION)
    facts = {fact.id for one in means if (fact := procedure.fact_meaning(one))}
    return [step for step in procedure.steps.values() if facts & set(step.asks)]


def _open(procedure: Procedure, told: list[tuple[datetime, dict[str, str]]]) -> dict[str, datetime]:
    """What is open, by the meaning of its fact, with the instant of the last word on it."""
    found: dict[str, datetime] = {}
    for at, answers in told:
        said = procedure.named_by_meaning(answers)
        approval, basis = said.get(FactMeans.PARALLEL_APPROVAL), said.get(FactMeans.INNOVATION_BASIS)
        given = said.get(FactMeans.EXEMPTION)
        for means, known, is_open in (
            (FactMeans.PARALLEL_APPROVAL, approval, approval == SUBMITTED),
            (FactMeans.EXEMPTION, basis, basis in NEEDS_EXEMPTION),
            (FactMeans.EXEMPTION, given, given == "none"),
        ):
            if known and is_open:
                found[means] = at
            elif known:
                found.pop(means, None)
    return found


def _words(means: str) -> str:
    if means == FactMeans.PARALLEL_APPROVAL:
        return _(
            "consent of the supervisory department to the product or service, submitted at the same time"
        )
    return _("exemption from the rule, or the competent department's written view on the new field")
