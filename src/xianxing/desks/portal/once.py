"""Forms that make something new carry an id of their own, so that sending one twice makes one thing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xianxing.pilot.filings.folder.importing import Left

MOST_LINES = 1_000
MOST_WORDS = 500


def once(request: HttpRequest) -> UUID | None:
    """The id that the form carries; None for one that carries none, or nonsense."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def keep_left(request: HttpRequest, case: UUID, left: Sequence[Left]) -> None:
    """Keep what a new draft doesn't hold until the person has read it: in the session, for a reload too."""
    lines = [[one.location[:MOST_WORDS], one.reason[:MOST_WORDS]] for one in left[:MOST_LINES]]
    request.session[_key(case)] = lines


def left_of(request: HttpRequest, case: UUID) -> list[Left] | None:
    """What a new draft doesn't hold; None where nothing is known of it."""
    kept = request.session.get(_key(case))
    return None if kept is None else [Left(str(place), str(reason)) for place, reason in kept]


def to_new_draft(request: HttpRequest, case: UUID) -> HttpResponse:
    """Where a person goes who has made a draft of something: the report on it, or the draft."""
    known = left_of(request, case) is not None
    return redirect("portal:taken" if known else "portal:home", case=case)


def _key(case: UUID) -> str:
    return f"left:{case}"
