"""The app of what goes to CSRC."""

from __future__ import annotations

from django.apps import AppConfig


class TransmissionsConfig(AppConfig):
    """Transmission packages (5.1.1.c, 5.1.2)."""

    name = "xianxing.pilot.transmissions"
    label = "transmissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have returns name their package, and follow a stop for secrecy."""
        from xianxing.pilot.acts.domain.step_rules import register_step_rule
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.transmissions.domain.answering import ANSWERS, AnsweringPackage
        from xianxing.pilot.transmissions.models import TransmissionPackage
        from xianxing.pilot.transmissions.secrecy import HOLDER

        register_event_readers(lambda view, _user, _row: view.is_group, TransmissionPackage)
        for means in ANSWERS:
            register_step_rule(means, AnsweringPackage())
        register_holder(HOLDER)
