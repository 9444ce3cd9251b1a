"""A version of a file: downloaded, looked at without harm, compared with the one before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.showing import drawn, sent, shown
from xianxing.i18n import gettext
from xianxing.pilot.filings.files.changes import what_changed
from xianxing.pilot.filings.files.looking import download, page_image
from xianxing.pilot.filings.files.reading import read_version
from xianxing.pilot.filings.models import MaterialVersion
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_safe
@with_scene
def fetch(_request: HttpRequest, scene: FilingContext, material: int, number: int) -> HttpResponseBase:
    """A version's bytes under the name that it came with, always as a download."""
    try:
        found = download(version=_version(scene, material, number), by=scene.user, at=scene.at)
    except Refused as refused:
        raise Http404 from refused
    return sent(found)


@audience("unit")
@require_safe
@with_scene
def preview(request: HttpRequest, scene: FilingContext, material: int, number: int) -> HttpResponse:
    """A version to look at: a PDF or picture page by page (`?page=`) with its text, all else as text."""
    version = _version(scene, material, number)
    if version.file.erased_at is not None:
        raise Http404
    of = (material, number)
    context = shown(
        request,
        read_version(version, by=scene.user, at=scene.at),
        name=version.name,
        content=version.content,
        download=scene.url("fetch", *of),
        picture=scene.url("picture", *of),
    )
    context["crumbs"] = scene.crumbs(
        Link(gettext("Materials"), scene.url("files")),
        Link(version.material.file_name, scene.url("material", material)),
        Link(gettext("Preview"), ""),
    )
    context["back"] = _back(request, scene)
    return page(request, "preview.html", scene, context)


def _back(request: HttpRequest, scene: FilingContext) -> str:
    """The page of this filing from which the file was opened (`?back=`); "" for any other address."""
    asked = request.GET.get("back", "")
    try:
        resolve(asked)
    except Resolver404:
        return ""
    return asked if asked.startswith(scene.url("home")) else ""


@audience("unit")
@require_safe
@with_scene
def picture(request: HttpRequest, scene: FilingContext, material: int, number: int) -> HttpResponse:
    """One page (`?page=`, from 1) of a PDF or picture, drawn anew; 404 for what can't be."""
    version = _version(scene, material, number)
    return drawn(request, lambda asked: page_image(version=version, page=asked, by=scene.user, at=scene.at))


@audience("unit")
@require_safe
@with_scene
def compare(request: HttpRequest, scene: FilingContext, material: int, number: int) -> HttpResponse:
    """What changed from the version before to this one, passage by passage."""
    newer = _version(scene, material, number)
    older = (
        newer.material.versions.select_related("file").filter(number__lt=number).order_by("-number").first()
    )
    if older is None or newer.file.erased_at or older.file.erased_at:
        raise Http404
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Materials"), scene.url("files")),
            Link(newer.material.file_name, scene.url("material", material)),
            Link(gettext("What changed"), ""),
        ),
        "older": older,
        "newer": newer,
        "change": what_changed(older, newer, by=scene.user, at=scene.at),
    }
    return page(request, "file_changes.html", scene, context)


def _version(scene: FilingContext, material: int, number: int) -> MaterialVersion:
    rows = MaterialVersion.objects.filter(material__filing=scene.filing, material=material, number=number)
    found = rows.select_related("file", "material__filing__case__call").first()
    if found is None:
        raise Http404
    return found
