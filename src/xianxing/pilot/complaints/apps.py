"""The app of complaints."""

from __future__ import annotations

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Complaints, reports, inquiries, suggestions and petitions (5.2.3)."""

    name = "xianxing.pilot.complaints"
    label = "complaints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have key rotation know what lies sealed, a stop erase it, and time remind of limits."""
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.cases.upkeep.retention import counted, register_retained
        from xianxing.pilot.complaints.domain.erasing import RULE, erase_due_words, words_kept_before
        from xianxing.pilot.complaints.domain.reminding import remind_of_complaints
        from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintFile
        from xianxing.pilot.complaints.permissions import concerns_complaint, concerns_part
        from xianxing.pilot.complaints.sealed_columns import SEALED
        from xianxing.pilot.complaints.secrecy import HOLDER
        from xianxing.pilot.storage.sealed_values import register_kept

        register_event_readers(concerns_complaint, Complaint)
        register_event_readers(concerns_part, ComplaintAct, ComplaintFile)
        for values in SEALED:
            register_kept(values)
        register_holder(HOLDER)
        register_follower("complaints", lambda at: remind_of_complaints(at=at))
        register_retained(RULE, lambda before: counted(words_kept_before(before), "last"), erase_due_words)
