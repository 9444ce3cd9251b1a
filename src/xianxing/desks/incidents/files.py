"""Papers of incidents as files, set anew from their rows each time; for who reads them, 404 for others."""

from __future__ import annotations

import io
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.papers.files import DOCX, PDF
from xianxing.desks.sending import send_file
from xianxing.documents.writing.official import OfficialPaper, write_official_pdf
from xianxing.documents.writing.official_docx import write_official_docx
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.incidents.documents import report_paper
from xianxing.pilot.incidents.models import IncidentReport
from xianxing.pilot.incidents.queries import incident_to_read


@audience("anyone_logged_in")
@require_safe
def pdf(request: HttpRequest, case: UUID, number: int, report: int) -> HttpResponseBase:
    """A report of an incident as PDF."""
    found = _report(request, case, number, report)
    return as_pdf(report_paper(found), found.reported_at, f"{number}-{report}")


@audience("anyone_logged_in")
@require_safe
def docx(request: HttpRequest, case: UUID, number: int, report: int) -> HttpResponseBase:
    """A report of an incident as Word document."""
    found = _report(request, case, number, report)
    return as_docx(report_paper(found), found.reported_at, f"{number}-{report}")


def as_pdf(paper: OfficialPaper, made: datetime, number: str) -> HttpResponseBase:
    """A paper as PDF under its title and number, the same bytes each time."""
    file = io.BytesIO(write_official_pdf(paper, made=made))
    return send_file(file, f"{paper.title}-{number}.pdf", PDF)


def as_docx(paper: OfficialPaper, made: datetime, number: str) -> HttpResponseBase:
    """A paper as Word document under its title and number, the same bytes each time."""
    file = io.BytesIO(write_official_docx(paper, made=made))
    return send_file(file, f"{paper.title}-{number}.docx", DOCX)


def _report(request: HttpRequest, case: UUID, number: int, report: int) -> IncidentReport:
    at = now()
    standing = incident_to_read(case_to_read(case, acting(request), at=at), number, at=at)
    found = next((one for one in standing.incident.reports.all() if one.number == report), None)
    if found is None or not found.content:
        raise Http404
    return found
