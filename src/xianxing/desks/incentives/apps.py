"""The app of the incentives' pages."""

from __future__ import annotations

from django.apps import AppConfig


class IncentivePagesConfig(AppConfig):
    """Pages below /cases/…/lessons/support/, /desk/lessons/ and /talent/."""

    name = "xianxing.desks.incentives"
    label = "incentive_pages"
