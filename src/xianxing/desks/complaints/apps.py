"""The room of complaints."""

from __future__ import annotations

from django.apps import AppConfig


class ComplaintPagesConfig(AppConfig):
    """Pages below /complaints/ and /desk/complaints/."""

    name = "xianxing.desks.complaints"
    label = "complaint_pages"
