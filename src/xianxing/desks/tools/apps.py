"""The app of the toolbox's pages."""

from __future__ import annotations

from django.apps import AppConfig


class ToolPagesConfig(AppConfig):
    """Pages below /tools/."""

    name = "xianxing.desks.tools"
    label = "tool_pages"
