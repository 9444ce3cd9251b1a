"""The app of inspections."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspections with work papers and findings, reports of what was put right (5.2.2)."""

    name = "xianxing.pilot.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy; refuse to confirm what wasn't re-checked; remind of limits."""
        from xianxing.pilot.acts.domain.step_rules import register_step_rule
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.inspections import permissions
        from xianxing.pilot.inspections.domain.rechecking import ConfirmingRectified
        from xianxing.pilot.inspections.domain.reminding import remind_of_limits
        from xianxing.pilot.inspections.models import (
            FindingAnswer,
            Inspection,
            InspectionFinding,
            InspectionLine,
            LineResult,
            RectificationReport,
        )
        from xianxing.pilot.inspections.secrecy import HOLDER
        from xianxing.procedure.meanings import Means

        register_event_readers(permissions.concerns_inspection, Inspection)
        register_event_readers(permissions.concerns_paper, InspectionLine, LineResult)
        register_event_readers(permissions.concerns_finding, InspectionFinding)
        register_event_readers(permissions.concerns_own, FindingAnswer, RectificationReport)
        register_step_rule(Means.CONFIRM_RECTIFIED, ConfirmingRectified())
        register_holder(HOLDER)
        register_follower("inspections", lambda at: remind_of_limits(at=at))
