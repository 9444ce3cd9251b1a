"""The app of the working group's work on cases."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Formality check, correction notices and their answers."""

    name = "xianxing.pilot.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the steps of the check their rows, hold the handing in to the answers, follow a stop."""
        from xianxing.pilot.acts.domain.step_rules import register_step_rule
        from xianxing.pilot.acts.event_readers import of_the_parties, register_event_readers
        from xianxing.pilot.acts.offers import register_known_answers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.casework.approvals import AllowingStart
        from xianxing.pilot.casework.departments import (
            EvaluatingAdditionally,
            InvitingDepartments,
            answers_on_record,
        )
        from xianxing.pilot.casework.domain.answers import refuse_unanswered
        from xianxing.pilot.casework.domain.notices import PassingCheck, RequestingCorrection
        from xianxing.pilot.casework.domain.risks import AssessingRisks
        from xianxing.pilot.casework.models import CorrectionItem
        from xianxing.pilot.casework.secrecy import HOLDER
        from xianxing.pilot.filings.submit.conditions import register_condition
        from xianxing.procedure.meanings import Means

        register_step_rule(Means.REQUEST_CORRECTION, RequestingCorrection())
        register_step_rule(Means.PASS_FORMALITY, PassingCheck())
        register_step_rule(Means.COMPLETE_RISK_ASSESSMENT, AssessingRisks())
        register_step_rule(Means.ALLOW_START, AllowingStart())
        register_step_rule(Means.INVITE_DEPARTMENTS, InvitingDepartments())
        register_step_rule(Means.EVALUATE_ADDITIONALLY, EvaluatingAdditionally())
        register_known_answers(Means.EVALUATE_ADDITIONALLY, answers_on_record)
        register_event_readers(of_the_parties, CorrectionItem)
        register_condition(refuse_unanswered)
        register_holder(HOLDER)
