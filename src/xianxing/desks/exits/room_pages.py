"""The room of an exit: five steps, four kinds with the record beside them, each institution's part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.case_pages import homes, project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.exits.lines import FigureGroup, figure_groups, offer_lines, part_lines, place_lines
from xianxing.desks.look.context import Link
from xianxing.desks.look.guides import guide_shown
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.pending import waiting_in
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.exits.conditions import KindConditions, Needed, kinds_of_exit
from xianxing.pilot.exits.course import ACTS, ExitStep, events_of, exit_now, exits_of, stands_at
from xianxing.pilot.exits.models import ExitKind
from xianxing.pilot.exits.permissions import checker_in
from xianxing.pilot.exits.practice import practice
from xianxing.pilot.exits.queries import for_reader, latest_assessments, readable, referrals_in
from xianxing.pilot.exits.sources import AssessmentFigure, figures_of
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.procedure.meanings import Means


@dataclass(frozen=True)
class KindCard:
    """A kind of exit as the page shows it: its clauses, and each condition with the figures beside it."""

    kind: KindConditions
    name: str
    marks: tuple[ClauseMark, ...]
    conditions: list[tuple[str, bool, list[FigureGroup]]]

    @property
    def needs_all(self) -> bool:
        """Whether every condition has to hold."""
        return self.kind.needed is Needed.ALL

    @property
    def extends(self) -> bool:
        """Whether it is the extension."""
        return self.kind.kind is ExitKind.EXTEND


@audience("anyone_logged_in")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """How far the exit has come, what each may do now, the four kinds, assessments, parts, referrals."""
    at, user = now(), acting(request)
    view = readable(case_to_read(case, user, at=at))
    language, procedure, law = current_language(), view.procedure, guide_of(view.case.call)
    events = events_of(view)
    exit_ = exit_now(view, events)
    places, parts, assessed = place_lines(view), part_lines(view), latest_assessments(view)
    figures = for_reader(view, figures_of(view))
    after = [one for one in offers(view) if procedure.meaning(one.step.act) in ACTS]
    context = {
        "view": view, "number": case_number(view.filing), "project": project_of_view(view),
        "state": procedure.states[view.state.state].name(language),
        "exit": exit_, "kind": exit_.kind.label if exit_ and exit_.kind else "",
        "earlier": [one for one in exits_of(view, events) if one != exit_ and one.over],
        "places": places, "current": next((one for one in places if one.now), None),
        "outside": [] if any(one.now for one in places) else offer_lines(view, after),
        "waiting": [(row, procedure.steps[row.step].name(language)) for row in waiting_in(view)],
        "parts": parts, "lacking": [one for one in parts if one.lacking],
        "carrying_out": stands_at(view, ExitStep.CARRYING_OUT),
        "kinds": list(_cards(view, figures)),
        "group_assessment": assessed.get(""),
        "assesses": stands_at(view, ExitStep.LAUNCH, ExitStep.ASSESSMENT),
        "checks": checker_in(view) is not None,
        "referrals": referrals_in(view),
        "reports": bool(procedure.steps_from_meaning(view.state.state, Means.FILE_WORK_REPORT)),
        "source": practice().source(language),
        "marks": marks(law, _cited(view)),
        "guide": guide_shown(law),
        "crumbs": [*homes(view), Link(gettext("Exit"), request.path)],
    }  # fmt: skip
    return render(request, "exits/room.html", context)


def _cards(view: CaseView, figures: Iterable[AssessmentFigure]) -> Iterable[KindCard]:
    language, guide = current_language(), guide_of(view.case.call)
    for kind in kinds_of_exit(view.procedure, view.state, figures, language):
        conditions = [(one.words, one.open, figure_groups(view, one.figures)) for one in kind.conditions]
        yield KindCard(kind, str(kind.kind.label), marks(guide, kind.clauses), conditions)


def _cited(view: CaseView) -> list[str]:
    return [own for clause in practice().serves[:1] if (own := view.procedure.cite(clause))]
