"""The app of the table's page."""

from __future__ import annotations

from django.apps import AppConfig


class ClassifiedPagesConfig(AppConfig):
    """Pages below /desk/classified-protection/."""

    name = "xianxing.desks.classified"
    label = "classified_pages"
