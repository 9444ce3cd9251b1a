"""Addresses of the table of classified protection."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.classified import pages

app_name = "classified"
urlpatterns = [
    path("classified-protection/", pages.show, name="table"),
    path("classified-protection/table.md", pages.export, name="export"),
]
