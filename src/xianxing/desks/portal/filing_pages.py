"""Check your answers, file with the second factor, and the receipt: page, text, dossier."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.bodies import files_of, parts_of
from xianxing.desks.portal.confirm_pages import lines_of
from xianxing.desks.portal.course import course_of
from xianxing.desks.portal.finding_pages import laid_out
from xianxing.desks.portal.receipt_page import receipt_pdf
from xianxing.desks.portal.scene import FilingContext, form_and_findings, page, with_scene
from xianxing.desks.portal.tasks import name_of, role_of
from xianxing.desks.sending import send_folder
from xianxing.i18n import gettext
from xianxing.law import Severity
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases.domain.dossiers import export_dossier
from xianxing.pilot.cases.models import Case, Duty, Event
from xianxing.pilot.filings.actors import StepUp, real_time
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.models import Body, Submission
from xianxing.pilot.filings.permissions import frozen_body
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.filings.submit.filing import Filed, file_filing, filed_with, scratch
from xianxing.pilot.filings.submit.timeliness import late_entry_until
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import end_of

TIME = "time"


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def check(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Everything once more, what still stands in the way, and the act itself."""
    problem = code_problem = ""
    if request.method == "POST":
        code_problem = step_up(request, act="file")
        if not code_problem:
            try:
                file_filing(
                    filing=scene.filing, digest=request.POST.get("digest", ""), by=scene.user, at=scene.at,
                    step_up=StepUp.just_given(scene.user),
                )  # fmt: skip
                return redirect(scene.url("receipt"))
            except Refused as refused:
                if refused.code == "filed":
                    return redirect(scene.url("receipt"))
                problem = refused.message
    return check_page(request, scene, problem=problem, code_problem=code_problem)


def check_page(
    request: HttpRequest, scene: FilingContext, *, problem: str = "", code_problem: str = ""
) -> HttpResponse:
    """The page itself, with what went wrong."""
    body = frozen_body(scene.filing)
    window = window_of(scene.filing.case.call, at=scene.at)
    late_until = late_entry_until(scene.filing, at=scene.at)
    last_second = end_of(window.last) - timedelta(seconds=1) if late_until else None
    form, findings = form_and_findings(scene, counted=last_second)
    blocks, _later = laid_out(scene, form, findings)
    lines = lines_of(scene)
    content = (
        content_of(Body.objects.select_related("filing__case__call").get(pk=body.pk))
        if body
        else dict(form.body())
    )
    names = {unit.key: name_of(unit) for unit in form.units}
    open_lines = [line for line in lines if not line.given]
    obstacles = _obstacles(
        body is not None,
        len(open_lines),
        len(findings.blocking),
        window.holds(scene.at) or not scene.drafting or late_until is not None,
    )
    context = {
        "crumbs": scene.crumbs(Link(gettext("Check your answers and file"), "")),
        "body": body,
        "filed": bool(body and body.filed_at),
        "editable": scene.closed is None,
        "parts": parts_of(scene.guide, content, names),
        "files": files_of(scene.filing, scene.guide, content),
        "lines": lines,
        "blocks": blocks,
        "over": any(block.key in (Severity.CORRECTION.value, Severity.ADVICE.value) for block in blocks),
        "obstacles": obstacles,
        "window": window,
        "correction_due": _correction_due(scene, body),
        "drafting": scene.drafting,
        "late_until": late_until,
        "external": scene.filing.case.call.external_channel,
        "package": Submission.objects.filter(body=body, own_place__isnull=True).first() if body else None,
        "number": request.POST.get("number", ""),
        "received_at": request.POST.get("received_at", ""),
        "leads": scene.who.lead in scene.who.own,
        "problem": problem,
        "code_problem": code_problem,
    }  # fmt: skip
    return page(request, "check.html", scene, context, status=400 if problem or code_problem else 200)


@audience("unit")
@require_safe
@with_scene
def receipt(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The receipt: number, batch, units and time for people; the proof folded behind it."""
    body, filed = _filed(scene)
    context = {
        "crumbs": scene.crumbs(Link(gettext("Receipt"), "")),
        "body": body,
        "filed": filed,
        "number": case_number(scene.filing),
        "call_title": scene.filing.case.call.title,
        "units": [(name_of(unit), role_of(unit)) for unit in scene.who.units],
        "channel": scene.guide.channel.label,
        "course": course_of(scene),
        "text": filed.receipt.text,
    }
    return page(request, "receipt.html", scene, context)


@audience("unit")
@require_safe
@with_scene
def receipt_text(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The receipt as the text that the stand-alone verifier reads."""
    del request
    _body, filed = _filed(scene)
    response = HttpResponse(filed.receipt.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = disposition(gettext("Filing receipt") + ".txt")
    return response


@audience("unit")
@require_safe
@with_scene
def receipt_page(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The receipt as a PDF page."""
    del request
    _body, filed = _filed(scene)
    response = HttpResponse(receipt_pdf(scene, filed), content_type="application/pdf")
    response["Content-Disposition"] = disposition(gettext("Filing receipt") + ".pdf")
    return response


@audience("unit")
@require_safe
@with_scene
def dossier(request: HttpRequest, scene: FilingContext) -> HttpResponseBase:
    """The case's dossier as a zip that proves itself with nothing but Python; others' words are withheld."""
    del request
    _filed(scene)
    case = scene.filing.case
    with tempfile.TemporaryDirectory(prefix="dossier-", dir=scratch()) as place:
        folder = Path(place) / "dossier"
        export_dossier(case=case, folder=folder, at=real_time(), withhold=events_of_others(case))
        return send_folder(folder, f"{scene.name} {gettext('dossier')}.zip")


def events_of_others(case: Case) -> list[int]:
    """The numbers of the events that are neither the units' nor time's: how others judged is not theirs.

    What the units are to know of it reaches them in its own document; every proof holds without the contents.
    """
    own = {key for key, role in procedure_of(case.call).roles.items() if role.of or role.side == TIME}
    others = Event.objects.filter(case=case).exclude(role__in=own)
    return list(others.order_by("sequence").values_list("sequence", flat=True))


def _correction_due(scene: FilingContext, body: Body | None) -> date | None:
    """The last day of handing in a correction; None where none is being made, or without a limit."""
    if scene.drafting or body is None or body.filed_at is not None:
        return None
    return Duty.objects.filter(case=scene.filing.case).values_list("due", flat=True).first()


def _obstacles(frozen: bool, missing: int, blocking: int, open_now: bool) -> list[str]:
    found = []
    if not frozen:
        found.append(gettext("The content is not frozen yet."))
    if missing:
        found.append(gettext("{count} confirmations are missing.").format(count=missing))
    if blocking:
        found.append(gettext("{count} findings block filing.").format(count=blocking))
    if not open_now:
        found.append(gettext("The window of this call is closed."))
    return found


def _filed(scene: FilingContext) -> tuple[Body, Filed]:
    body = scene.filing.bodies.filter(filed_at__isnull=False).order_by("-number").first()
    filed = filed_with(body) if body else None
    if body is None or filed is None:
        raise Http404
    return body, filed
