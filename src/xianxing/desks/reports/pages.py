"""The reports of a case: what is to be written, what was handed in, and one report with its review."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.case_pages import homes, project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.look.context import Link
from xianxing.desks.reports.printing import printed_report, report_parts
from xianxing.desks.reports.words import STANDINGS, TONES, period_of_report, period_words
from xianxing.desks.sending import send_file, spool
from xianxing.documents.writing import write_text_docx
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.refusal import Refused
from xianxing.pilot.reports.domain.reviewing import LONGEST_WORDS, NEXT, say_to_report
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import RemarkKind, TrialReport
from xianxing.pilot.reports.permissions import reviewer_in, writer_in
from xianxing.pilot.reports.queries import (
    ReportStanding,
    answer_due,
    handed_in_without_form,
    is_handed_in_late,
    limit_of_report,
    report_to_read,
    reports_of,
    standing_of,
    to_write,
)
from xianxing.workdays.clocks import day_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@audience("anyone_logged_in")
@require_safe
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """What the institution has to report, with the limit, and every report with where its review stands."""
    user, at = acting(request), now()
    view = case_to_read(case, user, at=at)
    today, language = day_of(at), current_language()
    writer = writer_in(view)
    rows = reports_of(view, today=today)
    context = {
        "view": view,
        "project": project_of_view(view),
        "to_write": [
            (one, one.form.name(language), period_words(one.period),
             one.limit is not None and one.limit.day < today)
            for one in (to_write(view, writer.unit) if writer else ())
        ],
        "rows": [
            (one, one.form.name(language) if one.form else "", period_words(period_of_report(one.report)),
             str(STANDINGS[one.standing]), TONES[one.standing])
            for one in rows
        ],
        "bare": [
            (event, view.procedure.steps[event.step].name(language)) for event in handed_in_without_form(view)
        ],
        "marks": marks(guide_of(view.case.call), _cited(view)),
        "source": practice().source,
        "crumbs": [*homes(view), Link(gettext("Trial reports"), request.path)],
    }  # fmt: skip
    return render(request, "reports/case.html", context)


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """A report with its figures and what was said to it; POST receives, asks, answers, or closes."""
    user, at = acting(request), now()
    problem, typed, kind = "", "", ""
    if request.method == "POST":
        kind, typed = request.POST.get("kind", ""), request.POST.get("words", "")
        try:
            say_to_report(case=case, number=number, kind=kind, words=typed, by=user, at=at)
            return redirect(f"{reverse('reports:report', args=[case, number])}#review")
        except Refused as refused:
            problem = refused.message
    report, view = report_to_read(case, number, user, at=at)
    standing, language = standing_of(report), current_language()
    form = practice().forms.get(report.form)
    remarks = list(report.remarks.select_related("said_by").order_by("pk"))
    asked = [one for one in remarks if one.kind == RemarkKind.QUESTION]
    context = {
        "view": view,
        "report": report,
        "name": form.name(language) if form else report.form,
        "period": period_words(period_of_report(report)),
        "unit": _unit_name(view, report),
        "parts": report_parts(report, language),
        "standing": str(STANDINGS[standing]),
        "tone": TONES[standing],
        "limit": limit_of_report(report),
        "handed_in_late": is_handed_in_late(report),
        "remarks": remarks,
        "answer_due": answer_due(asked[-1].said_at, report) if standing is ReportStanding.ASKED else None,
        "choices": _choices(view, report),
        "problem": problem,
        "typed": typed,
        "typed_kind": kind,
        "longest": LONGEST_WORDS,
        "crumbs": _crumbs(view, request.path, report),
    }
    return render(request, "reports/report.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_safe
def word(request: HttpRequest, case: UUID, number: int) -> HttpResponseBase:
    """The report as a Word file, with its figures and its place in the record."""
    report, view = report_to_read(case, number, acting(request), at=now())
    text = printed_report(report, project=project_of_view(view), unit=_unit_name(view, report))
    made, target = io.BytesIO(), spool()
    write_text_docx(text, made, datetime.now(UTC))
    target.write(made.getvalue())
    return send_file(target, f"{text.title}.docx", DOCX)


def _choices(view: CaseView, report: TrialReport) -> set[RemarkKind]:
    """What this person may say to the report now."""
    own: set[RemarkKind] = set()
    if reviewer_in(view) is not None:
        own |= {RemarkKind.RECEIVED, RemarkKind.QUESTION, RemarkKind.CLOSED}
    if writer_in(view, report.unit) is not None:
        own.add(RemarkKind.ANSWER)
    return own & NEXT[standing_of(report)]


def _cited(view: CaseView) -> list[str]:
    return [own for clause in practice().serves if (own := view.procedure.cite(clause))]


def _unit_name(view: CaseView, report: TrialReport) -> str:
    found = present_units(view.filing).filter(key=report.unit).select_related("institution").first()
    if found is None:
        return ""
    return found.institution.name if found.institution else found.uscc


def _crumbs(view: CaseView, path: str, report: TrialReport) -> list[Link]:
    here = gettext("Report {number}").format(number=report.number)
    reports = Link(gettext("Trial reports"), reverse("reports:case", args=[view.case.pk]))
    return [*homes(view), reports, Link(here, path)]
