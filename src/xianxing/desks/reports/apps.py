"""The app of the reports' pages."""

from __future__ import annotations

from django.apps import AppConfig


class ReportPagesConfig(AppConfig):
    """Pages below /cases/…/reports/ and /desk/reports/."""

    name = "xianxing.desks.reports"
    label = "report_pages"
