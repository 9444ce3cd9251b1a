"""Addresses of lessons, of the case library, and of proposed rules."""

from __future__ import annotations

from django.urls import path

from xianxing.desks.lessons import (
    lesson_pages,
    library_pages,
    list_pages,
    proposal_pages,
    public_library_pages,
    public_rule_pages,
)

app_name = "lessons"
urlpatterns = [
    path("library/", public_library_pages.index, name="public-library"),
    path("library/cases.csv", public_library_pages.as_csv, name="public-library-csv"),
    path("library/cases.json", public_library_pages.as_json, name="public-library-json"),
    path("library/<slug:reference>/", public_library_pages.show, name="public-entry"),
    path("rules/", public_rule_pages.index, name="public-rules"),
    path("rules/rules.json", public_rule_pages.as_json, name="public-rules-json"),
    path("desk/lessons/", list_pages.lessons, name="list"),
    path("desk/lessons/accepted.json", list_pages.accepted, name="accepted"),
    path("desk/lessons/library/", list_pages.library, name="library-list"),
    path("desk/lessons/rules/", list_pages.rules, name="rules-list"),
    path("cases/<uuid:case>/lessons/", lesson_pages.index, name="case"),
    path("cases/<uuid:case>/lessons/<int:number>/", lesson_pages.show, name="lesson"),
    path("cases/<uuid:case>/lessons/library/", library_pages.index, name="library"),
    path("cases/<uuid:case>/lessons/library/<int:number>/", library_pages.show, name="entry"),
    path("cases/<uuid:case>/lessons/rules/", proposal_pages.index, name="rules"),
    path("cases/<uuid:case>/lessons/rules/<int:number>/", proposal_pages.show, name="rule"),
]
