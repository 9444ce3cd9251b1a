"""The public pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "xianxing.desks.public"
    label = "public"

    def ready(self) -> None:
        """Make the scratch folder and delete what a killed process left there."""
        from xianxing.desks.public.checks import jobs

        jobs().sweep()
