"""Addresses of the pages on personal information."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.privacy import answer_pages, ask_pages

app_name = "privacy"
urlpatterns = [
    path("privacy/", ask_pages.notices, name="notices"),
    path("privacy/request/", ask_pages.ask, name="ask"),
    path("privacy/mine/", ask_pages.mine, name="mine"),
    path("desk/privacy/", answer_pages.index, name="list"),
    path("desk/privacy/<str:number>/", answer_pages.show, name="request"),
]
