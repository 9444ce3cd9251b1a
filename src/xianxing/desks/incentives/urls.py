"""Addresses of local support and of the talent pool."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.incentives import pool_pages, support_pages, talent_pages

app_name = "incentives"
urlpatterns = [
    path("talent/", talent_pages.index, name="talent"),
    path("desk/lessons/talent/", pool_pages.index, name="pool"),
    path("desk/lessons/talent/pool.csv", pool_pages.as_csv, name="pool-csv"),
    path("desk/lessons/support/", support_pages.index, name="support-list"),
    path("cases/<uuid:case>/lessons/support/", support_pages.show, name="support"),
    path("cases/<uuid:case>/lessons/support/<slug:policy>/", support_pages.policy, name="group-policy"),
    path("cases/<uuid:case>/lessons/support/<slug:policy>/<slug:unit>/", support_pages.policy, name="policy"),
]
