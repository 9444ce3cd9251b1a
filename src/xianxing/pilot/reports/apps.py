"""The app of reports."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports of the pilot institutions on the trial, and what the secretariat says to them (5.2.1)."""

    name = "xianxing.pilot.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy."""
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.reports.models import ReportRemark, TrialReport
        from xianxing.pilot.reports.permissions import concerns_remark, concerns_report
        from xianxing.pilot.reports.secrecy import HOLDER

        register_event_readers(concerns_report, TrialReport)
        register_event_readers(concerns_remark, ReportRemark)
        register_holder(HOLDER)
