"""The app of monitoring."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Plans of indicators, reported values, and answers to what stands out (5.2.1, 5.3.6)."""

    name = "xianxing.pilot.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy."""
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.supervision.secrecy import HOLDER

        register_holder(HOLDER)
