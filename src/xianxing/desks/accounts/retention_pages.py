"""What has been kept for its time: the dated rules with their source, what is due, and erasing it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.officer_forms import RetainForm
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.cases.domain.retaining import WHOLE, erase_due_cases, erase_due_messages
from xianxing.pilot.cases.models import Erasure
from xianxing.pilot.cases.upkeep.retention import Keep, RetentionBy, due, due_cases, erasers, rules
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused

MOST = 50


@audience("security_administrator")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every rule with its time, source and what is due, and what was erased lately."""
    context = {
        "crumbs": [Link(gettext("Retention"), request.path)],
        "rows": [
            (row, name_of(row.keep), source_of(row.keep), erased_here(row.keep)) for row in due(at=now())
        ],
        "erased": [
            (row, names().get(row.rule, row.rule))
            for row in Erasure.objects.select_related("erased_by").order_by("-pk")[:MOST]
        ],
    }
    return render(request, "accounts/retention.html", context)


@audience("security_administrator")
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """What is due under one rule; erase of it what was chosen, with a reason and the second factor."""
    found = next((each for each in rules() if each.key == rule and erased_here(each)), None)
    if found is None:
        raise Http404
    form = RetainForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem, done = _erase(request, found, form)
        if done:
            return redirect("accounts:retention")
    [row] = [each for each in due(at=now()) if each.keep.key == rule]
    context = {
        "crumbs": [
            Link(gettext("Retention"), reverse("accounts:retention")), Link(name_of(found), request.path)
        ],
        "name": name_of(found),
        "source": source_of(found),
        "row": row,
        "cases": due_cases(rule=rule, at=now())[:MOST],
        "what": what_of(found),
        "by_case": rule != "messages" and rule not in erasers,
        "whole": rule in WHOLE,
        "form": form,
        "code_problem": problem,
    }  # fmt: skip
    return render(request, "accounts/retention_rule.html", context)


def names() -> dict[str, str]:
    """The rules' names in the reader's language."""
    return {each.key: name_of(each) for each in rules()}


def name_of(keep: Keep) -> str:
    """What a rule is about, in the reader's language."""
    return keep.en if current_language() == "en" else keep.zh


def erased_here(keep: Keep) -> bool:
    """Whether the security administrator erases it; all else stays, ends by itself, or is the operator's."""
    return keep.by == RetentionBy.SECURITY_ADMINISTRATOR


def what_of(keep: Keep) -> str:
    """What happens with what is due, in the reader's language."""
    return keep.what["en" if current_language() == "en" else "zh"]


def source_of(keep: Keep) -> str:
    """Where a rule comes from, in the reader's language."""
    return keep.source["en" if current_language() == "en" else "zh"]


def _erase(request: HttpRequest, keep: Keep, form: RetainForm) -> tuple[str, bool]:
    try:
        chosen = [UUID(each) for each in request.POST.getlist("case")[:MOST]]
    except ValueError:
        raise Http404 from None
    problem = step_up(request, act=f"erase {keep.key}")
    if problem:
        return problem, False
    by, reason, at = acting(request), form.cleaned_data["reason"], now()
    try:
        if keep.key == "messages":
            erase_due_messages(by=by, at=at)
        elif keep.key in erasers:
            erasers[keep.key](by=by, reason=reason, at=at)
        else:
            erase_due_cases(rule=keep.key, cases=chosen, by=by, reason=reason, at=at)
    except Refused as refusal:
        form.add_error("reason" if refusal.code == "reason" else None, refusal.message)
        return "", False
    return "", True
