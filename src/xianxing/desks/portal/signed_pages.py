"""The signature-and-seal page of a confirmation, and the signed and sealed file that comes back."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.audience import audience
from xianxing.desks.portal.confirm_pages import overview
from xianxing.desks.portal.scene import FilingContext, with_scene
from xianxing.i18n import gettext
from xianxing.pilot.filings.attest.signature_pages import return_signed, signature_page
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.models import Attestation
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_safe
@with_scene
def printed(request: HttpRequest, scene: FilingContext, attestation: int) -> HttpResponse:
    """The page to be signed and sealed, as PDF."""
    del request
    found = _attestation(scene, attestation)
    name, content = signature_page(attestation=found, by=scene.user, at=scene.at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = disposition(name)
    return response


@audience("unit")
@require_POST
@with_scene
def take(request: HttpRequest, scene: FilingContext, attestation: int) -> HttpResponse:
    """Take the signed page back."""
    found, sent = _attestation(scene, attestation), request.FILES.get("page")
    if not isinstance(sent, UploadedFile):
        return overview(request, scene, gettext("Choose a file."))
    try:
        return_signed(attestation=found, stream=sent, name=sent.name or "", by=scene.user, at=scene.at)
    except Refused as refused:
        return overview(request, scene, refused.message)
    return redirect(scene.url("confirm") + "?done=uploaded")


def _attestation(scene: FilingContext, attestation: int) -> Attestation:
    rows = Attestation.objects.filter(body__filing=scene.filing, pk=attestation)
    found = rows.select_related(
        "body__filing__case__call", "unit__institution", "about__institution", "by"
    ).first()
    if found is None:
        raise Http404
    return found


urls: list[URLPattern] = [
    path("filings/<uuid:case>/confirm/pages/<int:attestation>/", printed, name="signature-page"),
    path("filings/<uuid:case>/confirm/pages/<int:attestation>/signed/", take, name="signed"),
]
