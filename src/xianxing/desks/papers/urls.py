"""Addresses of papers: pages in both languages; files, which are Chinese, below /documents/."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.papers import files, pages

app_name = "papers"
urlpatterns = [
    path("<slug:paper>/", pages.show, name="paper"),
    path("returned/<int:returned>/", pages.returned, name="returned"),
]
file_patterns = (
    [
        path("<slug:paper>.pdf", files.pdf, name="pdf"),
        path("<slug:paper>.docx", files.docx, name="docx"),
    ],
    "documents",
)
