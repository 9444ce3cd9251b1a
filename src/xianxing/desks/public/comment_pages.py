"""Saying something to a notice, and reading the answer with number and secret; no account, no script."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.comment_limits import (
    refusal,
    refuse_large,
    refuse_large_form,
    refuse_nuls,
    refuse_too_often,
)
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.notices.domain.commenting import (
    LONGEST_CONTACT,
    LONGEST_NAME,
    LONGEST_TEXT,
    receive_comment,
)
from xianxing.pilot.notices.domain.reading import CommentLine, answer_to
from xianxing.pilot.notices.domain.sealing import CommentWords
from xianxing.pilot.notices.handed_in import FileContent, FileLimits, file_limits, too_large
from xianxing.pilot.notices.models import CommentKind
from xianxing.pilot.notices.queries import notice_to_read, project_of, takes_comments
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

ASKED = ("kind", "text", "evidence", "name", "contact")


@csrf_exempt  # asked below, after the size: looking for the form's token parses the whole body
@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refuse_large_form
@refuse_too_often
@csrf_protect
@refuse_nuls
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """The form; a POST answers with number and secret, once. What was typed stays when it is refused.

    Files don't: a browser chooses them anew.
    """
    at, notice, problem = now(), notice_to_read(number), ""
    bounds = file_limits(day_of(at))
    typed = {name: request.POST.get(name, "") for name in ASKED}
    context: dict[str, object] = {
        "crumbs": [
            Link(gettext("Public notices"), reverse("public:notices")),
            Link(notice.number, reverse("public:notice", args=[notice.number])),
            Link(gettext("Comment"), request.path),
        ],
        "notice": notice,
        "project": project_of(notice),
        "open": takes_comments(notice, at),
        "kinds": CommentKind.choices,
        "files": (),
        "bounds": bounds,
        "limits": {"text": LONGEST_TEXT, "name": LONGEST_NAME, "contact": LONGEST_CONTACT},
    }
    if request.method == "POST":
        words = CommentWords(typed["text"], typed["evidence"], typed["name"], typed["contact"])
        try:
            files = _files(request, bounds)
            given = receive_comment(notice=notice, kind=typed["kind"], words=words, at=at, files=files)
            due = answer_to(number=given.number, secret=given.secret).due
            context |= {"given": given, "kind": typed["kind"], "due": due, "files": files}
            return render(request, "public/comment_taken.html", context, status=201)
        except Refused as refused:
            problem = refused.message
    context |= {"problem": problem, "typed": {**typed, "kind": typed["kind"] or CommentKind.COMMENT}}
    return render(request, "public/comment.html", context, status=422 if problem else 200)


@csrf_exempt
@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refuse_large
@csrf_protect
@refuse_nuls
def answer(request: HttpRequest) -> HttpResponse:
    """What became of a comment, for who knows its number and its secret; neither stands in an address."""
    problem, found = "", None
    if request.method == "POST":
        if is_ratelimited(request, group="answer", key="ip", rate=settings.ANSWER_RATE, increment=True):
            return refusal(request, "too-often", gettext("Too many tries. Wait an hour and try again."), 429)
        try:
            found = answer_to(number=request.POST.get("number", ""), secret=request.POST.get("secret", ""))
        except Refused as refused:
            problem = refused.message
    context = {
        "crumbs": [
            Link(gettext("Public notices"), reverse("public:notices")),
            Link(gettext("Read the answer"), request.path),
        ],
        "found": found,
        "objection": _is_objection(found),
        "problem": problem,
        "number": request.POST.get("number", ""),
    }
    return render(request, "public/answer.html", context, status=422 if problem else 200)


def _is_objection(found: CommentLine | None) -> bool:
    return found is not None and found.comment.kind == CommentKind.OBJECTION


def _files(request: HttpRequest, bounds: FileLimits) -> list[FileContent]:
    """The files of the form; Refused before anything is read where they are too many or one is too large."""
    sent = [one for one in request.FILES.getlist("files") if one.name]
    if len(sent) > bounds.most:
        raise Refused("file", gettext("At most {most} files go with it.").format(most=bounds.most))
    for one in sent:
        if (one.size or 0) > bounds.each:
            raise too_large(str(one.name), bounds)
    return [FileContent(str(one.name), one.read()) for one in sent]
