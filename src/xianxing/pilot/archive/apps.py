"""The app of the archive."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Volumes of finished cases, and the archive's receipts."""

    name = "xianxing.pilot.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy."""
        from xianxing.pilot.archive.secrecy import HOLDER
        from xianxing.pilot.cases.domain.secrecy import register_holder

        register_holder(HOLDER)
