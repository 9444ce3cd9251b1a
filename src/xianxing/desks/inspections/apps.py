"""The app of the pages of inspections."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionPagesConfig(AppConfig):
    """Pages below /cases/…/inspections/, /cases/…/rectifications/ and /desk/inspections/."""

    name = "xianxing.desks.inspections"
    label = "inspection_pages"
