"""The city's departments that are asked about a case (5.1.1): they are added to, nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.models import Event
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import JSON
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure

TOOK_PART = "took_part"


class InvitingDepartments(StepRule):
    """Who was asked before stays asked, whichever way the step is taken."""

    def before(self, taking: StepTaking) -> StepContent:
        """Those named, besides those who were asked; Refused where all of them were."""
        view, entry = taking.view, taking.entry
        members = dict(entry.members)
        for group in taking.offer.step.members:
            asked, named = view.state.members.get(group, ()), members.get(group, ())
            if named and not set(named) - set(asked):
                words = _("All of these were asked already: {names}.")
                raise Refused("asked", words.format(names=_joined(named)))
            if named:
                members[group] = [*sorted(asked), *(name for name in named if name not in asked)]
        return StepContent(replace(entry, members=members))


class EvaluatingAdditionally(StepRule):
    """That departments took part follows from a view that one of them gave; without any, a person says it."""

    def before(self, taking: StepTaking) -> StepContent:
        """The answer that follows from the record, where none is given."""
        return StepContent(
            replace(taking.entry, answers={**answers_on_record(taking.view), **taking.entry.answers})
        )

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Whose views are entered, or noted as not given."""
        done = sorted(_entered(view))
        return (_("Entered: {names}.").format(names=_joined(done)),) if done else ()


def answers_on_record(view: CaseView) -> Mapping[str, JSON]:
    """That departments took part, once one of them gave its view since the opinions were closed."""
    fact = view.procedure.fact_meaning(FactMeans.DEPARTMENTS)
    if fact is None or TOOK_PART not in fact.domain or not _view_given(view):
        return {}
    return {fact.id: TOOK_PART}


def _view_given(view: CaseView) -> bool:
    given, closed = (
        _ids(view.procedure, means) for means in (Means.GIVE_DEPARTMENT_VIEW, Means.CLOSE_OPINIONS)
    )
    rows = Event.objects.filter(case=view.case, step__in=given | closed).order_by("-sequence")
    return rows.values_list("step", flat=True).first() in given


def _ids(procedure: Procedure, means: Means) -> set[str]:
    return {step.id for step in procedure.steps_meaning(means)}


def _entered(view: CaseView) -> set[str]:
    facts = {fact for s in view.procedure.steps_meaning(Means.GIVE_DEPARTMENT_VIEW) for fact in s.adds}
    return {name for fact in facts for name in view.state.acted.get(fact, ())}


def _joined(names: Iterable[str]) -> str:
    return "、".join(sorted(names))
