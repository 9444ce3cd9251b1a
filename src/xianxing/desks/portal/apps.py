"""The applicants' pages as a Django app, so that templates, static files and words are found."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "xianxing.desks.portal"
    label = "portal"
