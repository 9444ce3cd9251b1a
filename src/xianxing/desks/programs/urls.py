"""Addresses of the pages about programs."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.programs import hook_pages, token_pages

app_name = "programs"
urlpatterns = [
    path("cases/<uuid:case>/monitoring/programs/", token_pages.index, name="case"),
    path("cases/<uuid:case>/monitoring/programs/<int:token>/revoke/", token_pages.revoke, name="revoke"),
    path("cases/<uuid:case>/monitoring/webhooks/", hook_pages.of_case, name="hooks"),
    path("desk/webhooks/", hook_pages.of_group, name="group"),
    path("webhooks/<int:hook>/", hook_pages.change, name="change-hook"),
]
