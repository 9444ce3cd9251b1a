"""The app of the pages on which people act."""

from __future__ import annotations

from django.apps import AppConfig


class ActPagesConfig(AppConfig):
    """Pages below /cases/."""

    name = "xianxing.desks.acts"
    label = "act_pages"
