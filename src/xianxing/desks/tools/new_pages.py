"""A run is asked for: the folder as a zip, or the example; the mended folder of a run that was refused."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_ratelimit.core import is_ratelimited

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.tools.lines import INSTALL, ToolLine, frame, tool_line, tool_link, unit_choices
from xianxing.desks.tools.run_pages import shown_run
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.domain.asking import LONGEST_TITLE, RunAsked, ask_run, mend_run
from xianxing.pilot.tools.models import ToolRun
from xianxing.pilot.tools.queries import run_to_read

RUN_RATE = "30/h"  # for one person


@audience("tools")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, tool: str) -> HttpResponse:
    """The form of a run; POST queues it and sends the person to its page."""
    line, problem, field = tool_line(tool), "", ""
    if request.method == "POST":
        try:
            return redirect("tools:run", _asked(request, line).pk)
        except Refused as refused:
            problem, field = refused.message, refused.code
    context = {
        **frame(request, tool_link(line), Link(gettext("New run"), request.path)),
        "tool": line,
        "install": INSTALL,
        "units": unit_choices(request),
        "longest": LONGEST_TITLE,
        "most_mb": settings.MAX_UPLOAD_BYTES // 1024 // 1024,
        "typed": request.POST,
        "problem": problem,
        "field": field,
    }
    return render(request, "tools/new.html", context, status=422 if problem else 200)


@audience("tools")
@never_cache
@require_POST
def mend(request: HttpRequest, tool_run: UUID) -> HttpResponse:
    """The mended folder of a run that was refused; the same title and choices."""
    user, at = acting(request), now()
    run_to_read(tool_run, roles_here(request))
    try:
        _refuse_often(request)
        upload = _upload(request)
        following = mend_run(run=tool_run, content=upload, language=request.LANGUAGE_CODE, by=user, at=at)
        return redirect("tools:run", following.pk)
    except Refused as refused:
        return shown_run(request, tool_run, problem=refused.message)


def _asked(request: HttpRequest, line: ToolLine) -> ToolRun:
    if line.missing:
        raise Refused("library", gettext("The tool isn't installed on this server."))
    _refuse_often(request)
    said = request.POST
    example = said.get("source") == "example"
    asked = RunAsked(
        tool=line.name,
        title=said.get("title", "") or (_example_title(line) if example else ""),
        language=request.LANGUAGE_CODE,
        unit=said.get("unit", ""),
        as_of=_day(said.get("as_of", ""), "as_of"),
        lenient="lenient" in said,
        rules_as_of=_day(said.get("rules_as_of", ""), "rules_as_of") if line.replays else None,
    )
    content = None if example else _upload(request)
    return ask_run(asked=asked, content=content, by=acting(request), at=now())


def _example_title(line: ToolLine) -> str:
    return gettext("Example: {tool}").format(tool=line.title)


def _day(text: str, field: str) -> date | None:
    try:
        found = parse_date(text.strip()) if text.strip() else None
    except ValueError:
        found = None
    if text.strip() and found is None:
        raise Refused(field, gettext("Enter a day such as 2026-09-28."))
    return found


def _upload(request: HttpRequest) -> UploadedFile[bytes]:
    upload = request.FILES.get("folder")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise Refused("folder", gettext("Choose the folder as a zip, or open the example."))
    return upload


def _refuse_often(request: HttpRequest) -> None:
    if is_ratelimited(request, group="tools", key="user", rate=RUN_RATE, increment=True):
        raise Refused("often", gettext("Too many runs in a short time. Wait, and try again."))
