"""When a state secret turns up: stop, report, erase, lift. Cases are numbers here; nobody reads a filing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.forms import HouseForm
from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.accounts.officer_forms import ReportForm, StopForm, WhyForm
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.secrecy import (
    ask_to_lift,
    confirm_lift,
    erase_secret,
    report_secret,
    stop_for_secrecy,
    what_remains,
)
from xianxing.pilot.cases.models import Case, Event, LiftRequest, SecrecyStop
from xianxing.pilot.cases.permissions import may_erase
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number


@dataclass(frozen=True)
class CaseEvent:
    """An act of a case by its number, name and instant; `held` while its contents are there."""

    sequence: int
    name: str
    at: datetime
    held: bool


@audience("secrecy")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The stops, those in force first, and a form that stops a case by its number."""
    form = StopForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        case = Case.objects.select_related("call__guide").filter(pk=form.cleaned_data["case"]).first()
        if case is None:
            form.add_error("case", gettext("There is no case of this number."))
        else:
            problem = _do(
                request, form, "stop_for_secrecy", "ground",
                lambda: stop_for_secrecy(
                    case=case, by=acting(request), ground=form.cleaned_data["ground"], at=now()
                ),
            )  # fmt: skip
            if not problem and not form.errors:
                return redirect("accounts:secrecy-case", case=case.pk)
    context = {
        "crumbs": [Link(gettext("Secrecy"), request.path)],
        "open": _stops().filter(lifted_at__isnull=True).order_by("-stopped_at"),
        "over": _stops().filter(lifted_at__isnull=False).order_by("-lifted_at")[:50],
        "form": form,
        "code_problem": problem,
    }
    return render(request, "accounts/secrecy.html", context)


@audience("secrecy")
@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """What was done about one case, what can be done next, what remains in the record."""
    return _page(request, access_stopped(case))


@audience("secrecy")
@require_POST
def report(request: HttpRequest, case: UUID) -> HttpResponse:
    """Record to whom the find was reported."""
    stop, form = access_stopped(case), ReportForm(request.POST)
    form.is_valid()
    problem = _do(
        request, form, "report_secret", "to",
        lambda: report_secret(
            case=stop.case, by=acting(request), to=form.cleaned_data["to"],
            reference=form.cleaned_data["reference"], at=now(),
        ),
    )  # fmt: skip
    return _after(request, stop, form, problem, "report")


@audience("security_administrator")
@require_POST
def erase(request: HttpRequest, case: UUID) -> HttpResponse:
    """Erase the contents of the acts that were chosen, and every file and text of the case."""
    stop, form = access_stopped(case), WhyForm(request.POST)
    form.is_valid()
    chosen = [number for each in request.POST.getlist("act") if (number := whole_number(each, 0))]
    problem = _do(
        request, form, "erase_secret", "reason",
        lambda: erase_secret(
            case=stop.case, sequences=chosen, by=acting(request), reason=form.cleaned_data["reason"], at=now()
        ),
    )  # fmt: skip
    return _after(request, stop, form, problem, "erase")


@audience("secrecy")
@require_POST
def lift(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask for the stop to be lifted, or confirm what the other side asked."""
    stop, form, by = access_stopped(case), WhyForm(request.POST), acting(request)
    form.is_valid()
    confirming = "confirm" in request.POST
    problem = _do(
        request, form, "lift_stop", "reason",
        lambda: confirm_lift(case=stop.case, by=by, at=now())
        if confirming
        else ask_to_lift(case=stop.case, by=by, reason=form.cleaned_data["reason"], at=now()),
    )  # fmt: skip
    return _after(request, stop, form, problem, "confirm" if confirming else "lift")


def access_stopped(case: UUID) -> SecrecyStop:
    """The latest stop of a case; Http404 for a case that was never stopped, so that nothing else is told."""
    found = _stops().filter(case=case).order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _stops() -> QuerySet[SecrecyStop]:
    return SecrecyStop.objects.select_related("case__call__guide", "stopped_by", "reported_by", "lifted_by")


def _do(request: HttpRequest, form: HouseForm, name: str, field: str, act: Callable[[], object]) -> str:
    """Take the code, then act; what is wrong with the code, or what is refused as an error of the form."""
    problem = step_up(request, act=name)
    if problem:
        return problem
    try:
        act()
    except Refused as refusal:
        form.add_error(field if refusal.code == "reason" else None, refusal.message)
    return ""


def _after(request: HttpRequest, stop: SecrecyStop, form: HouseForm, problem: str, name: str) -> HttpResponse:
    if problem or form.errors:
        return _page(request, stop, **{name: form, "code_problem": problem, "tried": name})
    return redirect("accounts:secrecy-case", case=stop.case_id)


def _page(request: HttpRequest, stop: SecrecyStop, **tried: object) -> HttpResponse:
    officer = may_erase(roles_here(request))
    asked = LiftRequest.objects.select_related("asked_by").filter(stop=stop).first()
    in_force = stop.lifted_at is None
    context = {
        "crumbs": [
            Link(gettext("Secrecy"), reverse("accounts:secrecy")),
            Link(str(stop.case_id), request.path),
        ],
        "stop": stop,
        "in_force": in_force,
        "officer": officer,
        "asked": asked if in_force else None,
        "acts": _acts(stop.case),
        "remains": what_remains(stop.case),
        "report": ReportForm(auto_id="report-%s"),
        "erase": WhyForm(auto_id="erase-%s"),
        "lift": WhyForm(auto_id="lift-%s"),
        "confirm": WhyForm(auto_id="confirm-%s"),
        **tried,
    }
    return render(request, "accounts/secrecy_case.html", context)


def _acts(case: Case) -> list[CaseEvent]:
    """Every act by name and time, without anything of its contents."""
    rows = Event.objects.filter(case=case).order_by("sequence")
    steps = procedure_of(case.call).steps
    language = current_language()
    own = {
        "erase": gettext("Contents erased"),
        "erase.whole": gettext("Texts and files erased"),
        "put_on_record": gettext("Put on record"),
        "secrecy.stop": gettext("Stopped for secrecy"),
        "secrecy.report": gettext("Find reported"),
        "secrecy.lift": gettext("Stop lifted"),
        "case.opened": gettext("Case opened"),
    }
    found = []
    for number, step, at, held in rows.values_list("sequence", "step", "at", "payload__event"):
        name = own.get(step) or (steps[step].name(language) if step in steps else step)
        found.append(CaseEvent(number, name, at, held is not None))
    return found
