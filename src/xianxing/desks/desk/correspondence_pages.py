"""The register of calls and paper: noted by staff, struck out with a reason, read by the working group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.casework.domain.correspondence import (
    LONGEST_SENDER,
    LONGEST_WORDS,
    correspondence,
    matching,
    note_correspondence,
    strike_correspondence,
)
from xianxing.pilot.casework.models import ContactWay, Correspondence
from xianxing.pilot.casework.permissions import may_strike
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.refusal import Refused
from xianxing.pilot.relations.queries import project_names
from xianxing.workdays.clocks import CHINA_TIME

PAGE = 50
TYPED = ("way", "received_at", "sender", "words", "number")


@dataclass(frozen=True)
class CorrespondenceLine:
    """An entry with the project that it is about, and whether the reader may strike it out."""

    entry: Correspondence
    project: str
    number: str
    may_strike: bool


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The register, the latest first; `?q=` looks in sender and words; POST notes a call or paper."""
    user, at = acting(request), now()
    problem, field = "", ""
    typed = {"received_at": _local(at), "number": request.GET.get("number", "")}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in TYPED}
        try:
            note_correspondence(
                way=typed["way"], received_at=_instant(typed["received_at"]), sender=typed["sender"],
                words=typed["words"], case=_case(typed["number"].strip().upper()), by=user, at=at,
            )  # fmt: skip
            return redirect("desk:correspondence")
        except Refused as refused:
            problem, field = refused.message, refused.code
    asked = request.GET.get("q", "").strip()[:100]
    rows = matching(correspondence(user, at=at), asked)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": _crumbs(),
        "links": links(request),
        "lines": _lines(list(page), request),
        "page": page,
        "keep": f"&q={asked}" if asked else "",
        "asked": asked,
        "ways": ContactWay.choices,
        "typed": typed,
        "problem": problem,
        "problem_field": field,
        "longest_sender": LONGEST_SENDER,
        "longest_words": LONGEST_WORDS,
    }  # fmt: skip
    return render(request, "desk/correspondence.html", context, status=422 if problem else 200)


@audience("staff")
@require_POST
def strike(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Strike an entry out with a reason; what is refused is said, with the reason kept."""
    reason = request.POST.get("reason", "")
    try:
        strike_correspondence(entry=entry, reason=reason, by=acting(request), at=now())
    except Refused as refused:
        context = {
            "crumbs": _crumbs(),
            "links": links(request), "entry": entry, "reason": reason, "problem": refused.message,
        }  # fmt: skip
        return render(request, "desk/strike.html", context, status=422)
    return redirect("desk:correspondence")


def _lines(entries: Sequence[Correspondence], request: HttpRequest) -> list[CorrespondenceLine]:
    """The page's entries with numbers and names of their projects, in three queries for all."""
    roles, user = roles_here(request), acting(request)
    cases = {entry.case_id for entry in entries if entry.case_id}
    filings = list(Filing.objects.select_related("case__call__guide").filter(pk__in=cases)) if cases else []
    numbers, names = case_numbers(filings), project_names(cases) if cases else {}
    return [
        CorrespondenceLine(
            entry,
            names.get(entry.case_id, "") if entry.case_id else "",
            numbers.get(entry.case_id, "") if entry.case_id else "",
            entry.struck_at is None and may_strike(roles, own=entry.entered_by_id == user.pk),
        )
        for entry in entries
    ]


def _case(number: str) -> UUID | None:
    """The case with this number, None for no number; Refused for one that no filing has."""
    if not number:
        return None
    rows = (
        Filing.objects.select_related("case__call__guide").filter(bodies__filed_at__isnull=False).distinct()
    )
    found = next((case for case, held in case_numbers(list(rows)).items() if held == number), None)
    if found is None:
        raise Refused("case", gettext("No filing has this number; leave it empty where none is meant."))
    return found


def _instant(typed: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise Refused("received_at", gettext("Say on which day and at what time it came.")) from None
    return found if found.tzinfo else found.replace(tzinfo=CHINA_TIME)


def _local(at: datetime) -> str:
    return at.astimezone(CHINA_TIME).strftime("%Y-%m-%dT%H:%M")


def _crumbs() -> list[Link]:
    return [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(gettext("Calls and paper"), reverse("desk:correspondence")),
    ]
