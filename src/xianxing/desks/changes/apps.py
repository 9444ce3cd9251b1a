"""The app of the changes' pages."""

from __future__ import annotations

from django.apps import AppConfig


class ChangePagesConfig(AppConfig):
    """Pages below /cases/…/changes/ and /desk/changes/."""

    name = "xianxing.desks.changes"
    label = "change_pages"
