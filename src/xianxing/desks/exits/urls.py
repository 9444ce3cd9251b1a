"""Addresses of exits."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.exits import (
    assessment_pages,
    measure_pages,
    referral_pages,
    report_pages,
    room_pages,
    table_pages,
)

app_name = "exits"
urlpatterns = [
    path("procedure/<slug:guide>/exits/", table_pages.show, name="tables"),
    path("cases/<uuid:case>/exit/", room_pages.show, name="room"),
    path("cases/<uuid:case>/exit/assess/", assessment_pages.assess_for_group, name="assess-group"),
    path("cases/<uuid:case>/exit/assess/<slug:unit>/", assessment_pages.assess_for_unit, name="assess"),
    path("cases/<uuid:case>/exit/assessments/<int:number>/", assessment_pages.show, name="assessment"),
    path("cases/<uuid:case>/exit/measures/", measure_pages.show, name="measures"),
    path("cases/<uuid:case>/exit/measures/<slug:unit>/<slug:measure>/", measure_pages.prove, name="prove"),
    path("cases/<uuid:case>/exit/proofs/<int:number>/", measure_pages.check, name="check"),
    path("cases/<uuid:case>/exit/referrals/", referral_pages.show, name="referrals"),
    path("cases/<uuid:case>/exit/work-report.docx", report_pages.template, name="work-report"),
]
