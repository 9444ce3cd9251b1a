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
        from xianxing.pilot.acts.domain.step_rows import register_rows
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.casework.domain.answers import refuse_unanswered
        from xianxing.pilot.casework.domain.notices import NOTICE, PASS
        from xianxing.pilot.casework.domain.risks import SHEET
        from xianxing.pilot.casework.secrecy import HOLDER
        from xianxing.pilot.filings.submit.conditions import register_condition
        from xianxing.procedure.meanings import Means

        register_rows(Means.REQUEST_CORRECTION, NOTICE)
        register_rows(Means.PASS_FORMALITY, PASS)
        register_rows(Means.COMPLETE_RISK_ASSESSMENT, SHEET)
        register_condition(refuse_unanswered)
        register_holder(HOLDER)
