"""The app of the pages about papers."""

from __future__ import annotations

from django.apps import AppConfig


class PaperPagesConfig(AppConfig):
    """Pages below /papers/ and files below /documents/."""

    name = "xianxing.desks.papers"
    label = "paper_pages"
