"""What an expert sees: the own invitations, the undertaking, and the filing by the headings of the rubric."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.bodies import BodyEntry, BodyPart, files_of, parts_of
from xianxing.desks.experts.forms import RecordedReasonForm
from xianxing.desks.experts.visiting import (
    asks_code,
    cases_opened,
    expert_here,
    expert_of,
    proof_of,
    second_factor,
)
from xianxing.desks.look.context import Link
from xianxing.desks.showing import sent
from xianxing.i18n import gettext
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.clock import now
from xianxing.pilot.experts.domain.access import (
    body_of_expert,
    case_of_expert,
    has_signed,
    sign_undertaking,
)
from xianxing.pilot.experts.domain.engaging import step_aside
from xianxing.pilot.experts.domain.opinions import given_by
from xianxing.pilot.experts.models import Engagement
from xianxing.pilot.experts.practice import Criterion, practice_of
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.files.looking import filed_download
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class CriterionReading:
    """A heading of the rubric with what the filing says under it."""

    criterion: Criterion
    entries: tuple[BodyEntry, ...]


@audience("expert_or_guest")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My invitations: before the undertaking is signed only the batch and the limit are shown."""
    user, rows, opened = expert_here(request), [], cases_opened(request)
    mine = Engagement.objects.filter(expert=user, ended_at=None).exclude(case__in=stopped_cases())
    if opened is not None:
        mine = mine.filter(case__in=opened)
    for row in mine.select_related("case__call", "case__filing").order_by("-invited_at"):
        signed = has_signed(row.case, user)
        opinion = given_by(row.case, user) if signed else None
        due = Duty.objects.filter(case=row.case, role="expert").values_list("due", flat=True).first()
        rows.append((row, case_number(row.case.filing) if signed else "", signed, opinion, due))
    context = {"crumbs": [Link(gettext("Expert opinions"), request.path)], "rows": rows}
    return render(request, "experts/home.html", context)


@audience("expert_or_guest")
@require_http_methods(["GET", "HEAD", "POST"])
def undertaking(request: HttpRequest, case: UUID) -> HttpResponse:
    """The undertaking: signed with the second factor before anything of the case is shown, or declined."""
    user, at, problem, code_problem = expert_of(request, case), now(), "", ""
    view = case_of_expert(case, user, at=at)
    if has_signed(view.case, user):
        return redirect("experts:reading", case)
    if request.method == "POST":
        code_problem = second_factor(request, act="undertaking")
        try:
            if not code_problem:
                sign_undertaking(
                    case=case, digest=request.POST.get("digest", ""), by=user, at=at,
                    step_up=proof_of(request) or StepUp.just_given(user),
                )  # fmt: skip
                return redirect("experts:reading", case)
        except Refused as refused:
            problem = refused.message
    context = {
        "crumbs": [*_home(), Link(present_text().title, request.path)], "case": case, "text": present_text(),
        "batch": view.case.call.title, "problem": problem, "code_problem": code_problem,
        "asks_code": asks_code(request), "reasons": common_reasons(),
    }  # fmt: skip
    return render(
        request, "experts/undertaking.html", context, status=422 if problem or code_problem else 200
    )


@audience("expert_or_guest")
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, case: UUID) -> HttpResponse:
    """Stepping aside with a reason, also before reading anything; one press where a common reason fits."""
    user = expert_of(request, case)
    view = case_of_expert(case, user, at=now())
    form = RecordedReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            step_aside(
                case=case, reason=form.cleaned_data["reason"], by=user, at=now(), step_up=proof_of(request)
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect(f"{reverse('experts:home')}?stepped_aside=1")
    context = {
        "crumbs": [*_home(), Link(gettext("Step aside"), request.path)], "batch": view.case.call.title,
        "case": case, "form": form, "reasons": common_reasons(), "given": given_by(view.case, user),
    }  # fmt: skip
    return render(request, "experts/aside.html", context, status=422 if form.errors else 200)


@audience("expert_or_guest")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The filing in ten minutes: what it is about, then each heading of the rubric, then the rest folded."""
    user, at = expert_of(request, case), now()
    view = case_of_expert(case, user, at=at)
    if not has_signed(view.case, user):
        return redirect("experts:undertaking", case)
    body = body_of_expert(case, user, at=at)
    practice, parts = practice_of(guide_of(view.case.call), day_of(at)), parts_of(body)
    by_path = {entry.path: entry for part in parts for entry in part.entries}
    shown = {*practice.overview, *practice.withheld}
    readings = []
    for criterion in practice.criteria:
        entries = tuple(by_path[path] for path in criterion.fields if path in by_path)
        readings.append(CriterionReading(criterion, entries))
        shown |= {entry.path for entry in entries}
    rest = [
        BodyPart(part.key, part.title, tuple(entry for entry in part.entries if entry.path not in shown))
        for part in parts
    ]
    name = by_path.get("project.name")
    context = {
        "crumbs": [*_home(), Link(case_number(view.filing), request.path)], "case": case,
        "number": case_number(view.filing), "project": name.text if name else case_number(view.filing),
        "batch": view.case.call.title, "readings": readings, "rest": [part for part in rest if part.entries],
        "overview": [by_path[path] for path in practice.overview if path in by_path],
        "units": [part.title for part in parts if part.key not in ("project", "content")],
        "files": files_of(body), "given": given_by(view.case, user),
    }  # fmt: skip
    return render(request, "experts/reading.html", context)


@audience("expert_or_guest")
@require_safe
def fetch(request: HttpRequest, case: UUID, number: int) -> StreamingHttpResponse:
    """A file of the filed body, by its place in it; always a download."""
    user, at = expert_of(request, case), now()
    try:
        return sent(filed_download(body=body_of_expert(case, user, at=at), number=number, by=user, at=at))
    except Refused as refused:
        raise Http404 from refused


def common_reasons() -> tuple[str, ...]:
    """Reasons for stepping aside that one press gives."""
    return (
        gettext("I have or had a tie to one of the units."),
        gettext("I don't know enough of this field."),
        gettext("I can't do it within the time."),
    )


def _home() -> list[Link]:
    return [Link(gettext("Expert opinions"), reverse("experts:home"))]
