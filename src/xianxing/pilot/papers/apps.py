"""The app of papers."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Official papers of cases."""

    name = "xianxing.pilot.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make papers with the acts that produce them; follow a stop for secrecy."""
        from xianxing.pilot.acts.event_readers import register_event_readers
        from xianxing.pilot.cases.domain.performing import performed
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.cases.procedural import recording
        from xianxing.pilot.papers.domain.making import make_papers, place_papers
        from xianxing.pilot.papers.models import CasePaper, ReturnedPaper
        from xianxing.pilot.papers.permissions import concerns_paper, concerns_returned
        from xianxing.pilot.papers.secrecy import HOLDER

        register_event_readers(concerns_paper, CasePaper)
        register_event_readers(concerns_returned, ReturnedPaper)
        recording.connect(make_papers, dispatch_uid="papers")
        performed.connect(place_papers, dispatch_uid="papers")
        register_holder(HOLDER)
