"""The public pages of calls: windows, extensions and what governs a call; and answers for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.pins import PinnedSetting, field_label, settings_on
from xianxing.desks.public.publication_pages import PublicationEntry, published_entries
from xianxing.i18n import gettext
from xianxing.law import Guide, known_guides
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.calls.queries import Published, published_calls
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.questions import Answered, faq


@dataclass(frozen=True)
class CallSummary:
    """A call with the guide that governs it; `known` where this server shows the guide's page."""

    published: Published
    guide: Guide
    known: bool
    settings: list[PinnedSetting]
    entry: PublicationEntry | None
    extended: dict[int, PublicationEntry]


@audience("public")
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Every call: its window as it is now, every extension with its reason, the version that governs it."""
    at = now()
    known = set(known_guides())
    shown, entries = [], published_entries()
    calls = {entry.call: entry for entry in entries if entry.extension is None}
    extended = {entry.extension: entry for entry in entries if entry.extension is not None}
    for one in published_calls(at=at):
        guide = guide_of(one.call)
        settings = settings_on(guide, one.call.opens_on)
        entry = calls.get(one.call.pk)
        shown.append(CallSummary(one, guide, guide.name in known, settings, entry, extended))
    context = {"crumbs": [Link(gettext("Calls"), request.path)], "calls": shown, "at": at}
    return page_or_json(request, "public/calls.html", context, lambda: [_json(one) for one in shown])


@audience("public")
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Questions and answers of general use, by field of the form; nobody is named."""
    found = faq()
    groups = [(field_label(path), list(group)) for path, group in groupby(found, key=lambda one: one.path)]
    context = {"crumbs": [Link(gettext("Questions and answers"), request.path)], "groups": groups}
    return page_or_json(request, "public/faq.html", context, lambda: [_answer(one) for one in found])


def _json(shown: CallSummary) -> dict[str, object]:
    one, call = shown.published, shown.published.call
    return {
        "batch": call.batch,
        "title": {"zh": call.title_zh, "en": call.title_en},
        "phase": one.phase,
        "opens": one.window.first.isoformat(),
        "closes": one.window.last.isoformat(),
        "first_closes": call.closes_on.isoformat(),
        "extensions": [
            {
                "closes": each.closes_on.isoformat(),
                "reason": each.reason,
                "announced": each.announced_at.isoformat(),
                "log_place": shown.extended[each.pk].place if each.pk in shown.extended else None,
            }
            for each in one.extensions
        ],
        "guide": shown.guide.name,
        "guide_files": call.guide_id,
        "procedure": call.procedure_version,
        "calendar": call.calendar_version,
        "settings": call.settings,
        "log_place": shown.entry.place if shown.entry else None,
    }


def _answer(one: Answered) -> dict[str, object]:
    return {
        "field": one.path,
        "question": one.question,
        "answer": one.answer,
        "published": one.published_at.isoformat(),
    }
