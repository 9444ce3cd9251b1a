"""The app of monitoring."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Commitments, plans of indicators, reported values, answers to what stands out (5.2.1, 5.3.6)."""

    name = "xianxing.pilot.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy; as time passes, tell who has yet to sign commitments."""
        from xianxing.pilot.acts.event_readers import of_the_parties, register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.supervision.domain.committing import follow_commitments
        from xianxing.pilot.supervision.models import (
            AlarmAnswer,
            CommitmentSignature,
            IndicatorPlan,
            ValueBatch,
        )
        from xianxing.pilot.supervision.secrecy import HOLDER

        register_event_readers(of_the_parties, AlarmAnswer, CommitmentSignature, IndicatorPlan, ValueBatch)
        register_holder(HOLDER)
        register_follower("commitments", lambda at: follow_commitments(at=at))
