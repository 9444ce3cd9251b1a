"""What the working group makes public: entries of the log in a chain of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from xianxing.pilot.calls.models import Call, Extension, PinnedGuide, ProcedureSignOff
from xianxing.pilot.cases.models import Publication
from xianxing.pilot.cases.sealing import site_record
from xianxing.pilot.cases.store import PUBLICATIONS, DjangoStore, PublicationExtra
from xianxing.record.canonical import Plain
from xianxing.record.events import Act

PUBLISH, EXTEND, RETIRE = "call.publish", "call.extend", "guide.retire"
SIGN_OFF = "procedure.sign_off"

_kinds: dict[str, PublicationKind] = {}


@dataclass(frozen=True)
class PublicationKind:
    """What another app publishes: the step that its entries bear, and what an audit and a page ask of them.

    `about` says by the rows as they are what an entry must say, given what it says; nothing where the rows
    are gone. `unsaid` names every row that no entry speaks of. `words` is the entry in the reader's language.
    """

    step: str
    about: Callable[[Mapping[str, Plain]], Mapping[str, Plain]]
    unsaid: Callable[[], Iterator[str]]
    words: Callable[[Mapping[str, Plain]], str]


def register_publication(kind: PublicationKind) -> None:
    """Have the audit and the log's page know of a kind; called once from an `AppConfig.ready`."""
    _kinds[kind.step] = kind


def publication_kinds() -> Mapping[str, PublicationKind]:
    """The kinds that other apps registered, by their steps."""
    return _kinds


def record_publication(
    *, step: str, role: str, clause: str, about: Mapping[str, Plain], at: datetime
) -> Publication:
    """Enter what another app publishes, of a kind that it registered, in the caller's transaction."""
    return _enter(_kinds[step].step, role, about, PublicationExtra(), at, earlier=False, clause=clause)


def record_call(*, call: Call, earlier: bool = False) -> Publication:
    """Enter that a call was published and what it is pinned to, in the caller's transaction.

    `earlier` says that it was published before publications were recorded.
    """
    row = PublicationExtra(call=call)
    return _enter(PUBLISH, "secretariat", about_call(call), row, call.published_at, earlier)


def record_extension(*, extension: Extension, earlier: bool = False) -> Publication:
    """Enter an extension with its new last day and its reason, in the caller's transaction."""
    row = PublicationExtra(call=extension.call, extension=extension)
    about = about_extension(extension)
    return _enter(EXTEND, "group_head", about, row, extension.announced_at, earlier)


def record_retirement(*, guide: PinnedGuide, at: datetime, earlier: bool = False) -> Publication:
    """Enter that no new call opens under a version of a guide, in the caller's transaction."""
    return _enter(RETIRE, "secretariat", about_guide(guide), PublicationExtra(guide=guide), at, earlier)


def record_sign_off(*, sign_off: ProcedureSignOff) -> Publication:
    """Enter that a version of a procedure is signed off, in the caller's transaction, and save the row."""
    row, about = PublicationExtra(), about_sign_off(sign_off)
    entry = _enter(SIGN_OFF, "legal_reviewer", about, row, sign_off.signed_at, earlier=False)
    sign_off.publication = entry
    sign_off.save(force_insert=True)
    return entry


def enter_earlier() -> int:
    """Enter whatever was published before publications were recorded, in its order; twice enters nothing."""
    found: list[tuple[datetime, int, Callable[[], Publication]]] = []
    for call in Call.objects.filter(publications__isnull=True):
        found.append((call.published_at, 0, partial(record_call, call=call, earlier=True)))
    for made in Extension.objects.filter(publication__isnull=True).select_related("call"):
        found.append((made.announced_at, 1, partial(record_extension, extension=made, earlier=True)))
    for guide in PinnedGuide.objects.filter(publications__isnull=True):
        if guide.retired_at is not None:
            enter = partial(record_retirement, guide=guide, at=guide.retired_at, earlier=True)
            found.append((guide.retired_at, 2, enter))
    for _at, _order, enter_it in sorted(found, key=lambda row: row[:2]):
        enter_it()
    return len(found)


def about_call(call: Call) -> dict[str, Plain]:
    """What the record says of a published call; the calendar by its digest, settings as JSON."""
    return {
        "batch": call.batch,
        "title": {"zh": call.title_zh, "en": call.title_en},
        "opens": call.opens_on.isoformat(),
        "closes": call.closes_on.isoformat(),
        "guide": call.guide_id,
        "guide_name": call.guide.name,
        "procedure": call.procedure_version,
        "calendar": {
            "version": call.calendar_version,
            "sha256": hashlib.sha256(bytes(call.calendar)).hexdigest(),
        },
        "settings": {key: json.dumps(value, ensure_ascii=False) for key, value in call.settings.items()},
        "external_channel": call.external_channel,
        "person": str(call.published_by_id),
    }


def about_extension(extension: Extension) -> dict[str, Plain]:
    """What the record says of an extension."""
    return {
        "batch": extension.call.batch,
        "closes": extension.closes_on.isoformat(),
        "reason": extension.reason,
        "person": str(extension.announced_by_id),
    }


def about_guide(guide: PinnedGuide) -> dict[str, Plain]:
    """What the record says of a retired version of a guide."""
    return {"guide": guide.digest, "name": guide.name}


def about_sign_off(sign_off: ProcedureSignOff) -> dict[str, Plain]:
    """What the record says of a sign-off; the text that was read by its digest."""
    return {
        "guide": sign_off.guide,
        "procedure": sign_off.version,
        "text": sign_off.text_digest,
        "statement": sign_off.statement,
        "person": str(sign_off.signed_by_id),
    }


def _enter(
    step: str,
    role: str,
    about: Mapping[str, Plain],
    row: PublicationExtra,
    at: datetime,
    earlier: bool,
    clause: str = "0",
) -> Publication:
    payload = {**about, "recorded_later": True} if earlier else about
    entry = site_record(DjangoStore(row)).append(Act(PUBLICATIONS, step, role, clause, at, payload))
    return Publication.objects.get(pk=entry.index)
