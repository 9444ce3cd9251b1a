"""What goes along with the steps of an exit: what was handed in for them is named by their events.

Measures refuse nothing: they are practice, and practice holds back no step of the guide. What lacks is said
to the person before. Refused is the ground that the text leaves open where nobody states it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.exits.conditions import OTHER
from xianxing.pilot.exits.course import events_of, exits_of, meaning_of
from xianxing.pilot.exits.models import ExitAssessment, ProofState
from xianxing.pilot.exits.permissions import units_of
from xianxing.pilot.exits.queries import assessments_in, measures_in, proofs_in
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

ASSESSES = (
    Means.ASSESS_EXIT_ONESELF, Means.ASSESS_EXIT_WITHOUT_INSTITUTION, Means.FINISH_EXIT_ASSESSMENT,
)  # fmt: skip
PROVES = (Means.TAKE_INTO_REGULAR_SYSTEM, Means.CARRY_OUT_EXIT_PLAN)


class AddingAssessments(StepRule):
    """The event of an assessment names what the person's side handed in for this exit."""

    def before(self, taking: StepTaking) -> StepContent:
        """Name the own assessments; there may be none."""
        rows = _own_assessments(taking.view, taking.offer.actor.unit)
        return StepContent(taking.entry, tuple(NamedRow(row) for row in rows))

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Which assessment goes along, or that none was handed in."""
        own = units_of(view) or {""}
        rows = [row for unit in own for row in _own_assessments(view, unit)]
        if not rows:
            return (_("No assessment was handed in for this exit yet; the room of the exit makes one."),)
        return tuple(_("Assessment {number} goes along.").format(number=row.number) for row in rows)


class StatingOtherGround(StepRule):
    """The ground that the text leaves open (等) is stated: a decision that rests on it says why (5.3.2)."""

    def before(self, taking: StepTaking) -> StepContent:
        """Refused where the other ground is chosen and no reason stands beside it."""
        facts, answers = taking.view.procedure.facts, taking.entry.answers
        others = [
            name for name in taking.offer.step.asks if answers.get(name) == OTHER and not facts[name].items
        ]
        if others and not taking.entry.reason.strip():
            raise Refused(
                "reason", _("“{ground}”: the text leaves it open, so state the reason.").format(
                    ground=facts[others[0]].name(current_language())
                ),
            )  # fmt: skip
        return StepContent(taking.entry)


class AttachingReport(StepRule):
    """The report on the pilot is handed in as a file (5.3.5); the step alone is none."""

    def before(self, taking: StepTaking) -> StepContent:
        """Refused without a file."""
        if not taking.entry.evidence:
            raise Refused(
                "evidence", _("Attach the report on the pilot; the room of the exit has its template.")
            )
        return StepContent(taking.entry)


class EnteringOnce(StepRule):
    """The outcome of an exit is entered in the public register once."""

    def before(self, taking: StepTaking) -> StepContent:
        """Refused where the outcome stands in the register."""
        if not register_waits(taking.view):
            raise Refused("done", _("The outcome of this exit stands in the public register already."))
        return StepContent(taking.entry)


class AddingProofs(StepRule):
    """The event of an institution's part names the proofs of its measures."""

    def before(self, taking: StepTaking) -> StepContent:
        """Name the institution's own proofs that were accepted; there may be none."""
        rows = [
            row for row in proofs_in(taking.view, taking.offer.actor.unit) if row.state == ProofState.ACCEPTED
        ]
        return StepContent(taking.entry, tuple(NamedRow(row) for row in rows))

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Which of the own measures aren't proved yet."""
        lacking = [
            one.measure.name(current_language())
            for unit in units_of(view)
            for one in measures_in(view, unit)
            if not one.proved
        ]
        if not lacking:
            return ()
        return (_("Not proved yet by an accepted proof: {measures}").format(measures=_("; ").join(lacking)),)


def register_waits(view: CaseView) -> bool:
    """Whether the outcome of the latest exit isn't in the public register yet."""
    exits = exits_of(view)
    events = exits[-1].events if exits else events_of(view)
    means = {meaning_of(view.procedure, event) for event in events}
    return Means.ENTER_EXIT_IN_REGISTER not in means


def _own_assessments(view: CaseView, unit: str) -> list[ExitAssessment]:
    found = assessments_in(view)
    return [row for row in found if row.unit == unit][-1:]
