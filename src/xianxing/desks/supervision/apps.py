"""The app of monitoring's pages."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionPagesConfig(AppConfig):
    """Pages below /cases/…/monitoring/ and /desk/monitoring/."""

    name = "xianxing.desks.supervision"
    label = "supervision_pages"
