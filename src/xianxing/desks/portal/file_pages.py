"""A version of a file: downloaded, looked at without harm, compared with the one before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe
from django_ratelimit.core import is_ratelimited

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.looking import failure
from xianxing.desks.portal.scene import Scene, page, with_scene
from xianxing.documents.limits import Limits
from xianxing.documents.model import Document
from xianxing.documents.showing import CONTENT_TYPE, SHOWN
from xianxing.i18n import gettext
from xianxing.pilot.filings.changes import what_changed
from xianxing.pilot.filings.domain.looking import download, page_image
from xianxing.pilot.filings.models import MaterialVersion
from xianxing.pilot.filings.reading import read_version
from xianxing.pilot.refusal import Refused

MOST_BLOCKS = 2_000
PICTURE_RATE = "300/10m"  # for one person: more than anybody leafs through
# What is uploaded goes out as a download or drawn anew; the sandbox stands if a browser took it for more.
SANDBOX = "sandbox; default-src 'none'; style-src 'none'; script-src 'none'; frame-ancestors 'none'"


@audience("unit")
@require_safe
@with_scene
def fetch(_request: HttpRequest, scene: Scene, material: int, number: int) -> HttpResponseBase:
    """A version's bytes under the name that it came with, always as a download."""
    try:
        found = download(version=_version(scene, material, number), by=scene.user, at=scene.at)
    except Refused as refused:
        raise Http404 from refused
    response = StreamingHttpResponse(found.pieces, content_type="application/octet-stream")
    response["Content-Disposition"] = found.disposition
    response["Content-Length"] = str(found.size)
    response["Content-Security-Policy"] = SANDBOX
    return response


@audience("unit")
@require_safe
@with_scene
def preview(request: HttpRequest, scene: Scene, material: int, number: int) -> HttpResponse:
    """A version to look at: a PDF or picture page by page (`?page=`) with its text, all else as text."""
    version = _version(scene, material, number)
    if version.file.erased_at is not None:
        raise Http404
    document = read_version(version, at=scene.at)
    pictured = version.content in SHOWN
    pages = min(document.pages or 1, Limits().pages)
    shown = _page_number(request, pages) if pictured else 0
    blocks = [one for one in document.blocks if not pictured or (one.page or 1) == shown]
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Materials"), scene.url("files")),
            Link(version.material.file_name, scene.url("material", material)),
            Link(gettext("Preview"), ""),
        ),
        "version": version,
        "failure": failure(document),
        "pictured": pictured,
        "number": shown,
        "pages": pages,
        "more": document.pages if (document.pages or 0) > pages else 0,
        "by_ocr": document.text_source in ("ocr", "mixed"),
        "blocks": blocks[:MOST_BLOCKS],
        "cut": len(blocks) > MOST_BLOCKS or _was_cut(document, pictured),
        "notes": document.notes if shown == pages or not pictured else (),
    }
    return page(request, "preview.html", scene, context)


@audience("unit")
@require_safe
@with_scene
def picture(request: HttpRequest, scene: Scene, material: int, number: int) -> HttpResponse:
    """One page (`?page=`, from 1) of a PDF or picture, drawn anew; 404 for what can't be."""
    version = _version(scene, material, number)
    asked = request.GET.get("page", "1")
    if version.content not in SHOWN or not (asked.isascii() and asked.isdecimal() and len(asked) < 6):
        raise Http404
    if is_ratelimited(request, group="picture", key="user", rate=PICTURE_RATE, increment=True):
        return _later(429, 600)
    try:
        drawn = page_image(version=version, page=int(asked), by=scene.user, at=scene.at)
    except Refused as refused:
        if refused.code == "busy":
            return _later(503, 60)
        raise Http404 from refused
    if drawn.failure:
        raise Http404
    response = HttpResponse(drawn.content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@audience("unit")
@require_safe
@with_scene
def compare(request: HttpRequest, scene: Scene, material: int, number: int) -> HttpResponse:
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
        "change": what_changed(older, newer, at=scene.at),
    }
    return page(request, "file_changes.html", scene, context)


def _page_number(request: HttpRequest, pages: int) -> int:
    """The page asked for; the nearest that there is."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), pages) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


def _was_cut(document: Document, pictured: bool) -> bool:
    return not pictured and any(problem.code == "cut" for problem in document.problems)


def _later(status: int, seconds: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Retry-After"] = str(seconds)
    return response


def _version(scene: Scene, material: int, number: int) -> MaterialVersion:
    rows = MaterialVersion.objects.filter(material__filing=scene.filing, material=material, number=number)
    found = rows.select_related("file", "material__filing__case__call").first()
    if found is None:
        raise Http404
    return found
