"""The app of the programming interface."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Routes below /api/v1/."""

    name = "xianxing.desks.api"
    label = "api"
