"""Public notices for everybody: the list, its feed, and one notice with its sheet, days and proof (5.1.3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.look.passages import PassageLine, passage_lines
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.published_sheets import (
    TakeDownNote,
    errata_as_json,
    lines_as_json,
    log_entry,
    published_lines,
    removal_of,
    unit_names,
)
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.notices.domain.errata import errata_of
from xianxing.pilot.notices.models import Notice
from xianxing.pilot.notices.publications import OPENED
from xianxing.pilot.notices.queries import (
    began,
    clause_of,
    comments_counted,
    counted_days,
    followed_by,
    last_day_of,
    notice_to_read,
    notices,
    official_of_notice,
    project_of,
    takes_comments,
    was_interrupted,
    withheld_of,
)
from xianxing.pilot.search.models import TextKind
from xianxing.pilot.search.queries import LONGEST, in_public
from xianxing.workdays.clocks import day_of

MOST = 200  # on one page and in the feed; older ones are found by their number


@dataclass(frozen=True)
class NoticeLine:
    """A notice in a list: whether comments are taken now, and the number of the notice that replaced it."""

    notice: Notice
    project: str
    units: list[str]
    began: datetime
    changed: datetime
    last_day: date
    open: bool
    replaced_by: str
    removal: TakeDownNote | None = None
    passages: list[PassageLine] = field(default_factory=list)


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The notices that take comments now, then those that have ended; `?q=` looks in all that they show."""
    at, asked = now(), request.GET.get("q", "").strip()[:LONGEST]
    found = _asked_for(asked, at) if asked else [_line(notice, at) for notice in notices()[:MOST]]
    context = {
        "crumbs": [Link(gettext("Public notices"), request.path)],
        "open": [one for one in found if one.open],
        "past": [one for one in found if not one.open],
        "asked": asked,
        "longest": LONGEST,
    }
    return page_or_json(request, "public/notices.html", context, lambda: [_as_json(one) for one in found])


@audience("public")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed; an entry changes with an erratum, or when another notice takes its
    place.
    """
    found = [_line(notice, now()) for notice in notices()[:MOST]]
    context = {
        "lines": found,
        "updated": max((one.changed for one in found), default=None),
        "home": request.build_absolute_uri(reverse("public:notices")),
        "own": request.build_absolute_uri(),
        "root": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "public/notices.atom", context, content_type="application/atom+xml; charset=utf-8")


@audience("public")
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One notice: its sheet, every day and whether it counts, how to comment, where it stands in the log.

    Of one that was taken down: when, by whom, on what kind of ground, and where it stands in the log.
    """
    at, notice = now(), notice_to_read(number)
    line, days = _line(notice, at), counted_days(notice)
    context = {
        "crumbs": [
            Link(gettext("Public notices"), reverse("public:notices")),
            Link(notice.number, request.path),
        ],
        "line": line,
        "notice": notice,
        "address": request.build_absolute_uri(reverse("public:notice", args=[notice.number])),
        "interrupted": was_interrupted(notice),
        "first": day_of(line.began),
        "official": official_of_notice(notice),
        "days": [(day, sum(one.counted for one in days[:n]) * day.counted) for n, day in enumerate(days, 1)],
        "count": sum(day.counted for day in days),
        "clause": clause_of(notice),
        "lines": published_lines(notice),
        "withheld": withheld_of(notice),
        "entry": log_entry(OPENED, notice.number),
        "comments": comments_counted(notice, at),
        "errata": errata_of(notice.number),
    }  # fmt: skip
    return page_or_json(request, "public/notice.html", context, lambda: _whole(line, at))


def _line(notice: Notice, at: datetime) -> NoticeLine:
    later, removal = followed_by(notice), removal_of(notice)
    changes = [one.made_at for one in errata_of(notice.number)] + ([removal.at] if removal else [])
    return NoticeLine(
        notice,
        project_of(notice),
        unit_names(notice),
        began(notice),
        max([began(notice), *changes]),
        last_day_of(notice),
        takes_comments(notice, at),
        later.number if later else "",
        removal,
    )


def _asked_for(asked: str, at: datetime) -> list[NoticeLine]:
    """The notices whose sheet or number has everything asked for, with the words around it."""
    found = {one.text.source: one for one in islice(in_public(TextKind.NOTICE, asked), MOST)}
    return [
        replace(_line(notice, at), passages=passage_lines(found[notice.pk]))
        for notice in notices().filter(pk__in=found)
    ]


def _as_json(line: NoticeLine) -> dict[str, object]:
    notice = line.notice
    return {
        "number": notice.number,
        "project": line.project,
        "units": line.units,
        "opened": notice.opened_at.isoformat(),
        "official": _official(notice),
        "last_day": line.last_day.isoformat(),
        "takes_comments": line.open,
        "replaced_by": line.replaced_by or None,
        "taken_down": line.removal.as_json() if line.removal else None,
        "sheet_sha256": None if line.removal else notice.digest,
        "clause": clause_of(notice),
    }


def _official(notice: Notice) -> dict[str, object] | None:
    official = official_of_notice(notice)
    if official is None:
        return None
    return {"address": official.address, "published": official.published_at.isoformat()}


def _whole(line: NoticeLine, at: datetime) -> dict[str, object]:
    entry = log_entry(OPENED, line.notice.number)
    return {
        **_as_json(line),
        "days": [day.as_json() for day in counted_days(line.notice)],
        "sheet": lines_as_json(line.notice),
        "withheld": list(withheld_of(line.notice)),
        "log_place": entry.place if entry else None,
        "comments": comments_counted(line.notice, at),
        "errata": errata_as_json(line.notice.number),
    }
