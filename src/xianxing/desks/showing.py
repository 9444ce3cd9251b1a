"""A file to look at, for applicants and the working group alike: the same answers, the same protections.

Who may look is asked by the pages and by `pilot.filings.files.looking`; nothing here decides it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django_ratelimit.core import is_ratelimited

from xianxing.desks.look.files import failure
from xianxing.documents.limits import Limits
from xianxing.documents.model import Document
from xianxing.documents.showing import CONTENT_TYPE, SHOWN, PageImage
from xianxing.pilot.filings.files.looking import Download
from xianxing.pilot.refusal import Refused

MOST_BLOCKS = 2_000
PICTURE_RATE = "300/10m"  # for one person: more than anybody leafs through
# What is uploaded goes out as a download or drawn anew; the sandbox stands if a browser took it for more.
SANDBOX = "sandbox; default-src 'none'; style-src 'none'; script-src 'none'; frame-ancestors 'none'"


def sent(found: Download) -> StreamingHttpResponse:
    """A file's bytes, always as a download."""
    response = StreamingHttpResponse(found.pieces, content_type="application/octet-stream")
    response["Content-Disposition"] = found.disposition
    response["Content-Length"] = str(found.size)
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


def shown(
    request: HttpRequest, document: Document, *, name: str, content: str, download: str, picture: str
) -> dict[str, object]:
    """What `look/file.html` needs: a PDF or picture page by page (`?page=`) with its text, all else as text.

    `content` is the file's type by its content; `download` and `picture` are the addresses of both.
    """
    pictured = content in SHOWN
    pages = min(document.pages or 1, Limits().pages)
    number = _page_number(request, pages) if pictured else 0
    blocks = [one for one in document.blocks if not pictured or (one.page or 1) == number]
    return {
        "name": name,
        "download": download,
        "picture": picture,
        "failure": failure(document),
        "pictured": pictured,
        "number": number,
        "pages": pages,
        "more": document.pages if (document.pages or 0) > pages else 0,
        "by_ocr": document.text_source in ("ocr", "mixed"),
        "blocks": blocks[:MOST_BLOCKS],
        "cut": len(blocks) > MOST_BLOCKS or _was_cut(document, pictured),
        "notes": document.notes if number == pages or not pictured else (),
    }


def drawn(request: HttpRequest, draw: Callable[[int], PageImage]) -> HttpResponse:
    """The page asked for (`?page=`, from 1) as a picture; 404 for what can't be drawn or isn't there.

    429 for one who asks too often, 503 while others are drawing.
    """
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6):
        raise Http404
    if is_ratelimited(request, group="picture", key="user", rate=PICTURE_RATE, increment=True):
        return _later(429, 600)
    try:
        image = draw(int(asked))
    except Refused as refused:
        if refused.code == "busy":
            return _later(503, 60)
        raise Http404 from refused
    if image.failure:
        raise Http404
    response = HttpResponse(image.content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


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
