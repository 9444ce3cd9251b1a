"""The app of meetings."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """What the group resolves together, before the steps are taken that follow from it."""

    name = "xianxing.pilot.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Empty what was said of a case when it is erased."""
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.meetings.secrecy import HOLDER

        register_holder(HOLDER)
