"""The app of what filings have in common."""

from __future__ import annotations

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    """Things that filings name and sketches of their texts: kept by the act that files."""

    name = "xianxing.pilot.relations"
    label = "relations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow filings; lose what a stop for secrecy erases."""
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.filings.submit.filing import filed
        from xianxing.pilot.relations.domain.keeping import follow_filing
        from xianxing.pilot.relations.secrecy import HOLDER

        filed.connect(follow_filing, dispatch_uid="relations")
        register_holder(HOLDER)
