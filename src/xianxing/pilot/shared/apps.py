"""The app of what web processes share."""

from __future__ import annotations

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Short-lived values in the database, the cache of a site with several web processes."""

    name = "xianxing.pilot.shared"
    label = "shared"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Forget what is over whenever time passes."""
        from xianxing.pilot.cases.domain.ticking import register_follower
        from xianxing.pilot.shared.forgetting import forget_what_is_over

        register_follower("what is over", lambda _at: forget_what_is_over())
