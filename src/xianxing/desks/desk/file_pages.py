"""A file of a filed filing: downloaded, or looked at without harm, as its applicants can."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.filing_pages import access_body
from xianxing.desks.look.context import Link
from xianxing.desks.showing import drawn, sent, shown
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.files.looking import filed_download, filed_file, filed_page_image
from xianxing.pilot.filings.files.reading import read_version
from xianxing.pilot.refusal import Refused


@audience("staff")
@require_safe
def fetch(request: HttpRequest, filing: UUID, number: int) -> StreamingHttpResponse:
    """A file of the filed body, by its place in it; always a download."""
    user, at = acting(request), now()
    try:
        return sent(filed_download(body=access_body(user, filing), number=number, by=user, at=at))
    except Refused as refused:
        raise Http404 from refused


@audience("staff")
@require_safe
def preview(request: HttpRequest, filing: UUID, number: int) -> HttpResponse:
    """The same file to look at: a PDF or picture page by page (`?page=`) with its text, all else as text."""
    user, at = acting(request), now()
    body = access_body(user, filing)
    try:
        found = filed_file(body=body, number=number, by=user, at=at)
    except Refused as refused:
        raise Http404 from refused
    context = shown(
        request,
        read_version(found.version, by=user, at=at),
        name=found.name,
        content=found.version.content,
        download=reverse("desk:filing-file", args=[filing, number]),
        picture=reverse("desk:filing-picture", args=[filing, number]),
    )
    place = reverse("desk:filing", args=[filing])
    context["crumbs"] = [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(rows.row(body, at=at, people={}).project, place),
        Link(gettext("Files"), f"{place}#files"),
        Link(found.name, request.path),
    ]
    return render(request, "desk/file.html", context)


@audience("staff")
@require_safe
def picture(request: HttpRequest, filing: UUID, number: int) -> HttpResponse:
    """One page (`?page=`, from 1) of the file, drawn anew; 404 for what can't be."""
    user, at = acting(request), now()
    body = access_body(user, filing)
    return drawn(request, lambda page: filed_page_image(body=body, number=number, page=page, by=user, at=at))
