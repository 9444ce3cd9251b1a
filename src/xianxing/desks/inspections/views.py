"""What the pages of inspections share: the case for who may read it, names of units, files, ways back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse

from xianxing.desks.acts.case_pages import homes
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import bring_evidence, unused_evidence
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.models import Inspection, InspectionState
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

TONES = {
    InspectionState.PLANNED: "watch",
    InspectionState.TOLD: "info",
    InspectionState.CLOSED: "good",
    InspectionState.CALLED_OFF: "quiet",
}


def unit_names(view: CaseView) -> dict[str, str]:
    """The names of the project's units by key."""
    return {
        unit.key: unit.institution.name if unit.institution else unit.uscc
        for unit in present_units(view.filing)
    }


def pilot_choices(view: CaseView) -> list[tuple[str, str]]:
    """The pilot institutions of the project, as key and name."""
    pilots = view.state.members.get("pilot_institutions", frozenset())
    return [(key, name) for key, name in unit_names(view).items() if key in pilots]


def files_by_id(ids: Iterable[str]) -> dict[str, Evidence]:
    """The files behind these ids, in one query."""
    return {str(one.pk): one for one in Evidence.objects.filter(pk__in=list(ids), file__erased_at=None)}


def files_sent(request: HttpRequest, user: User, name: str) -> list[UUID]:
    """The files of a form's field: those ticked, and those that came with it, which are kept now.

    What came stays ticked when the form is shown again.
    """
    own = {str(one.pk): one.pk for one in unused_evidence(user)}
    found = [own[one] for one in request.POST.getlist(f"kept.{name}") if one in own]
    for sent in request.FILES.getlist(name):
        if isinstance(sent, UploadedFile):
            brought = bring_evidence(name=sent.name or "", content=sent, by=user, at=now())
            found.append(brought.pk)
            typed = request.POST.copy()
            typed.appendlist(f"kept.{name}", str(brought.pk))
            request.POST = typed  # type: ignore[assignment]
    return found


def clause_marks(view: CaseView) -> tuple[ClauseMark, ...]:
    """The guide's own clauses on which inspections rest."""
    serves = practice_on(day_of(view.at)).serves
    return marks(guide_of(view.case.call), [own for one in serves if (own := view.procedure.cite(one))])


def crumbs(view: CaseView, *more: Link) -> Sequence[Link]:
    """The way back: where the person comes from, the case's inspections, the page's own."""
    return [
        *homes(view),
        Link(gettext("Inspections and rectifications"), reverse("inspections:case", args=[view.case.pk])),
        *more,
    ]


def inspection_link(row: Inspection) -> Link:
    """A link to an inspection, by its number."""
    name = gettext("Inspection {number}").format(number=row.number)
    return Link(name, reverse("inspections:inspection", args=[row.case_id, row.number]))
