"""The app of the experts' pages."""

from __future__ import annotations

from django.apps import AppConfig


class ExpertPagesConfig(AppConfig):
    """Pages below /experts/ and, for staff, below /desk/."""

    name = "xianxing.desks.experts"
    label = "expert_pages"
