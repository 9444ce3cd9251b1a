"""The app of the pilot's figures."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Figures counted from the record, and their tallies up to a place of the log."""

    name = "xianxing.pilot.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Count on as time passes."""
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.figures.kept import keep_tallies

        register_follower("tallies of figures", lambda at: keep_tallies(at=at))
