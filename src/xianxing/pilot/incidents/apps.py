"""The app of incidents."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents, whom they are reported to until when, and fault tolerance (5.2.4, 6.2)."""

    name = "xianxing.pilot.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy; tell of clocks as time passes."""
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.incidents.domain.reminding import remind_of_clocks
        from xianxing.pilot.incidents.models import (
            ClockRuling,
            Incident,
            IncidentClosing,
            IncidentGrade,
            IncidentReport,
            ReportReceipt,
            Restoration,
            ToleranceDraft,
            ToleranceEvidence,
        )
        from xianxing.pilot.incidents.permissions import concerns_draft, concerns_row
        from xianxing.pilot.incidents.secrecy import HOLDER

        register_event_readers(
            concerns_row, ClockRuling, Incident, IncidentClosing, IncidentGrade, IncidentReport
        )
        register_event_readers(concerns_row, ReportReceipt, Restoration, ToleranceEvidence)
        register_event_readers(concerns_draft, ToleranceDraft)
        register_holder(HOLDER)
        register_follower("incidents", lambda at: remind_of_clocks(at=at))
