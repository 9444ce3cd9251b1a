"""The app of linked identities."""

from __future__ import annotations

from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    """Identities of the provider, each linked to one account by its owner."""

    name = "xianxing.pilot.identities"
    label = "identities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow a reset of the second factor."""
        from xianxing.pilot.identities.domain.linking import forget_identities
        from xianxing.pilot.parties.domain.accounts import factor_reset

        factor_reset.connect(forget_identities, dispatch_uid="identities")
