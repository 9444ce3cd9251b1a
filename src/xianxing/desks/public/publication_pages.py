"""What the working group published, for outsiders: each entry with contents, place and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.i18n import gettext
from xianxing.pilot.cases.domain.publications import EXTEND, PUBLISH, RETIRE, SIGN_OFF, publication_kinds
from xianxing.pilot.cases.models import Publication
from xianxing.pilot.cases.queries import publication_at, publications
from xianxing.record.canonical import canonical, parse


@dataclass(frozen=True)
class PublicationEntry:
    """A publication in words; `receipt` is false until the worker has given one."""

    place: int
    at: datetime
    what: str
    call: int | None
    extension: int | None
    receipt: bool


def published_entries() -> list[PublicationEntry]:
    """Every publication, newest first, in the reader's language: one query."""
    return [
        PublicationEntry(
            row.place, row.at, _words(row), row.call_id, row.extension_id, hasattr(row, "receipt")
        )
        for row in publications()
    ]


@audience("public")
@require_safe
def contents(request: HttpRequest, place: int) -> HttpResponse:
    """What an entry commits to, with its salt: whoever holds the receipt checks it against the skeleton."""
    del request
    row = publication_at(place)
    if row is None:
        raise Http404
    shown = canonical(
        {
            "event": parse(bytes(row.skeleton)),
            "payload": parse(bytes(row.body)),
            "salt": bytes(row.salt).hex(),
            "place": row.place,
        }
    )
    return HttpResponse(shown, content_type="application/json")


@audience("public")
@require_safe
def receipt(request: HttpRequest, place: int) -> HttpResponse:
    """The receipt of an entry as a text; 404 until it was given."""
    del request
    row = publication_at(place)
    if row is None or not hasattr(row, "receipt"):
        raise Http404
    return HttpResponse(row.receipt.text, content_type="text/plain; charset=utf-8")


def _words(row: Publication) -> str:
    kind = publication_kinds().get(row.step)
    if kind is not None:
        said = parse(bytes(row.body))
        return kind.words(said if isinstance(said, dict) else {})
    call = row.call
    title = call.title if call else ""
    words = {
        PUBLISH: gettext("Call published: {call}"),
        EXTEND: gettext("Window extended until {day}: {call}"),
        RETIRE: gettext("Version of a guide retired: {guide}"),
        SIGN_OFF: gettext("Procedure signed off: {guide}"),
    }
    return words[row.step].format(
        call=title,
        day=row.extension.closes_on.isoformat() if row.extension else "",
        guide=row.guide.name if row.guide else row.sign_off.guide if row.step == SIGN_OFF else "",
    )
