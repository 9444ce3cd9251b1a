"""The app of exits."""

from __future__ import annotations

from django.apps import AppConfig


class ExitsConfig(AppConfig):
    """Assessments, measures with their proof and outcomes of referrals at an exit (5.3–5.3.8)."""

    name = "xianxing.pilot.exits"
    label = "exits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a stop for secrecy, and add to the steps of an exit what was handed in for them."""
        from xianxing.pilot.acts.domain.step_rules import register_step_rule
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.acts.offers import register_filed, register_turn
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.exits.course import DECIDING
        from xianxing.pilot.exits.domain.going_along import (
            ASSESSES,
            PROVES,
            AddingAssessments,
            AddingProofs,
            AttachingReport,
            EnteringOnce,
            StatingOtherGround,
            register_waits,
        )
        from xianxing.pilot.exits.models import ExitAssessment, MeasureProof, ReferralOutcome
        from xianxing.pilot.exits.permissions import concerns_row
        from xianxing.pilot.exits.secrecy import HOLDER
        from xianxing.procedure.meanings import Means

        register_event_readers(concerns_row, ExitAssessment, MeasureProof, ReferralOutcome)
        register_holder(HOLDER)
        for means in ASSESSES:
            register_step_rule(means, AddingAssessments())
        for means in PROVES:
            register_step_rule(means, AddingProofs())
        for decides in DECIDING:
            register_step_rule(decides, StatingOtherGround())
        register_step_rule(Means.FILE_WORK_REPORT, AttachingReport())
        register_filed(Means.FILE_WORK_REPORT)
        register_step_rule(Means.ENTER_EXIT_IN_REGISTER, EnteringOnce())
        register_turn(Means.ENTER_EXIT_IN_REGISTER, register_waits)
