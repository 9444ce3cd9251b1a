"""The app of programs that institutions let act."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Tokens for one project, with scopes and an end (5.2.1)."""

    name = "xianxing.pilot.programs"
    label = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy."""
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.programs.secrecy import HOLDER

        register_holder(HOLDER)
