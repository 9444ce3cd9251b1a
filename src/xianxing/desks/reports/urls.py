"""Addresses of reports on the trial."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.reports import list_pages, pages, writing_pages

app_name = "reports"
urlpatterns = [
    path("desk/reports/", list_pages.index, name="list"),
    path("cases/<uuid:case>/reports/", pages.index, name="case"),
    path("cases/<uuid:case>/reports/write/<slug:form>/", writing_pages.write, name="write"),
    path("cases/<uuid:case>/reports/write/<slug:form>/<slug:item>/", writing_pages.write, name="write-item"),
    path("cases/<uuid:case>/reports/<int:number>/", pages.show, name="report"),
    path("cases/<uuid:case>/reports/<int:number>/report.docx", pages.word, name="word"),
]
