"""A volume is prepared: the catalogue with every item's digest, how long it is kept, where paper lies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import page_count
from xianxing.pilot.acts.domain.moved import refuse_moved
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.archive.contents import SET_HERE, VolumeItem, items_of
from xianxing.pilot.archive.domain.telling import tell_prepared
from xianxing.pilot.archive.models import ArchiveVolume, VolumeState
from xianxing.pilot.archive.permissions import KEEPS, keeper_in, readable
from xianxing.pilot.archive.practice import practice
from xianxing.pilot.archive.queries import is_finished, proposed_class
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.filings.storage.vault import ErasedError
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError
from xianxing.pilot.storage.sealing import DamagedError
from xianxing.pilot.words import cleaned

LONGEST = 2_000


@dataclass(frozen=True)
class VolumeTyped:
    """What is said of a volume by who prepares it; a class other than the proposed one needs a reason."""

    retention: str
    retention_reason: str
    originals: str
    note: str


def prepare_volume(*, case: UUID, sequence: int, typed: VolumeTyped, by: User, at: datetime) -> ArchiveVolume:
    """Prepare a volume of a finished case; a second person checks it before the package is made.

    By the secretariat, from what the case holds now; pages are set and files read outside of any transaction.
    `sequence` is where the case stood on the screen. Refused before the case has ended, while another volume
    waits for its check, where nothing changed since the last checked one, without a class, the place of the
    paper originals and a note, and where bytes can't be read; `Moved` where the case moved on.
    """
    view = readable(case_to_read(case, by, at=at))
    _refuse(view)
    refuse_moved(view.case, sequence)
    said = _said(view, typed)
    catalogue = [entry for entry, _pieces in listed(items_of(view, at=at))]
    with transaction.atomic():
        locked(view.filing)
        fresh = readable(case_to_read(case, by, at=at))
        refuse_moved(fresh.case, sequence)
        _refuse(fresh)
        _refuse_same(fresh, catalogue)
        row = ArchiveVolume.objects.create(
            case=fresh.case, number=ArchiveVolume.objects.filter(case=fresh.case).count() + 1,
            retention=said.retention, retention_reason=said.retention_reason, originals=said.originals,
            note=said.note, catalogue=catalogue, prepared_by=by, prepared_at=at,
        )  # fmt: skip
        put_on_record(
            case=fresh.case, rests_on=[NamedRow(row)], role=KEEPS, person=str(by.pk), clause="", at=at
        )
        tell_prepared(fresh, by=by, at=at)
        return row


def listed(items: list[VolumeItem]) -> Iterator[tuple[dict[str, object], list[bytes]]]:
    """Each item as a catalogue names it, with its bytes; Refused where they can't be read any more.

    `file` is its name in the package, numbered so that no name stands twice; `pages` are those of what was
    set here, None of everything else, which nobody parses.
    """
    for place, item in enumerate(items, 1):
        held = _bytes(item)
        name = f"{place:03d}-{item.name}" if item.pieces else ""
        entry: dict[str, object] = {
            "title": item.title, "author": item.author, "number": item.number, "day": item.day.isoformat(),
            "form": item.form, "remark": item.remark, "file": name,
            "pages": page_count(b"".join(held)) if item.form == SET_HERE else None,
            "sha256": _digest(held) if item.pieces else "",
        }  # fmt: skip
        yield entry, held


def same_items(first: object, second: object) -> bool:
    """Whether two catalogues list the same; pages set here differ by the instant that they name."""
    return _compared(first) == _compared(second)


def _compared(catalogue: object) -> list[Mapping[str, object]]:
    rows = catalogue if isinstance(catalogue, list) else []
    left_out = ("sha256", "pages", "day")
    return [
        {key: value for key, value in row.items() if row["form"] != SET_HERE or key not in left_out}
        for row in rows
    ]


def _bytes(item: VolumeItem) -> list[bytes]:
    if item.pieces is None:
        return []
    try:
        with override("zh-hans"):
            return list(item.pieces())
    except (OSError, DamagedError, ErasedError, KeyFileError):
        raise Refused(
            "bytes", _("The bytes of “{name}” can't be read; see `xianxing doctor`.").format(name=item.title)
        ) from None


def _digest(held: list[bytes]) -> str:
    found = hashlib.sha256()
    for piece in held:
        found.update(piece)
    return found.hexdigest()


def _refuse(view: CaseView) -> None:
    if keeper_in(view) is None:
        raise Refused("role", _("The secretariat prepares what is archived."))
    if not is_finished(view):
        raise Refused("running", _("A case is archived once it has ended; this one goes on."))
    if ArchiveVolume.objects.filter(case=view.case, state=VolumeState.PREPARED).exists():
        raise Refused("waits", _("A volume waits for its check already; check it or return it first."))


def _refuse_same(view: CaseView, catalogue: list[dict[str, object]]) -> None:
    last = ArchiveVolume.objects.filter(case=view.case, state=VolumeState.CHECKED).order_by("number").last()
    if last is not None and same_items(last.catalogue, catalogue):
        raise Refused("same", _("Nothing was added to the case since its last volume."))


def _said(view: CaseView, typed: VolumeTyped) -> VolumeTyped:
    classes = practice().classes
    if typed.retention not in classes:
        raise Refused("retention", _("Choose how long the volume is kept."))
    reason, originals, note = cleaned(typed.retention_reason), cleaned(typed.originals), cleaned(typed.note)
    if typed.retention != proposed_class(view).id and not reason:
        raise Refused("retention_reason", _("Say why the volume is kept longer or shorter than proposed."))
    if not originals:
        raise Refused(
            "originals", _("Say where the paper originals are; write that there are none where it is so.")
        )
    if not note:
        raise Refused(
            "note", _("Describe the volume: what is missing, incomplete or in need of explanation.")
        )
    if max(map(len, (reason, originals, note))) > LONGEST:
        raise Refused("note", _("Say it in at most {limit} characters.").format(limit=LONGEST))
    return VolumeTyped(typed.retention, reason, originals, note)
