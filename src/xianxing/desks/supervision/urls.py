"""Addresses of monitoring."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.supervision import commitment_pages, list_pages, pages, plan_pages

app_name = "supervision"
urlpatterns = [
    path("desk/monitoring/", list_pages.index, name="list"),
    path("cases/<uuid:case>/monitoring/", pages.show, name="case"),
    path("cases/<uuid:case>/monitoring/answers/", pages.answer, name="answer"),
    path("cases/<uuid:case>/monitoring/commitments/", commitment_pages.show, name="commitments"),
    path("cases/<uuid:case>/monitoring/plan/", plan_pages.plan, name="plan"),
    path("cases/<uuid:case>/monitoring/plans/<int:number>/", plan_pages.decide, name="decide"),
]
