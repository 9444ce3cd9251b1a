"""The secretariat's list of requests about personal information, and the page on which one is answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.incentives.pool import pool_record_of
from xianxing.pilot.privacy.domain.answering import answer_request, read_request, why_kept
from xianxing.pilot.privacy.domain.asking import LONGEST_WORDS
from xianxing.pilot.privacy.models import DataOrigin, DataOutcome, DataRequest, DataRequestKind
from xianxing.pilot.privacy.sealing import words_of_answer
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

MOST = 200


@audience("secretariat")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, what is due first on top, then what was answered."""
    rows = DataRequest.objects.select_related("answer", "person")
    waiting = list(rows.filter(answer=None).order_by("due", "received_at"))
    context = {
        "waiting": waiting, "answered": list(rows.exclude(answer=None).order_by("-answer__at")[:MOST]),
        "today": day_of(now()), "links": links(request),
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), _here(request.path)],
    }  # fmt: skip
    return render(request, "privacy/list.html", context)


@audience("secretariat")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """A request, what the record permits, and its answer; opening it is noted in the access log."""
    user, at, problem, sent = acting(request), now(), "", request.POST
    if request.method == "POST":
        try:
            answer_request(
                number=number, outcome=sent.get("outcome", ""), words=sent.get("words", ""), by=user, at=at
            )
            return redirect("privacy:request", number)
        except Refused as refused:
            problem = refused.message
    row, words = read_request(number=number, by=user, at=at)
    answer = getattr(row, "answer", None)
    deletion = row.kind == DataRequestKind.DELETION
    context = {
        "row": row, "words": words, "answer": answer, "said": words_of_answer(answer) if answer else "",
        "kept": why_kept(row, at) if deletion and answer is None else "", "deletion": deletion,
        "pool": pool_record_of(row.person) if row.origin == DataOrigin.TALENT and row.person else None,
        "outcomes": DataOutcome.choices, "typed": sent, "problem": problem, "longest": LONGEST_WORDS,
        "today": day_of(at),
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")), _here(reverse("privacy:list")),
            Link(row.number, request.path),
        ],
    }  # fmt: skip
    return render(request, "privacy/request.html", context, status=422 if problem else 200)


def _here(address: str) -> Link:
    return Link(gettext("Requests about personal information"), address)
