"""The app of the pages of incidents."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentPagesConfig(AppConfig):
    """Pages below /cases/…/incidents/, /incidents/ and /desk/incidents/."""

    name = "xianxing.desks.incidents"
    label = "incident_pages"
