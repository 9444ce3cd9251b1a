"""The app of the pages on personal information."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyPagesConfig(AppConfig):
    """Pages below /privacy/ and /desk/privacy/."""

    name = "xianxing.desks.privacy"
    label = "privacy_pages"
