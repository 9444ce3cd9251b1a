"""Addresses of inspections: of one project, for its readers, and the working group's list of all."""

from __future__ import annotations

from django.urls import URLPattern, path

from xianxing.desks.inspections import (
    case_pages,
    finding_pages,
    inspection_pages,
    list_pages,
    paper_pages,
    plan_pages,
    rectification_pages,
)

app_name = "inspections"
urlpatterns: list[URLPattern] = [
    path("desk/inspections/", list_pages.index, name="list"),
    path("cases/<uuid:case>/inspections/", case_pages.show, name="case"),
    path("cases/<uuid:case>/inspections/plan/", plan_pages.plan, name="plan"),
    path("cases/<uuid:case>/inspections/<int:number>/", inspection_pages.show, name="inspection"),
    path("cases/<uuid:case>/inspections/<int:number>/paper/", paper_pages.show, name="paper"),
    path(
        "cases/<uuid:case>/inspections/<int:number>/notice.<slug:ending>",
        inspection_pages.notice,
        name="notice",
    ),
    path(
        "cases/<uuid:case>/inspections/<int:number>/findings/<int:finding>/",
        finding_pages.show,
        name="finding",
    ),
    path("cases/<uuid:case>/rectifications/<slug:item>/", rectification_pages.show, name="rectification"),
]
