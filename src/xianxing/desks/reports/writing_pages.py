"""Writing a report: sections beside the figures of the record, saved as a draft, handed in with the act."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.case_pages import homes, project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.reports.printing import shown_figures
from xianxing.desks.reports.words import period_words
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.reports.domain.drafting import LONGEST_SECTION, asked_for, save_report_draft, writer
from xianxing.pilot.reports.domain.handing_in import hand_in_report
from xianxing.pilot.reports.figures import FigureScope, figures_for
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import TrialReport
from xianxing.pilot.reports.permissions import INSTITUTION, may_read, may_read_report, writer_in
from xianxing.pilot.reports.queries import ReportToWrite
from xianxing.pilot.words import cleaned, whole_number
from xianxing.workdays.clocks import day_of

SECTION = "section."


@audience("anyone_logged_in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, case: UUID, form: str, item: str = "") -> HttpResponse:
    """Write one report; what is refused is said above the form, and every word stays in it."""
    user, at = acting(request), now()
    view = case_to_read(case, user, at=at)
    if not may_read(view) or writer_in(view) is None:
        raise Http404
    problem, typed, clashed = "", None, False
    if request.method == "POST":
        typed = {
            name.removeprefix(SECTION): str(text)
            for name, text in request.POST.items()
            if name.startswith(SECTION)
        }
        try:
            if "send" in request.POST:
                row = _hand_in(request, case, form, item, typed, user)
                return redirect("reports:report", case, row.number)
            based = request.POST.get("based", "")
            save_report_draft(
                case=case, form=form, item=item, sections=typed,
                based=whole_number(based, 0), by=user, at=at,
            )  # fmt: skip
            return redirect(f"{request.path}?saved=1")
        except Refused as refused:
            problem, clashed = refused.message, refused.code == "draft"
    try:
        asked = asked_for(view, writer(view), form, item)
    except Refused:
        return _handed_in_already(request, view, form, item, typed, problem)
    context = _context(request, view, asked, typed, clashed=clashed) | {"problem": problem}
    return render(request, "reports/write.html", context, status=422 if problem else 200)


def _handed_in_already(
    request: HttpRequest, view: CaseView, form: str, item: str, typed: dict[str, str] | None, problem: str
) -> HttpResponse:
    """To the report of this item, else to the list; who had written something meanwhile finds the words, to
    be used elsewhere.
    """
    known = practice().forms.get(form)
    if not typed or known is None:
        rows = TrialReport.objects.filter(case=view.case, item=item) if item else TrialReport.objects.none()
        handed_in = next((one for one in rows if may_read_report(view, one.unit)), None)
        if handed_in is not None:
            return redirect("reports:report", view.case.pk, handed_in.number)
        return redirect("reports:case", view.case.pk)
    language = current_language()
    context = {
        "view": view,
        "name": known.name(language),
        "problem": problem,
        "parts": [(one.name(language), typed.get(one.id, "")) for one in known.sections],
        "crumbs": _crumbs(view, known.name(language), request.path),
    }
    return render(request, "reports/late.html", context, status=422)


def _crumbs(view: CaseView, name: str, path: str) -> list[Link]:
    reports = Link(gettext("Trial reports"), reverse("reports:case", args=[view.case.pk]))
    return [*homes(view), reports, Link(name, path)]


def _hand_in(
    request: HttpRequest, case: UUID, form: str, item: str, typed: dict[str, str], user: User
) -> TrialReport:
    evidence, sent = [], request.FILES.get("file")
    if isinstance(sent, UploadedFile):
        evidence.append(bring_evidence(name=sent.name or "", content=sent, by=user, at=now()).pk)
    sequence = request.POST.get("sequence", "")
    return hand_in_report(
        case=case, form=form, item=item, sections=typed, evidence=evidence,
        sequence=whole_number(sequence, 0), by=user, at=now(),
        based=whole_number(request.POST.get("based", ""), 0),
    )  # fmt: skip


def _context(
    request: HttpRequest, view: CaseView, asked: ReportToWrite, typed: dict[str, str] | None, *, clashed: bool
) -> dict[str, object]:
    """What the page shows; after a clash the draft's own words beside the person's, who then saves over them
    knowing what they are.
    """
    language, actor = current_language(), writer(view)
    figures = figures_for(asked.form, FigureScope(view, actor.unit, asked.period, now()))
    draft = asked.draft
    kept = draft.sections if draft else {}
    texts = typed if typed is not None else kept
    seen = request.POST.get("based") if not clashed else None
    return {
        "view": view,
        "project": project_of_view(view),
        "asked": asked,
        "name": asked.form.name(language),
        "period": period_words(asked.period),
        "parts": [
            (section, section.name(language), section.hint(language),
             shown_figures(figures.get(section.id, []), language), texts.get(section.id, ""),
             kept.get(section.id, "") if clashed and _differ(kept, texts, section.id) else "")
            for section in asked.form.sections
        ],
        "draft": draft,
        "based": seen or (draft.version if draft else 0),
        "late": asked.limit is not None and asked.limit.day < day_of(now()),
        "signs": INSTITUTION in actor.roles,
        "saved": "saved" in request.GET and typed is None,
        "longest": LONGEST_SECTION,
        "sources": [Link(gettext("Values reported"), reverse("supervision:case", args=[view.case.pk])),
                    Link(gettext("Your ledger of complaints"), reverse("complaints:own"))],
        "crumbs": _crumbs(view, asked.form.name(language), request.path),
    }  # fmt: skip


def _differ(kept: Mapping[str, str], texts: Mapping[str, str], section: str) -> bool:
    return bool(kept.get(section)) and kept[section] != cleaned(texts.get(section, ""))
