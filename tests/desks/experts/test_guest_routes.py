"""Every route × an expert without an account: let in, or answered as a stranger, as the table says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.desks.accounts.visits import outcome
from tests.desks.secrecy.walking import PARAMETER
from tests.factories.guests import entered, invited
from tests.factories.notices import StageClock
from tests.pilot.experts.panel import Panel
from xianxing.desks.audience import GUESTS, LET_IN, OPEN, VISITORS, routes

pytestmark = pytest.mark.django_db
ROUTES = {name: (path, who or "") for name, path, who in routes(get_resolver().url_patterns)}
GUEST = "guest"
# Ending the own session comes last.
LAST = "experts:guest-leave"


@pytest.fixture
def guest(panel: Panel, settings: object) -> Client:
    """Xu's browser; the undertaking is signed."""
    panel.invite(panel.xu)
    panel.sign(panel.xu)
    found = invited(panel, panel.xu)
    settings.XIANXING_CLOCK = f"{StageClock.__module__}.StageClock"  # type: ignore[attr-defined]
    StageClock.instant = panel.office.company.later()
    return entered(found)


def test_a_guest_is_let_in_where_the_table_says_and_a_stranger_elsewhere(panel: Panel, guest: Client) -> None:
    case, wrong = panel.office.company.filing.pk, []
    known = {"uuid": case, "int": 0, "slug": "x", "str": "x", "path": "x", "": "x"}
    for name in sorted(ROUTES, key=lambda one: (one == LAST, one)):
        path, audience = ROUTES[name]
        if audience in OPEN:
            continue
        wanted = {named: known[kind or ""] for kind, named in PARAMETER.findall(path)}
        found = outcome(guest, reverse(name, kwargs=wanted))
        if found != ("allowed" if GUEST in LET_IN[audience] else "enter"):
            wrong.append(f"{name}: {found}")
    assert wrong == []


def test_the_table_of_visitors_and_the_gate_name_the_same_pages_for_guests() -> None:
    assert GUEST in VISITORS
    named = {audience for audience, who in LET_IN.items() if GUEST in who and audience not in OPEN}
    assert named == GUESTS
    assert {name for name, (_path, who) in ROUTES.items() if who in GUESTS} == {
        "experts:home", "experts:reading", "experts:undertaking", "experts:step-aside", "experts:opinion",
        "experts:file", "experts:unsent", LAST,
    }  # fmt: skip
