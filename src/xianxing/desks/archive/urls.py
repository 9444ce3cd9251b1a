"""Addresses of the archive."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.archive import list_pages, volume_pages

app_name = "archive"
urlpatterns = [
    path("desk/archive/", list_pages.index, name="list"),
    path("desk/archive/<int:call>/catalogue.pdf", list_pages.catalogue, name="catalogue"),
    path("cases/<uuid:case>/archive/", volume_pages.show, name="case"),
    path("cases/<uuid:case>/archive/<int:number>/check/", volume_pages.check, name="check"),
    path("cases/<uuid:case>/archive/<int:number>/receipt/", volume_pages.receive, name="receipt"),
    path("cases/<uuid:case>/archive/<int:number>/confirm/", volume_pages.confirm, name="confirm"),
    path("cases/<uuid:case>/archive/<int:number>/package.zip", volume_pages.fetch, name="package"),
]
