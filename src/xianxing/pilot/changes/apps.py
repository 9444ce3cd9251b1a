"""The app of changes."""

from __future__ import annotations

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Changes that are told before they go live, and what the working group says to them (5.2.1)."""

    name = "xianxing.pilot.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy; add agreed changes to what institutions are held to."""
        from xianxing.pilot.acts.event_readers import of_the_parties, register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.changes.models import TrialChange
        from xianxing.pilot.changes.queries import agreed_commitments
        from xianxing.pilot.changes.secrecy import HOLDER
        from xianxing.pilot.supervision.commitments import register_commitments

        register_event_readers(of_the_parties, TrialChange)
        register_holder(HOLDER)
        register_commitments(agreed_commitments)
