"""The app of the pages about programs."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramPagesConfig(AppConfig):
    """Pages below /cases/…/monitoring/programs/."""

    name = "xianxing.desks.programs"
    label = "program_pages"
