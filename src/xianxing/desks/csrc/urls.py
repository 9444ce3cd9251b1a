"""Addresses of CSRC's room, and of the page on which the working group makes what goes there."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.csrc import package_pages, pages

app_name = "csrc"
urlpatterns = [
    path("", pages.index, name="home"),
    path("cases/<uuid:case>/", pages.show, name="case"),
    path("cases/<uuid:case>/package/", package_pages.make, name="package"),
    path("packages/<slug:package>.zip", package_pages.fetch, name="zip"),
]
