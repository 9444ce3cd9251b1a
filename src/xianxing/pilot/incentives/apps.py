"""The app of incentives."""

from __future__ import annotations

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    """Local support by dated policies, and the talent pool (6.1)."""

    name = "xianxing.pilot.incentives"
    label = "incentives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy."""
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.incentives.models import SupportStep
        from xianxing.pilot.incentives.permissions import concerns_support
        from xianxing.pilot.incentives.secrecy import HOLDER

        register_event_readers(concerns_support, SupportStep)
        register_holder(HOLDER)
