"""The app of lessons, the case library and proposed rules."""

from __future__ import annotations

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Lessons for the guide, the library of finished projects, the way from insights to rules (6.1)."""

    name = "xianxing.pilot.lessons"
    label = "lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy."""
        from xianxing.pilot.acts.event_readers import of_the_parties, register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.lessons.models import LibraryConfirmation, LibraryEntry
        from xianxing.pilot.lessons.secrecy import HOLDER

        register_event_readers(of_the_parties, LibraryConfirmation, LibraryEntry)
        register_holder(HOLDER)
