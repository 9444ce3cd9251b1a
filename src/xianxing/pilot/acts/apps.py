"""The app of acts."""

from __future__ import annotations

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Steps taken by people: offered, entered with evidence, confirmed by a second person."""

    name = "xianxing.pilot.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put evidence aside when a case is stopped for secrecy; say whom rows of filings concern."""
        from xianxing.pilot.acts import event_readers
        from xianxing.pilot.acts.secrecy import HOLDER
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.filings import models as filings

        register_holder(HOLDER)
        event_readers.register_event_readers(
            event_readers.of_the_parties, filings.Attestation, filings.Body, filings.Filing, filings.Mask,
            filings.PublicCell, filings.SheetVersion, filings.Submission, filings.Unit,
        )  # fmt: skip
        event_readers.register_event_readers(event_readers.of_the_units, filings.Question)
