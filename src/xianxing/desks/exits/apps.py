"""The app of exits' pages."""

from __future__ import annotations

from django.apps import AppConfig


class ExitPagesConfig(AppConfig):
    """Pages below /cases/…/exit/."""

    name = "xianxing.desks.exits"
    label = "exit_pages"
