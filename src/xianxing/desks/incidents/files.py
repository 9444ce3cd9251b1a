"""A report of an incident as a file, for who reads the incident; 404 for everybody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.papers.files import DOCX, PDF
from xianxing.desks.sending import send_file
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.incidents.documents import report_docx, report_paper, report_pdf
from xianxing.pilot.incidents.models import IncidentReport
from xianxing.pilot.incidents.queries import incident_to_read


@audience("anyone_logged_in")
@require_safe
def pdf(request: HttpRequest, case: UUID, number: int, report: int) -> HttpResponseBase:
    """The report as PDF."""
    return _given(request, case, number, report, "pdf", PDF, report_pdf)


@audience("anyone_logged_in")
@require_safe
def docx(request: HttpRequest, case: UUID, number: int, report: int) -> HttpResponseBase:
    """The report as Word document."""
    return _given(request, case, number, report, "docx", DOCX, report_docx)


def _given(
    request: HttpRequest, case: UUID, number: int, report: int, ending: str, kind: str,
    made: Callable[[IncidentReport], bytes],
) -> HttpResponseBase:  # fmt: skip
    at = now()
    standing = incident_to_read(case_to_read(case, acting(request), at=at), number, at=at)
    found = next((one for one in standing.incident.reports.all() if one.number == report), None)
    if found is None or not found.content:
        raise Http404
    name = f"{report_paper(found).title}-{number}-{report}.{ending}"
    return send_file(io.BytesIO(made(found)), name, kind)
