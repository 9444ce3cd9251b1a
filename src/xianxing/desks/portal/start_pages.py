"""Starting a filing: under which call, for which institution, and whether that may be: the wizard."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.once import once
from xianxing.desks.portal.scene import clause_link
from xianxing.i18n import gettext
from xianxing.law import Guide, Result
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.calls.queries import open_calls, window_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.eligibility import Answers, Eligibility, Lacking, eligibility
from xianxing.pilot.filings.draft.opening import Repeated, open_filing, set_scenario_provider
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import STEERERS
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class EligibilityAnswer:
    """The wizard's answer in words."""

    found: Eligibility
    clause: Link
    takes_part: str
    leads: str
    lacking: tuple[str, ...]


@audience("member")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose call and institution, answer the wizard, begin the draft."""
    user, at = acting(request), now()
    calls = open_calls(at=at)
    mine = [pk for pk, roles in roles_here(request).institutions.items() if roles & STEERERS]
    institutions = list(Institution.objects.filter(pk__in=mine).order_by("name"))
    asked = request.POST if request.method == "POST" else request.GET
    call = next((one for one in calls if str(one.pk) == asked.get("call")), calls[0] if calls else None)
    chosen = [one for one in institutions if str(one.pk) == asked.get("institution")]
    institution = chosen[0] if chosen else institutions[0] if institutions else None
    problem = ""
    if request.method == "POST" and call and chosen:
        try:
            filing = open_filing(
                call=call, lead=chosen[0], by=user, at=at, once=once(request),
                scenario_business=asked.get("scenario_business", ""),
            )  # fmt: skip
            if asked.get("provides_scenario") == "yes":
                _provides(filing, user, at)
            return redirect("portal:home", case=filing.pk)
        except Repeated as repeated:
            return redirect("portal:home", case=repeated.filing.pk)
        except Refused as refused:
            problem = refused.message
    elif request.method == "POST":
        problem = gettext("Choose a call that is open and one of your institutions.")
    context = {
        "crumbs": [
            Link(gettext("My filings"), reverse("portal:filings")),
            Link(gettext("Start a filing"), request.path),
        ],
        "calls": [(one, one.title, window_of(one, at=at)) for one in calls],
        "call": call,
        "institutions": institutions,
        "institution": institution,
        "answers": _answers(institution, asked, at) if institution else None,
        "kind": None,
        "problem": problem,
        "asked": "asked" in asked,
    }
    if call and institution:
        guide = guide_of(call)
        context["kind"] = guide.unit_kinds.get(institution.kind)
        if "asked" in asked:
            context["told"] = told(guide, _answers(institution, asked, at))
            context["unverified"] = not institution.verified
    return render(request, "portal/start.html", context, status=400 if problem else 200)


def told(guide: Guide, answers: Answers) -> EligibilityAnswer:
    """The eligibility under a guide, in words."""
    found = eligibility(guide, answers)
    return EligibilityAnswer(
        found,
        clause_link(guide, found.clause),
        _verdict(found.takes_part),
        _verdict(found.leads),
        tuple(_lacking(one) for one in found.lacking),
    )


def _provides(filing: Filing, by: User, at: datetime) -> None:
    """What was answered is entered, where the institution may supply the scenario; the page said whether."""
    with suppress(Refused):
        set_scenario_provider(unit=filing.units.get(lead=True), provides=True, by=by, at=at)


def _answers(institution: Institution, asked: QueryDict, at: datetime) -> Answers:
    today = day_of(at)
    licensed = any(licence.valid_on(today) for licence in institution.licences.all())
    return Answers(
        kind=institution.kind,
        registered_in=institution.registered_in,
        jurisdiction=institution.jurisdiction,
        licensed=licensed or asked.get("licensed") == "yes",
        scenario_business=asked.get("scenario_business", ""),
        provides_scenario=asked.get("provides_scenario") == "yes",
        partner_provides=asked.get("partner_provides") == "yes",
    )


def _verdict(result: Result) -> str:
    return {
        Result.MET: gettext("Yes"),
        Result.UNMET: gettext("Not as things stand"),
        Result.MANUAL_REVIEW: gettext("A person of the working group must judge"),
    }.get(result, gettext("Cannot tell yet"))


def _lacking(one: Lacking) -> str:
    return {
        Lacking.KIND: gettext("The guide doesn't name this kind of institution."),
        Lacking.TERRITORY: gettext(
            "The institution isn't registered in, or supervised from, this guide's territory."
        ),
        Lacking.TERRITORY_UNCLEAR: gettext(
            "State where the institution is registered and supervised, with evidence, on its page; "
            "if that doesn't decide, the working group does."
        ),
        Lacking.LICENCE: gettext("Enter a business licence that is in force on the institution's page."),
        Lacking.SCENARIO_BUSINESS: gettext("Say which securities or futures business the project serves."),
        Lacking.PARTNER: gettext(
            "It can lead only together with a licensed pilot institution that supplies the business "
            "scenario; that institution also signs the compliance report. Invite one once the draft is open."
        ),
        Lacking.SCENARIO: gettext(
            "One licensed unit must supply the business scenario; say which once the draft is open."
        ),
        Lacking.RECOGNITION: gettext(
            "As a core institution it can go straight to the professional evaluation once it is recognised; "
            "this doesn't stand in the way of filing."
        ),
    }[one]
