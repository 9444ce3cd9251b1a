"""Addresses of the experts' pages, and of the desk's pages about experts."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.experts import (
    guest_pages,
    inviting_pages,
    opinion_pages,
    pool_pages,
    reading_pages,
    staffing_pages,
    summary_pages,
)

app_name = "experts"
urlpatterns = [
    path("experts/", reading_pages.index, name="home"),
    path("experts/<uuid:case>/", reading_pages.show, name="reading"),
    path("experts/<uuid:case>/undertaking/", reading_pages.undertaking, name="undertaking"),
    path("experts/<uuid:case>/step-aside/", reading_pages.aside, name="step-aside"),
    path("experts/<uuid:case>/opinion/", opinion_pages.opinion, name="opinion"),
    path("experts/<uuid:case>/files/<int:number>/", reading_pages.fetch, name="file"),
    path("experts/leave/", guest_pages.leave, name="guest-leave"),
    path("experts/unsent/", guest_pages.unsent, name="unsent"),
    path("experts/invitations/<str:token>/", guest_pages.enter, name="guest-entry"),
    path("desk/experts/", pool_pages.index, name="pool"),
    path("desk/experts/<int:user>/", pool_pages.show, name="profile"),
    path("desk/experts/<int:user>/guest/", inviting_pages.show, name="guest"),
    path("desk/filings/<uuid:case>/experts/", staffing_pages.show, name="staffing"),
    path("desk/filings/<uuid:case>/experts/<int:user>/overrule/", staffing_pages.overrule, name="overrule"),
    path("desk/filings/<uuid:case>/opinions/", summary_pages.show, name="summary"),
]
