"""Addresses of the pages on which people act."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.acts import act_pages, case_pages

app_name = "acts"
urlpatterns = [
    path("<uuid:case>/", case_pages.show, name="case"),
    path("<uuid:case>/steps/<slug:step>/", act_pages.act, name="act"),
    path("pending/<uuid:pending>/", act_pages.pending, name="pending"),
    path("pending/<uuid:pending>/take-back/", act_pages.take_back, name="take-back"),
    path("evidence/<uuid:evidence>/", case_pages.evidence, name="evidence"),
]
