"""What an exit's room shows: assessments and how they differ, measures with their proofs, referrals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.exits.course import OpenedExit, events_of, exit_now, meaning_of
from xianxing.pilot.exits.models import ExitAssessment, ExitKind, MeasureProof, ProofState, ReferralOutcome
from xianxing.pilot.exits.permissions import may_read, reads_for_group, units_of
from xianxing.pilot.exits.practice import ExitMeasure, practice
from xianxing.pilot.exits.sources import COMPLAINTS, FINDINGS, AssessmentFigure, finding_number, read_figures
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.models import InspectionFinding
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class MeasureStanding:
    """A measure of one institution: its proofs, the latest last."""

    measure: ExitMeasure
    unit: str
    proofs: tuple[MeasureProof, ...]

    @property
    def latest(self) -> MeasureProof | None:
        """The proof that counts."""
        return self.proofs[-1] if self.proofs else None

    @property
    def proved(self) -> bool:
        """Whether the secretariat accepted the latest proof."""
        return self.latest is not None and self.latest.state == ProofState.ACCEPTED

    @property
    def lacking(self) -> bool:
        """Whether the institution has to bring a proof: there is none, or it was returned."""
        return self.latest is None or self.latest.state == ProofState.RETURNED


@dataclass(frozen=True)
class ComparedFigure:
    """A figure as the institution and the group counted it, each when it handed in; None where it didn't."""

    source: str
    key: str
    own: AssessmentFigure | None
    group: AssessmentFigure | None

    @property
    def differs(self) -> bool:
        """Whether both counted it, and not the same rows."""
        return self.own is not None and self.group is not None and self.own.rows != self.group.rows


@dataclass(frozen=True)
class Referred:
    """A referral to a competent body, by the number of its event, with the outcomes that were entered."""

    number: int
    day: date
    outcomes: tuple[ReferralOutcome, ...]


def readable(view: CaseView) -> CaseView:
    """The case for who reads its exit; Stranger for others: experts, units that aren't pilot institutions."""
    if not may_read(view):
        raise Stranger("exit")
    return view


def pilot_units(view: CaseView) -> list[Unit]:
    """The project's pilot institutions, in the filing's order."""
    pilots = view.state.members.get("pilot_institutions", frozenset())
    return [unit for unit in present_units(view.filing) if unit.key in pilots]


def assessments_in(view: CaseView) -> list[ExitAssessment]:
    """What was handed in for the exit that the case is in, in order."""
    exit_ = exit_now(view)
    if exit_ is None:
        return []
    rows = ExitAssessment.objects.filter(case=view.case, exit=exit_.number).select_related("handed_in_by")
    return list(rows.order_by("number"))


def latest_assessments(view: CaseView) -> dict[str, ExitAssessment]:
    """The assessment that counts, by institution; "" is the group's."""
    return {row.unit: row for row in assessments_in(view)}


def figures_in(view: CaseView, row: ExitAssessment) -> list[AssessmentFigure]:
    """The figures of an assessment for this person."""
    return for_reader(view, read_figures(row.figures))


def for_reader(view: CaseView, figures: Iterable[AssessmentFigure]) -> list[AssessmentFigure]:
    """Figures without what the person may not know: all for those who judge.

    An institution reads no figure of what it wasn't told, of complaints and findings its own alone.
    """
    if reads_for_group(view):
        return list(figures)
    own = units_of(view)
    ids = [unit.institution_id for unit in present_units(view.filing) if unit.key in own]
    complaints = Complaint.objects.filter(about=view.case, institution__in=ids)
    findings = InspectionFinding.objects.filter(case=view.case).select_related("inspection")
    told = {
        COMPLAINTS: set(complaints.values_list("number", flat=True)),
        FINDINGS: {finding_number(one) for one in findings if own & set(one.units)},
    }
    return [
        replace(one, rows=tuple(row for row in one.rows if row.number in told[one.source]))
        if one.source in told
        else one
        for one in figures
        if not one.discreet
    ]


def compared(own: Sequence[AssessmentFigure], group: Sequence[AssessmentFigure]) -> list[ComparedFigure]:
    """Two lists of figures beside each other, in the order of the first, then what the second has besides."""
    mine = {(one.source, one.key): one for one in own}
    theirs = {(one.source, one.key): one for one in group}
    keys = dict.fromkeys([*mine, *theirs])
    return [ComparedFigure(*key, mine.get(key), theirs.get(key)) for key in keys]


def proofs_in(view: CaseView, unit: str) -> list[MeasureProof]:
    """An institution's proofs in the exit that the case is in, in order."""
    exit_ = exit_now(view)
    if exit_ is None:
        return []
    rows = MeasureProof.objects.filter(case=view.case, exit=exit_.number, unit=unit)
    return list(rows.select_related("given_by", "decided_by").order_by("number"))


def measures_in(view: CaseView, unit: str, exit_: OpenedExit | None = None) -> list[MeasureStanding]:
    """What an institution has to prove in the exit as it was decided; nothing before, or for an extension."""
    exit_ = exit_ or exit_now(view)
    proofs = proofs_in(view, unit)
    return [
        MeasureStanding(one, unit, tuple(row for row in proofs if row.measure == one.id))
        for one in practice().measures_for(exit_.kind if exit_ else None)
    ]


def lacking_parts(view: CaseView) -> list[str]:
    """The institutions that haven't proved their part of the carrying out yet, by the keys of their units.

    None once the secretariat has verified all of it, and in an extension, which the head alone carries out.
    """
    exit_ = exit_now(view)
    if exit_ is not None and exit_.kind == ExitKind.EXTEND:
        return []
    fact, verified = (
        view.procedure.fact_meaning(means) for means in (FactMeans.EXIT_PROOFS, FactMeans.CARRIED_OUT)
    )
    if verified and view.state.facts.get(verified.id, verified.initial) != verified.initial:
        return []
    done = view.state.acted.get(fact.id, frozenset()) if fact else frozenset()
    return [unit.key for unit in pilot_units(view) if unit.key not in done]


def referrals_in(view: CaseView) -> list[Referred]:
    """The case's referrals with their outcomes, the earliest first."""
    rows = list(
        ReferralOutcome.objects.filter(case=view.case).select_related("entered_by").order_by("number")
    )
    return [
        Referred(
            event.sequence, day_of(event.at), tuple(row for row in rows if row.referral == event.sequence)
        )
        for event in events_of(view)
        if meaning_of(view.procedure, event) == Means.REFER
    ]


def assessment_to_read(view: CaseView, number: int) -> ExitAssessment:
    """An assessment by its number; Stranger where there is none."""
    rows = ExitAssessment.objects.filter(case=view.case, number=number).select_related("handed_in_by")
    found = rows.first()
    if found is None:
        raise Stranger("exit")
    return found


def unit_name(view: CaseView, key: str) -> str:
    """What a unit of the project is called; its key where it isn't known."""
    found = next((unit for unit in present_units(view.filing) if unit.key == key), None)
    if found is None:
        return key
    return found.institution.name if found.institution else found.uscc
