"""The app that finds words in what was filed and published."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index of words: kept by the acts that file and publish."""

    name = "xianxing.pilot.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow filings and publications; lose what a stop for secrecy erases."""
        from xianxing.pilot.cases.domain.after_end import performed_after_end
        from xianxing.pilot.cases.domain.performing import performed
        from xianxing.pilot.cases.domain.secrecy import register_holder
        from xianxing.pilot.filings.submit.filing import filed
        from xianxing.pilot.search.domain.following import follow_filing, follow_publication
        from xianxing.pilot.search.secrecy import HOLDER

        filed.connect(follow_filing, dispatch_uid="search")
        performed.connect(follow_publication, dispatch_uid="search")
        performed_after_end.connect(follow_publication, dispatch_uid="search")
        register_holder(HOLDER)
