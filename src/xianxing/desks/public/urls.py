"""Addresses of the public pages; English ones stand below /en/."""

from __future__ import annotations

from django.urls import URLPattern, path

from xianxing.desks.public import (
    calendar_pages,
    call_pages,
    check_pages,
    comment_pages,
    guide_pages,
    home,
    log_pages,
    notice_pages,
    procedure_pages,
    publication_pages,
    register_pages,
    text_pages,
)

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", home.index, name="home"),
    path("guides/", guide_pages.index, name="guides"),
    path("guides/compare/", guide_pages.compare, name="compare"),
    path("guides/<slug:guide>/", guide_pages.show, name="guide"),
    path("procedure/", procedure_pages.index, name="procedure"),
    path("procedure/<slug:guide>/", procedure_pages.show, name="procedure-of"),
    path("procedure/<slug:guide>/whole.svg", procedure_pages.whole, {"form": "svg"}, name="procedure-svg"),
    path("procedure/<slug:guide>/whole.pdf", procedure_pages.whole, {"form": "pdf"}, name="procedure-pdf"),
    path("procedure/<slug:guide>/text/", text_pages.show, name="procedure-text"),
    path("procedure/<slug:guide>/text.docx", text_pages.word, name="procedure-word"),
    path("workdays/", calendar_pages.show, name="workdays"),
    path("check/", check_pages.start, name="check"),
    path("check/samples/<slug:sample>/", check_pages.sample, name="check-sample"),
    path("check/results/<slug:token>/", check_pages.result, name="check-result"),
    path("check/results/<slug:token>/forget/", check_pages.forget, name="check-forget"),
    path("calls/", call_pages.calls, name="calls"),
    path("notices/", notice_pages.index, name="notices"),
    path("notices/feed.atom", notice_pages.feed, name="notice-feed"),
    path("notices/answer/", comment_pages.answer, name="notice-answer"),
    path("notices/<slug:number>/", notice_pages.show, name="notice"),
    path("notices/<slug:number>/comment/", comment_pages.comment, name="notice-comment"),
    path("register/", register_pages.index, name="register"),
    path("register/projects.csv", register_pages.as_csv, name="register-csv"),
    path("register/projects.json", register_pages.as_json, name="register-json"),
    path("register/<slug:number>/", register_pages.show, name="project"),
    path("faq/", call_pages.answers, name="faq"),
    path("components/", home.components, name="components"),
    path("log/", log_pages.index, name="log"),
    path("log/head.txt", log_pages.head, name="log-head"),
    path("log/heads.txt", log_pages.heads, name="log-heads"),
    path("log/keys.json", log_pages.key_ring, name="log-keys"),
    path("log/proof", log_pages.proof, name="log-proof"),
    path("log/cosign", log_pages.cosign, name="log-cosign"),
    path("log/receipt/", log_pages.receipt, name="log-receipt"),
    path("log/publications/<int:place>.json", publication_pages.contents, name="log-publication"),
    path("log/publications/<int:place>.txt", publication_pages.receipt, name="log-publication-receipt"),
    path("log/scripts/<str:name>", log_pages.script, name="log-script"),
]
