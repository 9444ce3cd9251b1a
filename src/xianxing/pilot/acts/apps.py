"""The app of acts."""

from __future__ import annotations

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Steps taken by people: offered, entered with evidence, confirmed by a second person."""

    name = "xianxing.pilot.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put evidence aside when a case is stopped for secrecy."""
        from xianxing.pilot.acts.secrecy import HOLDER
        from xianxing.pilot.cases.domain.secrecy import register_holder

        register_holder(HOLDER)
