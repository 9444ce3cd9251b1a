"""What must be granted elsewhere before a start is allowed: parallel approval, exemption (3.2.1).

Each is a duty of the lead unit, which submitted it and hands in what it was granted; the start is refused
while it is open. Read from what the working group found when it reported or selected the project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body, Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import JSON
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import ON_TRIAL, Means, ParticularMeans
from xianxing.procedure.model import Particular, Procedure, Step

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
    """The page of the start names every duty that is still open; the procedure's guards refuse the start.

    The months granted are those that were filed for, unless fewer are granted (clause 5.3).
    """

    def before(self, taking: StepTaking) -> StepContent:
        """The months that were filed for, where none are given; Refused for more than those."""
        entry, asked = taking.entry, granted_months(taking.view.procedure, taking.offer.step)
        filed = months_filed_for(taking.view.filing)
        if asked is None or not filed:
            return StepContent(entry)
        given = entry.answers.get(asked.id)
        if given is None:
            return StepContent(replace(entry, answers={**entry.answers, asked.id: filed}))
        if isinstance(given, int) and given > filed:
            words = _("The trial was filed for {filed} months: grant at most as many, not {given}.")
            raise Refused("answer", words.format(filed=filed, given=given))
        return StepContent(entry)

    def suggested(self, view: CaseView) -> Mapping[str, JSON]:
        """The months that were filed for."""
        filed = months_filed_for(view.filing)
        steps = view.procedure.steps_meaning(Means.ALLOW_START)
        asked = {one.id for step in steps if (one := granted_months(view.procedure, step))}
        return dict.fromkeys(asked, filed) if filed else {}

    def said(self, view: CaseView) -> tuple[str, ...]:
        """The open duties."""
        return tuple(
            _("Still open: {what} ({owner})").format(what=duty.what, owner=duty.owner)
            for duty in approval_duties(view.filing, view.procedure, view.state.state)
        )


def granted_months(procedure: Procedure, step: Step) -> Particular | None:
    """What of a step records for how many months the trial is granted; None in versions without it."""
    found = (one for one in procedure.particulars_of(step) if one.means == ParticularMeans.GRANTED_MONTHS)
    return next(found, None)


def months_filed_for(filing: Filing) -> int | None:
    """The length of the trial as it was filed, in whole months; None where the filing doesn't say."""
    body = Body.objects.filter(filing=filing).order_by("-number").first()
    project = content_of(body).get("project") if body else None
    said = project.get("trial_months") if isinstance(project, Mapping) else None
    return int(said) if isinstance(said, (int, Decimal)) and said >= 1 else None


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
    apart = {case.call_id: known[case.pk] for case in cases}
    steps = {step.id for procedure in apart.values() for step in _asking(procedure)}
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
