"""Addresses of complaints: of the public, of the institutions, of the working group."""

from __future__ import annotations

from django.urls import URLPattern, path

from xianxing.desks.complaints import group_pages, institution_pages, public_pages, table_pages

app_name = "complaints"
urlpatterns: list[URLPattern] = [
    path("complaints/", public_pages.intake, name="intake"),
    path("complaints/status/", public_pages.status, name="status"),
    path("complaints/institution/", institution_pages.index, name="own"),
    path("complaints/institution/enter/", institution_pages.enter, name="own-enter"),
    path("complaints/institution/<slug:complaint>/", institution_pages.show, name="own-complaint"),
    path("desk/complaints/", group_pages.index, name="ledger"),
    path("desk/complaints/enter/", group_pages.enter, name="enter"),
    path("desk/complaints/counts/", table_pages.counts, name="counts"),
    path("desk/complaints/ledger.xlsx", table_pages.ledger, name="table"),
    path("desk/complaints/<slug:complaint>/", group_pages.show, name="complaint"),
    path("desk/complaints/<slug:complaint>/file/", group_pages.fetch, name="file"),
]
