"""Addresses of incidents."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.incidents import case_pages, files, list_pages, report_pages, tolerance_pages

app_name = "incidents"
urlpatterns = [
    path("desk/incidents/", list_pages.index, name="list"),
    path("incidents/regulations/", list_pages.rules, name="regulations"),
    path("cases/<uuid:case>/incidents/", case_pages.index, name="case"),
    path("cases/<uuid:case>/incidents/new/", report_pages.new, name="new"),
    path("cases/<uuid:case>/incidents/<int:number>/", case_pages.show, name="incident"),
    path("cases/<uuid:case>/incidents/<int:number>/report/", report_pages.report, name="report"),
    path("cases/<uuid:case>/incidents/<int:number>/reports/<int:report>.pdf", files.pdf, name="pdf"),
    path("cases/<uuid:case>/incidents/<int:number>/reports/<int:report>.docx", files.docx, name="docx"),
    path("cases/<uuid:case>/incidents/<int:number>/tolerance/", tolerance_pages.show, name="tolerance"),
    path(
        "cases/<uuid:case>/incidents/<int:number>/tolerance/<int:draft>.pdf",
        tolerance_pages.pdf,
        name="draft-pdf",
    ),
    path(
        "cases/<uuid:case>/incidents/<int:number>/tolerance/<int:draft>.docx",
        tolerance_pages.docx,
        name="draft-docx",
    ),
]
