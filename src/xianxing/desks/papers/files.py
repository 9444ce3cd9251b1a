"""A paper as a file, for a person's browser and for a program with a token alike; 404 to everybody else."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from xianxing.desks.accounts import limits
from xianxing.desks.audience import audience
from xianxing.desks.sending import send_file
from xianxing.pilot.clock import now
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.permissions import paper_to_read
from xianxing.pilot.papers.texts import docx_of, pdf_of
from xianxing.pilot.parties.domain.tokens import token_holder
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.parties.models import User

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BEARER = "bearer "


@audience("token_or_session")
@require_safe
def pdf(request: HttpRequest, paper: str) -> HttpResponseBase:
    """The paper as PDF."""
    return _given(request, paper, "pdf", PDF, pdf_of)


@audience("token_or_session")
@require_safe
def docx(request: HttpRequest, paper: str) -> HttpResponseBase:
    """The paper as Word document."""
    return _given(request, paper, "docx", DOCX, docx_of)


def reader_of(request: HttpRequest) -> User:
    """The person behind a token for reading, or of a session with its second factor; Http404 for nobody.

    A token that isn't good, or good for something else, is nobody's, also where a session comes with it.
    """
    said = request.headers.get("Authorization", "")
    if said.lower().startswith(BEARER):
        found = token_holder(said[len(BEARER) :].strip(), real_now=timezone.now())
        if found is not None and TokenScope.READ in found.scopes:
            return found.user
        raise Http404
    if isinstance(request.user, User) and limits.has_second_factor(request):
        return request.user
    raise Http404


def _given(
    request: HttpRequest, paper: str, ending: str, kind: str, made: Callable[[CasePaper], bytes]
) -> HttpResponseBase:
    row, _view = paper_to_read(paper, reader_of(request), at=now())
    return send_file(io.BytesIO(made(row)), f"{row.content['title']}.{ending}", kind)
