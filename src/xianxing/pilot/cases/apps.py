"""The app of cases."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their record."""

    name = "xianxing.pilot.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
