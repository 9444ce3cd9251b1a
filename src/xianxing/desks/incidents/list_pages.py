"""The working group's list of open incidents, and the rules side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.incidents.words import ClockCard, clock_cards, duty_words, limit_words
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.incidents.clocks import ClockStatus
from xianxing.pilot.incidents.queries import IncidentStanding, open_incidents
from xianxing.pilot.incidents.regulations import Regulation, ReportClock, regulations
from xianxing.pilot.relations.queries import project_names
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class OpenLine:
    """An open incident in the list: its project, and the clocks that aren't done, the nearest first."""

    standing: IncidentStanding
    number: str
    project: str
    clocks: list[ClockCard]
    waits: int


@dataclass(frozen=True)
class RuleCard:
    """A version of a rule on the page of rules: its regime, whether in force today, each clock in words."""

    rule: Regulation
    regime: str
    current: bool
    clocks: list[tuple[ReportClock, str, str, str]]


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every open incident, the nearest clock first; what is late is late at this very moment."""
    at = now()
    found = open_incidents(at)
    cases = [one.incident.case_id for one in found]
    numbers = case_numbers(list(Filing.objects.select_related("case__call__guide").filter(pk__in=cases)))
    names = project_names(cases) if cases else {}
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Incidents"), reverse("incidents:list")),
        ],
        "links": links(request),
        "lines": [_line(one, numbers, names) for one in found],
        "overdue": sum(bool(one.overdue) for one in found),
        "unset": sum(bool(one.unset) for one in found),
        "at": at,
    }
    return render(request, "incidents/list.html", context)


@audience("anyone_logged_in")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules side by side: versions, days in force, grades, recipients, clocks, sources."""
    known, today = regulations(), day_of(now())
    current = {one.id for one in known.in_force(today)}
    cards = [
        RuleCard(
            one,
            str(known.regimes[one.regime]),
            one.id in current,
            [
                (clock, duty_words(clock), limit_words(clock), _grades(one, clock))
                for clock in one.clocks.values()
            ],
        )
        for one in known.versions.values()
    ]
    context = {
        "cards": [card for card in cards if card.current],
        "former": [card for card in cards if not card.current],
        "today": today,
        "crumbs": [Link(gettext("Rules on reporting incidents"), request.path)],
    }
    return render(request, "incidents/regulations.html", context)


def _line(one: IncidentStanding, numbers: Mapping[UUID, str], names: Mapping[UUID, str]) -> OpenLine:
    case = one.incident.case_id
    clocks = [clock for clock in one.clocks if not clock.ended and clock.status is not ClockStatus.WAITING]
    waits = sum(
        1
        for report in one.incident.reports.all()
        if regulations().recipients[report.recipient].taken_in and not hasattr(report, "receipt")
    )
    cards = clock_cards(clocks, now(), decides=False)
    return OpenLine(one, numbers.get(case, ""), names.get(case, ""), cards, waits)


def _grades(rule: Regulation, clock: ReportClock) -> str:
    """The grades and capacities that start a clock, in words; "" where there is nothing to choose."""
    if len(rule.grades) == 1:
        return ""
    said = [str(rule.grades[one].label) for one in clock.grades]
    said += [str(rule.capacities[one].label) for one in clock.capacities]
    return gettext(", ").join(said)
