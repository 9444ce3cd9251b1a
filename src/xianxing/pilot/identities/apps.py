"""The app of linked identities."""

from __future__ import annotations

from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    """Identities of the provider, each linked to one account by its owner."""

    name = "xianxing.pilot.identities"
    label = "identities"
    default_auto_field = "django.db.models.BigAutoField"
