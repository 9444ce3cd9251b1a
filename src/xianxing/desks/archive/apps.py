"""The app of the archive's pages."""

from __future__ import annotations

from django.apps import AppConfig


class ArchivePagesConfig(AppConfig):
    """Pages below /cases/…/archive/ and /desk/archive/."""

    name = "xianxing.desks.archive"
    label = "archive_pages"
