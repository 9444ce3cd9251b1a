"""The app of personal information."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Requests about personal information, and their answers."""

    name = "xianxing.pilot.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have key rotation and the audit know what lies sealed."""
        from xianxing.pilot.privacy.sealing import SEALED
        from xianxing.pilot.storage.sealed_values import register_kept

        for values in SEALED:
            register_kept(values)
