"""The app of institutions and people."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Institutions, people and who may act for whom."""

    name = "xianxing.pilot.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have key rotation know of the letters of authority."""
        from xianxing.pilot.parties.domain.letters import about_letter
        from xianxing.pilot.storage.sealed_values import SealedValues, register_kept

        register_kept(SealedValues("parties.Letter", "sealed", lambda row: about_letter(row.pk)))
