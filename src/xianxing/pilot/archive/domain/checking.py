"""A second person checks a volume; then its package is written under a signed list, and kept sealed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.archive.contents import items_of
from xianxing.pilot.archive.domain.preparing import LONGEST, listed
from xianxing.pilot.archive.domain.telling import tell_returned
from xianxing.pilot.archive.models import ArchiveVolume, VolumeState
from xianxing.pilot.archive.permissions import checker_in, readable, role_of
from xianxing.pilot.archive.sheets import catalogue_pdf, note_pdf
from xianxing.pilot.cases.domain.performing import Actor, put_on_record, refuse_second_person
from xianxing.pilot.cases.keys import ring, signing_key
from xianxing.pilot.filings.actors import StepUp, real_time
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.filings.storage.vault import Staged, TooLargeError, discard, keep, stage
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.filings.submit.filing import scratch
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.record.package import Packed, write_package

LARGEST = 2048 * MEGABYTE
CHECKED = ("state", "reason", "checked_by", "checked_at", "package", "digest")


def accept_volume(*, case: UUID, number: int, by: User, step_up: StepUp, at: datetime) -> ArchiveVolume:
    """Find a volume in order: its package is written, with catalogue and closing note, and put on record.

    By the head or another one of the secretariat, with the second factor. Every item is read again: Refused
    where one isn't what the catalogue says by its digest, so that what is checked is what is handed over.
    What breaks off leaves no byte. The list is signed with real time.
    """
    view, row = _open(case, number, by, at)
    step_up.must_be(by)
    packed, staged = _written(view, row, by, at)
    try:
        with transaction.atomic():
            locked(view.filing)
            view, row = _open(case, number, by, at)
            row.state, row.checked_by, row.checked_at = VolumeState.CHECKED, by, at
            row.package, row.digest = keep(staged, charged_to=None, at=at), packed.digest
            row.save(update_fields=CHECKED)
            return _on_record(view, row, [NamedRow(row.package)], by, step_up, at)
    except BaseException:
        discard(staged)
        raise


@transaction.atomic
def return_volume(
    *, case: UUID, number: int, reason: str, by: User, step_up: StepUp, at: datetime
) -> ArchiveVolume:
    """Return a volume to who prepared it, with a reason; it is prepared anew as the next one."""
    locked(readable(case_to_read(case, by, at=at)).filing)
    view, row = _open(case, number, by, at)
    step_up.must_be(by)
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("Say what is missing or wrong."))
    if len(reason) > LONGEST:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST))
    row.state, row.reason, row.checked_by, row.checked_at = VolumeState.RETURNED, reason, by, at
    row.save(update_fields=CHECKED)
    tell_returned(view, row, at=at)
    return _on_record(view, row, [], by, step_up, at)


def package_name(view: CaseView, volume: ArchiveVolume) -> str:
    """The number of a volume: the case's own, and the volume's."""
    return f"{case_number(view.filing)}-A{volume.number}"


def _open(case: UUID, number: int, by: User, at: datetime) -> tuple[CaseView, ArchiveVolume]:
    view = readable(case_to_read(case, by, at=at))
    rows = ArchiveVolume.objects.select_related("prepared_by")
    row = rows.filter(case=view.case, number=number).first()
    if row is None:
        raise Stranger(_("There is no such volume."))
    if row.state != VolumeState.PREPARED:
        raise Refused("checked", _("This volume was checked already."))
    actor = checker_in(view)
    if actor is None:
        raise Refused("role", _("The secretariat or the head of the group checks volumes."))
    if row.prepared_by_id == by.pk:
        raise Refused("four-eyes", _("Somebody else checks what you prepared."))
    refuse_second_person(Actor(str(row.prepared_by_id), frozenset()), actor, at)
    return view, row


def _written(view: CaseView, row: ArchiveVolume, by: User, at: datetime) -> tuple[Packed, Staged]:
    row.checked_by = by
    with tempfile.TemporaryFile(dir=scratch()) as target, override("zh-hans"):
        packed = write_package(
            target, _contents(view, row, at), number=package_name(view, row), case=str(view.case.pk),
            key=signing_key(), ring=ring(), time=real_time(),
        )  # fmt: skip
        return packed, _staged(target)


def _contents(view: CaseView, row: ArchiveVolume, at: datetime) -> Iterator[tuple[str, list[bytes]]]:
    yield "000-卷内目录.pdf", [catalogue_pdf(view, row, at=at)]
    found = list(row.catalogue)
    for entry, held in listed(items_of(view, at=row.prepared_at)):
        if not found or found.pop(0) != entry:
            raise _changed(str(entry["title"]))
        if entry["file"]:
            yield str(entry["file"]), held
    if found:
        raise _changed(str(found[0]["title"]))
    yield "999-备考表.pdf", [note_pdf(view, row, at=at)]


def _changed(title: str) -> Refused:
    return Refused(
        "changed",
        _("“{title}” isn't what the catalogue says any more; return the volume, to be prepared anew.").format(
            title=title
        ),
    )


def _staged(target: IO[bytes]) -> Staged:
    target.seek(0)
    try:
        return stage(target, limit=LARGEST)
    except TooLargeError:
        message = _("The archive's package takes at most {size} MB.").format(size=LARGEST // MEGABYTE)
        raise Refused("too-large", message) from None


def _on_record(
    view: CaseView, row: ArchiveVolume, more: list[NamedRow], by: User, step_up: StepUp, at: datetime
) -> ArchiveVolume:
    actor = checker_in(view)
    role = role_of(actor) if actor else ""
    put_on_record(
        case=view.case, rests_on=[NamedRow(row), *more], role=role, person=str(by.pk), clause="", at=at,
        said=step_up.said(),
    )  # fmt: skip
    return row
