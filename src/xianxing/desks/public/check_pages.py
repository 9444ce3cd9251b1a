"""The checker on a page: hand in a zip or take a sample, wait, read the findings; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_ratelimit.core import is_ratelimited

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.look.guides import guide_page
from xianxing.desks.public import reports
from xianxing.desks.public.answers import from_script, page_or_json, wants_json
from xianxing.desks.public.checks import SAMPLES, UPLOADS, CheckAnswer, jobs, run_check
from xianxing.desks.public.jobs import Job, QueueFullError
from xianxing.desks.public.samples import samples
from xianxing.desks.public.visitors import visitor_of
from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.pilot.calls.pinned import guides_only_pinned
from xianxing.pilot.clock import now
from xianxing.workdays.clocks import EARLIEST_DAY, day_of

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")


@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The form with the samples; a POST takes the zip and sends the reader to the page that waits."""
    if request.method != "POST":
        return _form(request, {})
    if _asked_too_often(request):
        return _refuse(
            request, gettext("Too many checks in a short time. Wait ten minutes and try again."), 429
        )
    upload, as_of, problems = _read(request)
    if problems or upload is None:
        return _form(request, problems)
    return _queue(request, gettext("Your filing"), lambda folder: _store(upload, folder), as_of, UPLOADS)


@audience("public")
@never_cache
@require_POST
def sample(request: HttpRequest, sample: str) -> HttpResponse:
    """Check one of the samples as of the day it was written for."""
    found = next((each for each in samples() if each.slug == sample), None)
    if found is None:
        raise Http404
    if _asked_too_often(request):
        return _refuse(
            request, gettext("Too many checks in a short time. Wait ten minutes and try again."), 429
        )
    return _queue(request, found.name, lambda _folder: found.folder, found.as_of, SAMPLES)


@audience("public")
@never_cache
@require_GET
def result(request: HttpRequest, token: str) -> HttpResponse:
    """The page that waits, then the findings; a page that says so once they are no longer kept."""
    job = jobs().get(token)
    if job is None:
        return _gone(request)
    if job.pending:
        context = {"crumbs": _crumbs(job.label), "job": job, "token": token}
        state = {"state": job.state.value, "progress": job.progress}
        return page_or_json(request, "public/check_wait.html", context, lambda: state)
    outcome = job.outcome if isinstance(job.outcome, CheckAnswer) else None
    if outcome is None or outcome.checked.reason:
        reason = outcome.checked.reason if outcome else ""
        context = {"crumbs": _crumbs(job.label), "reason": reason}
        return page_or_json(
            request, "public/check_failed.html", context, lambda: {"state": "failed", "reason": reason}
        )
    if wants_json(request):
        return _as_json(request, outcome.checked.report)
    return render(request, "public/check_result.html", _findings(request, job, outcome))


@audience("public")
@never_cache
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Drop the result at once instead of in a few minutes."""
    jobs().forget(token)
    return _gone(request, status=200)


def _findings(request: HttpRequest, job: Job, outcome: CheckAnswer) -> dict[str, object]:
    checked, guide, key = outcome.checked, outcome.guide, request.GET.get("show", "all")
    report = checked.report
    shown = reports.show_all(report, checked.bodies, checked.names, guide)
    return {
        "crumbs": _crumbs(job.label),
        "job": job,
        "report": report,
        "guide": guide,
        "guide_page": guide_page(guide) if guide else "",
        "as_of": date.fromisoformat(str(report["as_of"])),
        "ruleset": str(report["ruleset"]),
        "summary": report["summary"],
        "blocking": len(reports.choose(shown, "blocking")),
        "filters": reports.filters(shown, key),
        "sections": reports.sections(reports.choose(shown, key)),
        "minutes": settings.CHECK_KEEP_SECONDS // 60,
        "other_tongue": job.language != request.LANGUAGE_CODE,
    }


def _as_json(request: HttpRequest, report: dict[str, JSON]) -> JsonResponse:
    response = JsonResponse(
        {"state": "done", **report}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    if "download" in request.GET:
        response["Content-Disposition"] = 'attachment; filename="xianxing-check.json"'
    return response


def _form(request: HttpRequest, problems: dict[str, str]) -> HttpResponse:
    if problems and from_script(request):
        return _refuse(request, " ".join(problems.values()), 400)
    context = {
        "crumbs": [Link(gettext("Check a filing"), reverse("public:check"))],
        "problems": problems,
        "samples": samples(),
        "most": settings.MAX_UPLOAD_BYTES,
        "most_mb": settings.MAX_UPLOAD_BYTES // 1024 // 1024,
        "minutes": settings.CHECK_KEEP_SECONDS // 60,
        "as_of": request.POST.get("as_of") or day_of(now()).isoformat(),
    }
    return render(request, "public/check.html", context, status=400 if problems else 200)


def _read(request: HttpRequest) -> tuple[UploadedFile[bytes] | None, date | None, dict[str, str]]:
    problems = {}
    upload = request.FILES.get("filing")
    if not isinstance(upload, UploadedFile) or not upload.size:
        problems["filing"] = gettext("Choose the zip of a filing.")
    elif sum(len(sent) for _field, sent in request.FILES.lists()) > 1:
        problems["filing"] = gettext("Send one zip at a time.")
    elif upload.size > settings.MAX_UPLOAD_BYTES:
        problems["filing"] = gettext("The file is too large.")
    elif not _starts_like_zip(upload):
        problems["filing"] = gettext(
            "This is not a zip. Put the folder of the filing into a zip and choose that."
        )
    as_of = _day(request.POST.get("as_of", ""))
    if as_of is None:
        problems["as_of"] = gettext("Enter a day such as 2026-09-28.")
    return upload if isinstance(upload, UploadedFile) else None, as_of, problems


def _day(text: str) -> date | None:
    """The day that was typed, or today; None for what is none, and for one from which no rule can reckon."""
    try:
        found = parse_date(text.strip()) if text.strip() else day_of(now())
    except ValueError:
        return None
    return found if found is not None and found >= EARLIEST_DAY else None


def _starts_like_zip(upload: UploadedFile[bytes]) -> bool:
    upload.seek(0)
    start = upload.read(4)
    upload.seek(0)
    return start in ZIP_SIGNATURES


def _store(upload: UploadedFile[bytes], folder: Path) -> Path:
    path = folder / "filing.zip"
    with path.open("xb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return path


def _queue(
    request: HttpRequest, label: str, fill: Callable[[Path], Path], as_of: date | None, line: str
) -> HttpResponse:
    others = guides_only_pinned()  # here, for the thread that checks has no database
    try:
        job = jobs().submit(
            label,
            fill,
            lambda path, say: run_check(path, as_of, say, others),
            line=line,
            visitor=visitor_of(request),
        )
    except QueueFullError as full:
        if full.own:
            return _refuse(
                request, gettext("Your earlier checks are still running. Wait until one has ended."), 429
            )
        return _refuse(request, gettext("Many checks are waiting. Try again in a minute."), 503)
    return HttpResponseRedirect(reverse("public:check-result", args=[job.token]))


def _asked_too_often(request: HttpRequest) -> bool:
    return bool(is_ratelimited(request, group="check", key="ip", rate=settings.CHECK_RATE, increment=True))


def _refuse(request: HttpRequest, text: str, status: int) -> HttpResponse:
    title = gettext("The check did not start")
    if from_script(request):
        response: HttpResponse = JsonResponse({"title": title, "advice": text}, status=status)
    else:
        context = {"code": status, "title": title, "advice": text}
        response = render(request, "look/error.html", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = "600" if status == 429 else "60"
    return response


def _gone(request: HttpRequest, status: int = 404) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"state": "gone"}, status=status)
    context = {"crumbs": _crumbs(gettext("No longer kept")), "forgotten": status == 200}
    return render(request, "public/check_gone.html", context, status=status)


def _crumbs(label: str) -> list[Link]:
    return [Link(gettext("Check a filing"), reverse("public:check")), Link(label, "")]
