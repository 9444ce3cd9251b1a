"""The demonstration as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A movable clock and fictional people."""

    name = "xianxing.pilot.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
