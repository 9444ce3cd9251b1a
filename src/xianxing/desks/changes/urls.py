"""Addresses of changes of a running project."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.changes import pages

app_name = "changes"
urlpatterns = [
    path("desk/changes/", pages.undecided, name="list"),
    path("cases/<uuid:case>/changes/", pages.index, name="case"),
    path("cases/<uuid:case>/changes/<int:number>/", pages.show, name="change"),
]
