"""The app of calls for filings."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Batches and what they are pinned to."""

    name = "xianxing.pilot.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
