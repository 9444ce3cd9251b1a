"""The case library for everybody: search, one citable address an entry, and the same as open data."""

from __future__ import annotations

import csv
import io

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.lessons import library_lines
from xianxing.desks.look.context import Link
from xianxing.desks.sheets import harmless
from xianxing.i18n import gettext
from xianxing.law.text import plain
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.lessons.library import learnt_in, published_entries, published_entry
from xianxing.pilot.lessons.models import LibraryEntry
from xianxing.pilot.lessons.practice import practice

LONGEST_QUERY = 100


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every published entry, the latest first; `?q=` looks in all of it, filters narrow it."""
    entries = list(published_entries())
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chosen = {path: request.GET.get(path, "") for path in practice().filters}
    found = [one for one in entries if _fits(one, asked, chosen)]
    context = {
        "crumbs": [Link(gettext("Case library"), request.path)],
        "rows": [
            (
                one,
                library_lines.title_of(one),
                library_lines.outcome_words(one.content.get("outcome")),
                [text for path in practice().filters for text in library_lines.choices_of(one, path)],
                library_lines.published_on(one),
            )
            for one in found
        ],
        "asked": asked,
        "narrowed": bool(asked or any(chosen.values())),
        "filters": _filters(entries, chosen),
        "whole": len(entries),
        "licence": settings.OPEN_DATA_LICENCE,
    }
    return render(request, "lessons/public_library.html", context)


@audience("public")
@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One entry: the public sheet's lines, how the trial ended, what was learnt."""
    entry = published_entry(reference)
    title = library_lines.title_of(entry)
    context = {
        "crumbs": [
            Link(gettext("Case library"), reverse("lessons:public-library")),
            Link(reference, request.path),
        ],
        "entry": entry,
        "title": title,
        "answers": library_lines.sheet_answers(entry),
        "learnt": learnt_in(entry),
        "outcome": library_lines.outcome_words(entry.content.get("outcome")),
        "published": library_lines.published_on(entry),
        "register": entry.content.get("register"),
        "address": _address(request, entry),
    }
    return render(request, "lessons/public_entry.html", context)


@audience("public")
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The library as CSV in UTF-8; what looks like a formula is kept from being one."""
    kept = io.StringIO()
    rows = [library_lines.csv_row(one, _address(request, one)) for one in published_entries()]
    head = (
        "reference", "title", "outcome", "published", *practice().filters, *practice().sections, "address",
    )  # fmt: skip
    writer = csv.DictWriter(kept, head)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: harmless(value) for key, value in row.items()})
    response = HttpResponse("\ufeff" + kept.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="xianxing-library.csv"'
    return response


@audience("public")
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The library as JSON."""
    licence = settings.OPEN_DATA_LICENCE
    cases = [library_lines.as_json(one, _address(request, one), licence) for one in published_entries()]
    return JsonResponse(
        {"licence": licence, "cases": cases}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _address(request: HttpRequest, entry: LibraryEntry) -> str:
    return request.build_absolute_uri(reverse("lessons:public-entry", args=[entry.reference]))


def _fits(entry: LibraryEntry, asked: str, chosen: dict[str, str]) -> bool:
    if any(value and value not in library_lines.choices_of(entry, path) for path, value in chosen.items()):
        return False
    texts = [one.text for one in library_lines.sheet_answers(entry)]
    texts += [words for _key, _label, words in learnt_in(entry)]
    said = plain("\n".join([entry.reference, *texts]))
    return all(plain(word) in said for word in asked.split())


def _filters(
    entries: list[LibraryEntry], chosen: dict[str, str]
) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """The filters with the values that some entry has: the field, its name, each value and whether chosen."""
    found = []
    for path, value in chosen.items():
        values = sorted({text for one in entries for text in library_lines.choices_of(one, path) if text})
        guide = next((guide_of(one.case.call) for one in entries), None)
        if values and guide is not None:
            found.append((path, str(guide.field(path).label), [(text, text == value) for text in values]))
    return found
