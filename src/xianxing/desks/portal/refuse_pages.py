"""Refusing a confirmation: its reason on a page of its own, then a second look, then the act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.confirm_pages import AttestationLine, line_at
from xianxing.desks.portal.reports import shown_reports
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.i18n import gettext
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.attest.acts import opinion_of
from xianxing.pilot.filings.attest.refusing import WITH_FACTOR, refuse_attestation
from xianxing.pilot.filings.models import AttestationKind
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def refuse(request: HttpRequest, scene: FilingContext, kind: str, unit: str, about: str = "") -> HttpResponse:
    """Say why, look at it once more, refuse; nothing is recorded before the last of the three."""
    line, body = line_at(scene, kind, unit, about)
    post, factor = request.POST, line.want.kind in WITH_FACTOR
    look, problem, code_problem = False, "", ""
    if request.method == "POST" and "change" not in post:
        try:
            opinion_of(post.get("reason", ""))
            look = True
            code_problem = step_up(request, act=f"refuse_{kind}") if factor and "record" in post else ""
            if "record" in post and not code_problem:
                _record(request, scene, line, with_factor=factor)
                return redirect(scene.url("confirm") + "?done=refused")
        except Refused as refused:
            problem = refused.message
    compliance = line.want.kind is AttestationKind.COMPLIANCE
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Freeze and confirmations"), scene.url("confirm")), Link(gettext("Refuse"), "")
        ),
        "line": line,
        "body": body,
        "look": look,
        "reason": post.get("reason", ""),
        "factor": factor,
        "reports": shown_reports(scene, body, line.want.unit) if compliance else [],
        "chosen_report": post.get("report", ""),
        "problem": problem,
        "problem_at": "reason" if not look else "",
        "code_problem": code_problem,
    }
    return page(request, "refuse.html", scene, context, status=400 if problem or code_problem else 200)


def _record(request: HttpRequest, scene: FilingContext, line: AttestationLine, *, with_factor: bool) -> None:
    refuse_attestation(
        filing=scene.filing, want=line.want, digest=request.POST.get("digest", ""),
        reason=request.POST.get("reason", ""), by=scene.user, at=scene.at,
        step_up=StepUp.just_given(scene.user) if with_factor else None,
        report_digest=request.POST.get("report", ""),
    )  # fmt: skip


OF = "filings/<uuid:case>/confirm/refuse/<slug:kind>/<str:unit>/"
urls: list[URLPattern] = [
    path(OF, refuse, name="refuse"),
    path(f"{OF}<str:about>/", refuse, name="refuse-about"),
]
