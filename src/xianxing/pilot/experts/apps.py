"""The app of experts."""

from __future__ import annotations

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """The pool, conflicts, undertakings and sealed opinions (5.1.1)."""

    name = "xianxing.pilot.experts"
    label = "experts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have acts ask our rules, key rotation know what lies sealed, and a stop put opinions aside."""
        from xianxing.pilot.acts.domain.step_rules import register_step_rule
        from xianxing.pilot.acts.permissions import register_reading_rule
        from xianxing.pilot.cases.domain.performing import performed
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.delegations.acting import register_conflict_rule
        from xianxing.pilot.experts.conflicts import keeps_out
        from xianxing.pilot.experts.contact_data import about_contact
        from xianxing.pilot.experts.domain.access import has_signed, reads_as_expert
        from xianxing.pilot.experts.domain.engaging import (
            InvitingExperts,
            SteppingAside,
            follow_engagements,
        )
        from xianxing.pilot.experts.domain.opinions import ClosingOpinions, GivingOpinion
        from xianxing.pilot.experts.sealing import about_draft, about_opinion, answers
        from xianxing.pilot.experts.secrecy import HOLDER
        from xianxing.pilot.filings.permissions import register_body_reader
        from xianxing.pilot.storage.sealed_values import SealedValues, register_kept
        from xianxing.procedure.meanings import Means

        register_conflict_rule(keeps_out)
        register_step_rule(Means.INVITE_EXPERTS, InvitingExperts())
        register_step_rule(Means.RECUSE, SteppingAside())
        register_step_rule(Means.GIVE_OPINION, GivingOpinion())
        register_step_rule(Means.CLOSE_OPINIONS, ClosingOpinions())
        register_reading_rule(has_signed)
        register_body_reader(reads_as_expert)
        register_holder(HOLDER)
        performed.connect(follow_engagements, dispatch_uid="experts")
        register_kept(
            SealedValues(
                "experts.Opinion", "sealed", lambda row: about_opinion(row.case_id, row.expert_id), answers
            )
        )
        register_kept(SealedValues("experts.ExpertProfile", "contact", lambda row: about_contact(row.pk)))
        register_kept(
            SealedValues(
                "experts.OpinionDraft", "sealed", lambda row: about_draft(row.case_id, row.expert_id)
            )
        )
