"""The app of programs that institutions let act."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Tokens for one project, and addresses that are told of events (5.2.1)."""

    name = "xianxing.pilot.programs"
    label = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy; have key rotation know of secrets."""
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.programs.domain.hooks import about_secret
        from xianxing.pilot.programs.secrecy import HOLDER
        from xianxing.pilot.storage.sealed_values import SealedValues, register_kept

        register_holder(HOLDER)
        register_kept(SealedValues("programs.Webhook", "sealed", lambda row: about_secret(row.url)))
