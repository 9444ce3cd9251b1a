"""Every route says whom it is for, and every screen of the coverage file is a route."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.urls import get_resolver

import xianxing.desks
from tests.desks.accounts.expected import EXPECTED as ACCOUNTS
from tests.desks.acts.expected import EXPECTED as ACTS
from tests.desks.api.expected import EXPECTED as API
from tests.desks.archive.expected import EXPECTED as ARCHIVE
from tests.desks.changes.expected import EXPECTED as CHANGES
from tests.desks.classified.expected import EXPECTED as CLASSIFIED
from tests.desks.complaints.expected import EXPECTED as COMPLAINTS
from tests.desks.csrc.expected import EXPECTED as CSRC
from tests.desks.desk.expected import EXPECTED as DESK
from tests.desks.exits.expected import EXPECTED as EXITS
from tests.desks.experts.expected import EXPECTED as EXPERTS
from tests.desks.figures.expected import EXPECTED as FIGURES
from tests.desks.incentives.expected import EXPECTED as INCENTIVES
from tests.desks.incidents.expected import EXPECTED as INCIDENTS
from tests.desks.inspections.expected import EXPECTED as INSPECTIONS
from tests.desks.lessons.expected import EXPECTED as LESSONS
from tests.desks.papers.expected import EXPECTED as PAPERS
from tests.desks.portal.expected import EXPECTED as PORTAL
from tests.desks.privacy.expected import EXPECTED as PRIVACY
from tests.desks.programs.expected import EXPECTED as PROGRAMS
from tests.desks.reports.expected import EXPECTED as REPORTS
from tests.desks.supervision.expected import EXPECTED as SUPERVISION
from tests.desks.tools.expected import EXPECTED as TOOLS
from xianxing.desks.audience import audience, routes
from xianxing.law import load_guide

EXPECTED = {
    "healthz": "public",
    "metrics": "operator",
    "readyz": "public",
    "public:check": "public",
    "public:check-forget": "public",
    "public:check-result": "public",
    "public:check-sample": "public",
    "public:compare": "public",
    "public:components": "public",
    "public:guide": "public",
    "public:guides": "public",
    "public:home": "public",
    "public:log": "public",
    "public:log-cosign": "public",
    "public:log-head": "public",
    "public:log-heads": "public",
    "public:log-keys": "public",
    "public:log-proof": "public",
    "public:log-publication": "public",
    "public:log-publication-receipt": "public",
    "public:log-receipt": "public",
    "public:log-script": "public",
    "public:procedure": "public",
    "public:procedure-of": "public",
    "public:procedure-svg": "public",
    "public:procedure-text": "public",
    "public:procedure-word": "public",
    "public:procedure-pdf": "public",
    "public:workdays": "public",
    "public:calls": "public",
    "public:notice": "public",
    "public:notice-answer": "public",
    "public:notice-comment": "public",
    "public:notice-feed": "public",
    "public:notices": "public",
    "public:project": "public",
    "public:register": "public",
    "public:register-csv": "public",
    "public:register-json": "public",
    "public:faq": "public",
    **ACCOUNTS,
    **ACTS,
    **API,
    **DESK,
    **PAPERS,
    **COMPLAINTS,
    **CSRC,
    **CHANGES,
    **REPORTS,
    **PROGRAMS,
    **INSPECTIONS,
    **FIGURES,
    **SUPERVISION,
    **INCIDENTS,
    **EXITS,
    **LESSONS,
    **INCENTIVES,
    **ARCHIVE,
    **PRIVACY,
    **CLASSIFIED,
    **TOOLS,
    **EXPERTS,
    **PORTAL,
}


def screens() -> dict[str, list[str]]:
    path = Path(xianxing.desks.__file__).with_name("screens.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    return {name: screen["clauses"] for name, screen in data["screen"].items()}


def test_every_route_has_the_audience_it_must_have() -> None:
    assert {name: who for name, _, who in routes(get_resolver().url_patterns)} == EXPECTED


def test_every_screen_is_a_route_and_every_clause_is_of_the_guide() -> None:
    clauses = load_guide("shenzhen-2023").clauses
    for name, named in screens().items():
        assert name in EXPECTED
        assert named, f"{name} names no clause"
        assert set(named) <= set(clauses)


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="known: public"):
        audience("everybody")
