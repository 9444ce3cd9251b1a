"""The letter with which a case goes to CSRC, and the other papers of the working group about it."""

from __future__ import annotations

from django.db.models import QuerySet

from xianxing.pilot.acts.permissions import AUTHORITY, CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.transmissions.queries import states_of_csrc


def letter_of(view: CaseView) -> CasePaper | None:
    """The newest official paper to organs alone, made by an act that brought the case to CSRC.

    Told by the guide's template and the state's owner, whatever paper and act are called; None without one.
    """
    procedure, guide = view.procedure, guide_of(view.case.call)
    theirs = states_of_csrc(procedure)
    acts = Event.objects.filter(case=view.case, step__in=procedure.steps, target_state__in=theirs)
    papers = _placed(view).filter(sequence__in=acts.values("sequence")).order_by("-sequence", "kind")
    for paper in papers:
        template = guide.papers.of(paper.kind)
        to = template.to if template else ()
        if paper.content.get("official") and to and all(one in guide.organs for one in to):
            return paper
    return None


def papers_of_group(view: CaseView) -> list[CasePaper]:
    """The papers of the working group's own acts, the oldest first."""
    ours = [one.id for one in view.procedure.roles.values() if one.side == AUTHORITY]
    acts = Event.objects.filter(case=view.case, step__in=view.procedure.steps, role__in=ours)
    papers = _placed(view).filter(sequence__in=acts.values("sequence"))
    return [paper for paper in papers.order_by("sequence", "kind") if paper.content]


def _placed(view: CaseView) -> QuerySet[CasePaper]:
    return CasePaper.objects.filter(case=view.case, place__isnull=False)
