"""Word first: forms to download, blank or filled, and read back with every difference to be ticked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.cell_pages import unit_in
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.word_lines import line_of
from xianxing.desks.public.answers import from_script
from xianxing.i18n import gettext
from xianxing.pilot.filings.files.names import disposition, safe_name
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.permissions import editable_cells, visible_units
from xianxing.pilot.filings.word.forms import (
    LARGEST,
    discard_proposal,
    keep_proposal,
    kept_proposal,
    read_back,
    settle_proposal,
)
from xianxing.pilot.filings.word.printing import Printed, blank_word, pdf_form, printed_form, word_form
from xianxing.pilot.filings.word.proposals import Proposal
from xianxing.pilot.refusal import Refused


@dataclass(frozen=True)
class Paper:
    """One printed form on the page: of the filing (`unit` "") or of a unit."""

    unit: str
    label: str
    hint: str
    writable: bool


@audience("unit")
@require_safe
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The forms to download, and a place to upload each that the person fills."""
    return _index(request, scene, "")


@audience("unit")
@require_safe
@with_scene
def fetch(request: HttpRequest, scene: FilingContext, kind: str) -> HttpResponse:
    """One form as a file: blank, filled, or as PDF; `?unit=` asks for a unit's sheet."""
    makers: dict[str, Callable[..., Printed]] = {"blank": blank_word, "filled": word_form, "pdf": pdf_form}
    if kind not in makers:
        raise Http404
    unit = unit_in(scene, request.GET.get("unit", ""))
    made = makers[kind](filing=scene.filing, unit=unit, by=scene.user, at=scene.at)
    response = HttpResponse(made.data, content_type=made.content_type)
    response["Content-Disposition"] = disposition(made.name)
    return response


@audience("unit")
@require_POST
@with_scene
def upload(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Read a filled form; nothing is written, the differences are shown next."""
    unit = unit_in(scene, request.POST.get("unit", ""))
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return _not_read(request, scene, gettext("Choose a file."))
    try:
        proposal = _read(scene, unit, sent)
    except Refused as refused:
        return _not_read(request, scene, refused.message)
    kept = keep_proposal(filing=scene.filing, unit=unit, proposal=proposal, by=scene.user, at=scene.at)
    return redirect("portal:word-proposal", case=scene.filing.pk, kept=kept.pk)


def _not_read(request: HttpRequest, scene: FilingContext, message: str) -> HttpResponse:
    """Why a file wasn't read: on the page, or as JSON for the script that sends uploads."""
    if from_script(request):
        return JsonResponse({"problem": message}, status=400)
    return _index(request, scene, message)


def _read(scene: FilingContext, unit: Unit | None, sent: UploadedFile[Any]) -> Proposal:
    """The proposal of an upload; a large one lies in a file already and is not brought into memory."""
    if (sent.size or 0) > LARGEST:
        raise Refused("too-large", gettext("The file is larger than a form can be."))
    place = getattr(sent, "temporary_file_path", None)
    file = Path(place()) if place is not None else sent.read()
    name = safe_name(sent.name or "")
    return read_back(filing=scene.filing, unit=unit, file=file, name=name, by=scene.user, at=scene.at)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def proposal(request: HttpRequest, scene: FilingContext, kept: UUID) -> HttpResponse:
    """Every difference with a box; POST takes the ticked ones over, or forgets all of them."""
    try:
        if request.method == "POST":
            return _settle(request, scene, kept)
        return _differences(request, scene, kept, 0, "")
    except Refused as refused:
        if refused.code == "expired":
            return _index(request, scene, refused.message)
        raise


def _settle(request: HttpRequest, scene: FilingContext, kept: UUID) -> HttpResponse:
    held, _proposal = kept_proposal(filing=scene.filing, kept=kept, by=scene.user, at=scene.at)
    unit = held.unit
    if "discard" in request.POST:
        discard_proposal(filing=scene.filing, kept=kept, by=scene.user, at=scene.at)
        return redirect("portal:word", case=scene.filing.pk)
    chosen = frozenset(request.POST.getlist("take"))
    try:
        done = settle_proposal(filing=scene.filing, kept=kept, chosen=chosen, by=scene.user, at=scene.at)
    except Refused as refused:
        if refused.code == "expired":
            raise
        return _differences(request, scene, kept, 0, refused.message)
    if done.conflicts or done.refused:
        return _differences(request, scene, kept, len(done.written), "", status=409)
    place = reverse("portal:unit", args=[scene.filing.pk, unit.key]) if unit else scene.url("home")
    return redirect(f"{place}?done=over")


def _differences(
    request: HttpRequest, scene: FilingContext, kept: UUID, written: int, problem: str, *, status: int = 0
) -> HttpResponse:
    held, found = kept_proposal(filing=scene.filing, kept=kept, by=scene.user, at=scene.at)
    lines = [line_of(item, scene.guide) for item in found.items]
    label = _label(held.unit)
    context = {
        "crumbs": scene.crumbs(Link(gettext("Word and PDF"), scene.url("word")), Link(label, "")),
        "label": label,
        "kept": kept,
        "proposal": found,
        "lines": [line for line in lines if line.acceptable],
        "others": [line for line in lines if not line.acceptable],
        "missing": [str(scene.guide.field(one).label) for one in found.missing],
        "clash": status == 409,
        "written": written,
        "problem": problem,
    }
    return page(request, "word_proposal.html", scene, context, status=status or (400 if problem else 200))


def _index(request: HttpRequest, scene: FilingContext, problem: str) -> HttpResponse:
    editable = {unit for unit, _path in editable_cells(scene.who, scene.guide, at=scene.at)}
    papers = [_paper(None, editable), *(_paper(unit, editable) for unit in visible_units(scene.who))]
    context = {
        "crumbs": scene.crumbs(Link(gettext("Word and PDF"), "")),
        "papers": papers,
        "most_mb": LARGEST // MEGABYTE,
        "most": LARGEST,
        "problem": problem,
    }
    return page(request, "word.html", scene, context, status=400 if problem else 200)


def _paper(unit: Unit | None, editable: set[str]) -> Paper:
    key = unit.key if unit else ""
    hint = unit.institution.name if unit and unit.institution else key
    return Paper(key, gettext(printed_form(unit).name), hint, key in editable)


def _label(unit: Unit | None) -> str:
    paper = _paper(unit, set())
    return f"{paper.label} · {paper.hint}" if paper.hint else paper.label


urls: list[URLPattern] = [
    path("filings/<uuid:case>/word/", index, name="word"),
    path("filings/<uuid:case>/word/upload/", upload, name="word-upload"),
    path("filings/<uuid:case>/word/read/<uuid:kept>/", proposal, name="word-proposal"),
    path("filings/<uuid:case>/word/<slug:kind>/", fetch, name="word-file"),
]
