"""The filing as a folder: taken in as a new filing, taken out as a zip, carried to another call."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.once import keep_left, left_of, once, to_new_draft
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.desks.public.places import place
from xianxing.desks.sending import send_file, spool
from xianxing.i18n import gettext
from xianxing.pilot.calls.queries import open_calls
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.carrying import carry_over
from xianxing.pilot.filings.draft.opening import Repeated
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.folder.exporting import pack_filing
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.permissions import STEERERS
from xianxing.pilot.refusal import Refused


@audience("member")
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """A zip of the folder format becomes a new filing; what didn't fit is listed with its place."""
    user, at = acting(request), now()
    calls = open_calls(at=at)
    problem, sent = "", request.FILES.get("folder")
    call = next((one for one in calls if str(one.pk) == request.POST.get("call")), None)
    if request.method == "POST":
        if call is None or not isinstance(sent, UploadedFile):
            problem = gettext("Choose a call and a zip of the folder.")
        else:
            try:
                with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
                    place = Path(folder) / "filing.zip"
                    with place.open("wb") as kept:
                        for piece in sent.chunks():
                            kept.write(piece)
                    done = import_folder(call=call, path=place, by=user, at=at, once=once(request))
            except Repeated as repeated:
                return to_new_draft(request, repeated.filing.pk)
            except Refused as refused:
                problem = refused.message
            else:
                keep_left(request, done.filing.pk, done.left)
                return to_new_draft(request, done.filing.pk)
    context = {
        "crumbs": [
            Link(gettext("My filings"), reverse("portal:filings")),
            Link(gettext("Take in a folder"), request.path),
        ],
        "calls": calls,
        "problem": problem,
        "most_mb": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return render(request, "portal/take_in.html", context, status=400 if problem else 200)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def show(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Ways out of this draft: a folder as a zip, or another call; POST copies it into a draft there."""
    return _carry(request, scene) if request.method == "POST" else _page(request, scene)


@audience("unit")
@require_safe
@with_scene
def take_out(_request: HttpRequest, scene: FilingContext) -> HttpResponseBase:
    """The folder as a zip, with the sheets that the person may see."""
    file = spool()
    pack_filing(filing=scene.filing, target=file, by=scene.user, at=scene.at)
    return send_file(file, f"{scene.name}.zip")


@audience("unit")
@require_safe
@with_scene
def taken(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """What a draft that was just made of a folder, or of another call's filing, doesn't hold."""
    left = left_of(request, scene.filing.pk)
    if left is None:
        raise Http404
    units = scene.filing.units.select_related("institution")
    names = {f"unit[{unit.key}]": name_of(unit) for unit in units}
    names |= {f"material[{one.position}]": one.file_name for one in scene.filing.materials.all()}
    told = [(_spoken(one.location, scene, names), one) for one in left]
    context = {"crumbs": scene.crumbs(Link(gettext("What was taken over"), "")), "left": told}
    return page(request, "taken.html", scene, context)


def _spoken(location: str, scene: FilingContext, names: Mapping[str, str]) -> str:
    """A place of the folder in the words of the form."""
    whole = {"guide": gettext("Guide"), "batch": gettext("Call")}
    if location in whole:
        return whole[location]
    found = place(location, scene.guide, names)
    return f"{found.label} · {found.spot}" if found.spot else found.label


def _carry(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    calls = {str(one.pk): one for one in open_calls(at=scene.at)}
    call = calls.get(request.POST.get("call", ""))
    if call is None:
        return _page(request, scene, gettext("Choose a call that is open."))
    try:
        done = carry_over(filing=scene.filing, call=call, by=scene.user, at=scene.at, once=once(request))
    except Repeated as repeated:
        return to_new_draft(request, repeated.filing.pk)
    except Refused as refused:
        return _page(request, scene, refused.message)
    if done.left:
        keep_left(request, done.filing.pk, done.left)
    return to_new_draft(request, done.filing.pk)


def _page(request: HttpRequest, scene: FilingContext, problem: str = "") -> HttpResponse:
    others = [one for one in open_calls(at=scene.at) if one.pk != scene.filing.case.call_id]
    context = {
        "crumbs": scene.crumbs(Link(gettext("Folder and next call"), "")),
        "calls": others if scene.who.of(scene.who.lead, STEERERS) else [],
        "problem": problem,
    }
    return page(request, "folder.html", scene, context, status=400 if problem else 200)


def _scratch() -> Path:
    settings.SCRATCH_DIR.mkdir(parents=True, exist_ok=True)
    found: Path = settings.SCRATCH_DIR
    return found


urls: list[URLPattern] = [
    path("filings/take-in/", take_in, name="take-in"),
    path("filings/<uuid:case>/folder/", show, name="folder"),
    path("filings/<uuid:case>/folder/zip/", take_out, name="export"),
    path("filings/<uuid:case>/taken/", taken, name="taken"),
]
