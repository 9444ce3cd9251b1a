"""The design system as a Django app, so that its templates and static files are found."""

from __future__ import annotations

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "xianxing.desks.look"
    label = "look"
