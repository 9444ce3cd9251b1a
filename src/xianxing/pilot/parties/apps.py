"""The app of institutions and people."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Institutions, people and who may act for whom."""

    name = "xianxing.pilot.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
