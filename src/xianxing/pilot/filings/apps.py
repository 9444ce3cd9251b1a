"""The app of filings."""

from __future__ import annotations

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Drafts, materials, attestations and the public sheet."""

    name = "xianxing.pilot.filings"
    label = "filings"
    default_auto_field = "django.db.models.BigAutoField"
