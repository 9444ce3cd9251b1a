"""The app of CSRC's pages."""

from __future__ import annotations

from django.apps import AppConfig


class CsrcPagesConfig(AppConfig):
    """Pages below /csrc/."""

    name = "xianxing.desks.csrc"
    label = "csrc_pages"
