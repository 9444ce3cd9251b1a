"""Addresses of the pilot in numbers."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.figures import pages, row_pages, table_pages

app_name = "figures"
urlpatterns = [
    path("desk/figures/", pages.index, name="index"),
    path("desk/figures/definitions/", pages.definitions, name="definitions"),
    path("desk/figures/regimes/", pages.regimes, name="regimes"),
    path("desk/figures/figures.xlsx", table_pages.workbook, name="workbook"),
    path("desk/figures/report-<int:year>.<str:ending>", table_pages.report, name="report"),
    path("desk/figures/public.csv", table_pages.public_csv, name="public-csv"),
    path("desk/figures/<slug:key>/", row_pages.show, name="rows"),
    path("desk/figures/<slug:key>/rows.<str:ending>", row_pages.download, name="rows-file"),
]
