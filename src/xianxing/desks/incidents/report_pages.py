"""Forms of an institution: an incident or a drill, and a report of one to the group or to an authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.acts.case_pages import project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.incidents.case_pages import clause_marks, crumbs
from xianxing.desks.incidents.typed import CAPACITY, GRADE, account_typed, instant_typed
from xianxing.desks.incidents.words import duty_words, limit_words, own_clock
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.incidents.documents import report_words
from xianxing.pilot.incidents.domain.opening import LONGEST_TITLE, report_incident
from xianxing.pilot.incidents.domain.reporting import LONGEST_LINE, TypedReport, report_on_incident
from xianxing.pilot.incidents.domain.writing import LONGEST_WORDS
from xianxing.pilot.incidents.permissions import reporter_in, signer_in
from xianxing.pilot.incidents.queries import incident_to_read, started_at
from xianxing.pilot.incidents.regulations import Regulation, ReportKind, regulations
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

PART = "part."


@dataclass(frozen=True)
class RuleChoice:
    """A rule under which a grade is proposed, with what was chosen, and the duties that its clocks name."""

    rule: Regulation
    grade: str
    capacity: str
    duties: Sequence[tuple[str, str]]


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: UUID) -> HttpResponse:
    """Report an incident, or record a drill; nothing typed is lost where that is refused."""
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    reporter = reporter_in(view)
    if reporter is None:
        raise Http404
    typed, problem = request.POST.dict(), ""
    drill, item = bool(typed.get("drill", request.GET.get("drill"))), request.GET.get("item", "")
    if request.method == "POST":
        try:
            made = report_incident(
                case=case, account=account_typed(typed), by=user, at=at, drill=drill,
                item=typed.get("item", ""),
            )  # fmt: skip
            return redirect("incidents:incident", case, made.number)
        except Refused as refused:
            problem = refused.message
    signs, started = signer_in(view) is not None, started_at(view) is not None
    context = {
        "view": view,
        "project": project_of_view(view),
        "typed": typed,
        "started": started,
        "writes": bool(problem) or (started and (signs or drill)),
        "drill": drill,
        "item": typed.get("item", item),
        "signs": signs,
        "problem": problem,
        "rules": _rules(typed, at),
        "longest": LONGEST_WORDS,
        "longest_title": LONGEST_TITLE,
        "marks": clause_marks(view),
        "crumbs": crumbs(view, 0, Link(gettext("Report an incident"), request.path)),
    }
    return render(request, "incidents/new.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """A report of an incident; which kind and to whom stands in the address."""
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    standing = incident_to_read(view, number, at=at)
    reporter = reporter_in(view)
    kind, recipient = request.GET.get("kind", ""), request.GET.get("recipient", "")
    known = regulations()
    if reporter is None or kind not in list(ReportKind) or recipient not in known.recipients:
        raise Http404
    typed, problem = request.POST.dict(), ""
    if request.method == "POST":
        try:
            _give(request, case, number, typed, user, at)
            return redirect("incidents:incident", case, number)
        except Refused as refused:
            problem = refused.message
    language_of_kind = report_words(kind)
    to = known.recipients[recipient]
    context = {
        "view": view,
        "project": project_of_view(view),
        "incident": standing.incident,
        "kind": kind,
        "name": gettext("{kind} to {recipient}").format(kind=language_of_kind, recipient=to.label),
        "recipient": to,
        "card": own_clock(standing.clocks, kind, recipient, at),
        "call": kind == ReportKind.PHONE,
        "parts": [
            (part, typed.get(f"{PART}{part.id}", ""), kind in part.required)
            for part in known.sections_of(kind)
        ],
        "typed": typed,
        "problem": problem,
        "letters": [
            (one.pk, one.name, str(one.pk) in request.POST.getlist("evidence"))
            for one in unused_evidence(user)
        ],
        "longest": LONGEST_WORDS,
        "longest_line": LONGEST_LINE,
        "back": reverse("incidents:incident", args=[case, number]),
        "marks": clause_marks(view),
        "crumbs": crumbs(view, number, Link(language_of_kind, request.path)),
    }
    return render(request, "incidents/report.html", context, status=422 if problem else 200)


def _give(
    request: HttpRequest, case: UUID, number: int, typed: Mapping[str, str], user: User, at: datetime
) -> None:
    brought = tuple(letters_sent(request, user))
    report_on_incident(
        case=case, number=number, by=user, at=at,
        report=TypedReport(
            kind=request.GET.get("kind", ""),
            recipient=request.GET.get("recipient", ""),
            content={
                name.removeprefix(PART): words for name, words in typed.items() if name.startswith(PART)
            },
            given_at=instant_typed(typed.get("given_at", "")),
            channel=typed.get("channel", ""),
            receipt_number=typed.get("receipt_number", ""),
            evidence=brought,
        ),
    )  # fmt: skip


def _rules(typed: Mapping[str, str], at: datetime) -> list[RuleChoice]:
    """The rules in force on the day of discovery as far as it was typed, else today; those with a choice."""
    return [
        RuleChoice(
            rule,
            typed.get(f"{GRADE}{rule.id}", ""),
            typed.get(f"{CAPACITY}{rule.id}", ""),
            [(duty_words(one), limit_words(one)) for one in rule.clocks.values()],
        )
        for rule in regulations().in_force(_day(typed, at))
        if len(rule.grades) > 1
    ]


def _day(typed: Mapping[str, str], at: datetime) -> date:
    try:
        return day_of(instant_typed(typed.get("discovered_at", "")) or at)
    except Refused:
        return day_of(at)
