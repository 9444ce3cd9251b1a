"""Addresses of the working group's desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from xianxing.desks.desk import (
    call_pages,
    comment_pages,
    comparison_pages,
    file_pages,
    filing_pages,
    formality_pages,
    handler_pages,
    question_pages,
    relation_pages,
    resolution_pages,
    risk_pages,
    search_pages,
    shared_pages,
    sign_off_pages,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", filing_pages.index, name="home"),
    path("filings/<uuid:filing>/", filing_pages.show, name="filing"),
    path("filings/<uuid:filing>/files/<int:number>/", file_pages.fetch, name="filing-file"),
    path("filings/<uuid:filing>/files/<int:number>/preview/", file_pages.preview, name="filing-preview"),
    path("filings/<uuid:filing>/files/<int:number>/picture/", file_pages.picture, name="filing-picture"),
    path("filings/<uuid:filing>/formality/", formality_pages.show, name="formality"),
    path("filings/<uuid:filing>/risks/", risk_pages.show, name="risks"),
    path("filings/<uuid:filing>/relations/", relation_pages.show, name="relations"),
    path("filings/<uuid:filing>/predecessor/", relation_pages.predecessor, name="predecessor"),
    path("filings/<uuid:filing>/receipt.txt", filing_pages.receipt, name="filing-receipt"),
    path("filings/<uuid:filing>/dossier.zip", filing_pages.dossier, name="filing-dossier"),
    path("cases/<uuid:case>/comments/", comment_pages.index, name="comments"),
    path("cases/<uuid:case>/comments/<slug:comment>/", comment_pages.show, name="comment"),
    path("search/", search_pages.index, name="search"),
    path("comparison/", comparison_pages.index, name="comparison"),
    path("comparison/<int:call>/", comparison_pages.show, name="comparison-of"),
    path("comparison/<int:call>/summary.xlsx", comparison_pages.summary, name="comparison-summary"),
    path("shared/", shared_pages.index, name="shared"),
    path("shared/<slug:kind>/<slug:key>/", shared_pages.show, name="shared-thing"),
    path("handlers/", handler_pages.index, name="handlers"),
    path("resolutions/", resolution_pages.index, name="resolutions"),
    path("resolutions/<int:call>/<slug:state>/", resolution_pages.enter, name="resolution-enter"),
    path("resolutions/<uuid:resolution>/", resolution_pages.show, name="resolution"),
    path("calls/", call_pages.index, name="calls"),
    path("calls/<int:call>/", call_pages.show, name="call"),
    path("calls/<int:call>/extend/", call_pages.extend, name="call-extend"),
    path("calls/publish/<slug:guide>/<slug:batch>/", call_pages.publish, name="call-publish"),
    path("guides/<slug:digest>/retire/", call_pages.retire, name="guide-retire"),
    path("procedures/", sign_off_pages.index, name="sign-offs"),
    path("procedures/<slug:guide>/sign/", sign_off_pages.sign, name="sign-off"),
    path("questions/", question_pages.index, name="questions"),
    path("questions/<uuid:question>/", question_pages.show, name="question"),
]
