"""The app of calls for filings."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Batches and what they are pinned to."""

    name = "xianxing.pilot.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have a case that goes on after a stop take the extension that it missed."""
        from xianxing.pilot.calls.domain.extending import catch_up
        from xianxing.pilot.cases.domain.secrecy import stop_changed

        stop_changed.connect(catch_up, dispatch_uid="extensions")
