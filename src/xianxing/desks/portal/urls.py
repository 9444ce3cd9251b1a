"""Addresses of the applicants' pages: one list a kind of work; further rooms add a list of their own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from xianxing.desks.portal import (
    beside_pages,
    cell_pages,
    channel_pages,
    confirm_pages,
    correction_pages,
    discard_pages,
    file_pages,
    filed_pages,
    filing_pages,
    finding_pages,
    folder_pages,
    home_pages,
    inbox_pages,
    list_pages,
    material_pages,
    predecessor_pages,
    refuse_pages,
    section_pages,
    several_pages,
    sheet_pages,
    signed_pages,
    start_pages,
    talk_pages,
    unit_pages,
    withdraw_pages,
    word_pages,
)

CASE = "filings/<uuid:case>/"
lists: list[URLPattern] = [
    path("filings/", list_pages.index, name="filings"),
    path("filings/start/", start_pages.start, name="start"),
    path("filings/invitations/<int:invited>/", list_pages.answer, name="invitation"),
    path("filings/counting.json", cell_pages.counting, name="counting"),
    path(CASE, home_pages.home, name="home"),
]
writing: list[URLPattern] = [
    path(f"{CASE}sections/<slug:section>/", section_pages.section, name="section"),
    path(f"{CASE}units/<str:unit>/", section_pages.sheet, name="unit"),
    path(f"{CASE}units/<str:unit>/<slug:part>/", section_pages.sheet_part, name="unit-part"),
    path(f"{CASE}cells/save/", cell_pages.save, name="save"),
    path(f"{CASE}cells/decide/", cell_pages.decide, name="decide"),
    path(f"{CASE}cells/row/", cell_pages.row, name="row"),
    path(f"{CASE}cells/beside/", beside_pages.beside, name="beside"),
    path(f"{CASE}cells/versions/", cell_pages.versions, name="versions"),
    path(f"{CASE}cells/table/", cell_pages.table, name="table"),
]
files: list[URLPattern] = [
    path(f"{CASE}files/", material_pages.index, name="files"),
    path(f"{CASE}files/<int:material>/", material_pages.show, name="material"),
    path(f"{CASE}files/<int:material>/upload/", material_pages.upload, name="upload"),
    path(f"{CASE}files/<int:material>/<int:number>/", file_pages.fetch, name="fetch"),
    path(f"{CASE}files/<int:material>/<int:number>/preview/", file_pages.preview, name="preview"),
    path(f"{CASE}files/<int:material>/<int:number>/picture/", file_pages.picture, name="picture"),
    path(f"{CASE}files/<int:material>/<int:number>/changes/", file_pages.compare, name="file-changes"),
]
together: list[URLPattern] = [
    path(f"{CASE}units/", unit_pages.index, name="units"),
    path(f"{CASE}findings/", finding_pages.index, name="findings"),
    path(f"{CASE}comments/", talk_pages.comments, name="comments"),
    path(f"{CASE}comments/<int:comment>/settle/", talk_pages.settle, name="settle"),
    path(f"{CASE}questions/", talk_pages.questions, name="questions"),
]
confirming: list[URLPattern] = [
    path(f"{CASE}confirm/", confirm_pages.index, name="confirm"),
    path(f"{CASE}confirm/freeze/", confirm_pages.freezing, name="freeze"),
    path(f"{CASE}confirm/again/<int:attestation>/", confirm_pages.again, name="again"),
    path(f"{CASE}confirm/take-back/<str:unit>/", confirm_pages.take_back, name="take-back"),
    path(f"{CASE}confirm/<slug:kind>/<str:unit>/", confirm_pages.act, name="act"),
    path(f"{CASE}confirm/<slug:kind>/<str:unit>/<str:about>/", confirm_pages.act, name="act-about"),
    path(f"{CASE}file/", filing_pages.check, name="file"),
    path(f"{CASE}receipt/", filing_pages.receipt, name="receipt"),
    path(f"{CASE}receipt/text/", filing_pages.receipt_text, name="receipt-text"),
    path(f"{CASE}receipt/pdf/", filing_pages.receipt_page, name="receipt-pdf"),
    path(f"{CASE}receipt/dossier/", filing_pages.dossier, name="dossier"),
]
inbox: list[URLPattern] = [
    path("messages/", inbox_pages.index, name="inbox"),
    path("messages/read/", inbox_pages.read_all, name="read-all"),
    path("messages/<int:message>/", inbox_pages.follow, name="message"),
]
own: list[URLPattern] = [
    *folder_pages.urls,
    *predecessor_pages.urls,
    *sheet_pages.urls,
    *several_pages.urls,
    *channel_pages.urls,
    *correction_pages.urls,
    *discard_pages.urls,
    *filed_pages.urls,
    *refuse_pages.urls,
    *signed_pages.urls,
    *withdraw_pages.urls,
    *word_pages.urls,
    *lists,
    *writing,
    *files,
    *together,
    *confirming,
    *inbox,
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((own, "portal")))]
