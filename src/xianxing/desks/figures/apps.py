"""The app of the figures' pages."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresPagesConfig(AppConfig):
    """Pages below /desk/figures/."""

    name = "xianxing.desks.figures"
    label = "figures_pages"
