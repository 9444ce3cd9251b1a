"""Over an outside platform: the package goes out, that platform's receipt comes in with its evidence."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.portal.filing_pages import check_page
from xianxing.desks.portal.scene import FilingContext, with_scene
from xianxing.desks.sending import send_copy
from xianxing.i18n import gettext
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.submit.channel import enter_receipt
from xianxing.pilot.filings.submit.filing import export_package, scratch
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME


@audience("unit")
@require_POST
@with_scene
def package(request: HttpRequest, scene: FilingContext) -> HttpResponseBase:
    """Export the frozen filing as the zip for the platform; its SHA-256 is kept with the filing."""
    with tempfile.TemporaryDirectory(prefix="package-", dir=scratch()) as place:
        target = Path(place) / "package.zip"
        try:
            export_package(
                filing=scene.filing, digest=request.POST.get("digest", ""), target=target, by=scene.user,
                at=scene.at,
            )  # fmt: skip
        except Refused as refused:
            return check_page(request, scene, problem=refused.message)
        return send_copy(target, f"{scene.name}.zip")


@audience("unit")
@require_POST
@with_scene
def hand_in(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Enter the platform's receipt: number, time and evidence, with the second factor; that files it."""
    received, sent = _instant(request.POST.get("received_at", "")), request.FILES.get("evidence")
    number = request.POST.get("number", "")
    if received is None or not isinstance(sent, UploadedFile) or not number.strip():
        text = gettext("Enter number and time of the platform's receipt, with the evidence as a file.")
        return check_page(request, scene, problem=text)
    code_problem = step_up(request, act="file")
    if code_problem:
        return check_page(request, scene, code_problem=code_problem)
    try:
        enter_receipt(
            filing=scene.filing, digest=request.POST.get("digest", ""), number=number, received_at=received,
            evidence=sent, evidence_name=sent.name or "", by=scene.user, at=scene.at,
            step_up=StepUp.just_given(scene.user),
        )  # fmt: skip
    except Refused as refused:
        if refused.code != "filed":
            return check_page(request, scene, problem=refused.message)
    return redirect(scene.url("receipt"))


def _instant(text: str) -> datetime | None:
    """A day and time of Asia/Shanghai as a browser sends it."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=CHINA_TIME)


urls: list[URLPattern] = [
    path("filings/<uuid:case>/file/package/", package, name="package"),
    path("filings/<uuid:case>/file/hand-in/", hand_in, name="hand-in"),
]
