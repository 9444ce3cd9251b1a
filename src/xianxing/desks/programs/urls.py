"""Addresses of the pages about programs."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.programs import token_pages

app_name = "programs"
urlpatterns = [
    path("cases/<uuid:case>/monitoring/programs/", token_pages.index, name="case"),
    path("cases/<uuid:case>/monitoring/programs/<int:token>/revoke/", token_pages.revoke, name="revoke"),
]
