"""Making a package: gathered, written under a signed list, kept sealed, and put on record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.pilot.acts.domain.moved import refuse_moved
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.keys import ring, signing_key
from xianxing.pilot.filings.actors import offices, real_time
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.filings.storage.vault import ErasedError, Staged, TooLargeError, discard, keep, stage
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.filings.submit.filing import scratch
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError
from xianxing.pilot.storage.sealing import DamagedError
from xianxing.pilot.transmissions.contents import PackageContents, PackageFile, contents_of
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.pilot.transmissions.permissions import MAKERS, may_make_package
from xianxing.pilot.transmissions.queries import with_csrc
from xianxing.record.package import Packed, write_package

LARGEST = 1024 * MEGABYTE


class Incomplete(Refused):
    """Something that a package needs isn't there; `missing` says in words what, one thing each."""

    def __init__(self, missing: list[str]) -> None:
        said = _("; ").join(missing)
        super().__init__("incomplete", _("No package was made. Missing: {things}.").format(things=said))
        self.missing = missing


@dataclass(frozen=True)
class _Written:
    """A package as it lies sealed beside the store: its number, its list, the zip."""

    ordinal: int
    number: str
    packed: Packed
    staged: Staged


def make_package(*, case: UUID, sequence: int, by: User, at: datetime) -> TransmissionPackage:
    """Make the package that goes to CSRC with a case, number it, and put it on record with who made it.

    By the secretariat and the head, where CSRC must act before the start. `sequence` is where the case stood
    on the screen. Refused elsewhere and to others, `Incomplete` with everything that is missing, `Moved`
    where the case moved on, also while the package was written. What breaks off leaves no byte. Files are set
    and read outside of any transaction; the list is signed with real time.
    """
    if not may_make_package(roles_of(by, at=at)):
        raise Refused("role", _("Only the secretariat and the head of the group make what goes to CSRC."))
    view = case_to_read(case, by, at=at)
    refuse_moved(view.case, sequence)
    if not with_csrc(view):
        raise Refused("stage", _("The case isn't where CSRC must act; no package goes out from here."))
    with override("zh-hans"):
        contents = contents_of(view, at=at)
    if contents.missing:
        raise Incomplete(contents_of(view, at=at).missing)
    written = _written(view, contents)
    try:
        with transaction.atomic():
            return _kept(view, written, contents, by, at)
    except BaseException:
        discard(written.staged)
        raise


def _written(view: CaseView, contents: PackageContents) -> _Written:
    ordinal = TransmissionPackage.objects.filter(case=view.case).count() + 1
    number = f"{case_number(view.filing)}-P{ordinal}"
    with tempfile.TemporaryFile(dir=scratch()) as target, override("zh-hans"):
        packed = write_package(
            target, _pieces(contents), number=number, case=str(view.case.pk), key=signing_key(), ring=ring(),
            time=real_time(),
        )  # fmt: skip
        return _Written(ordinal, number, packed, _staged(target))


def _pieces(contents: PackageContents) -> Iterator[tuple[str, Iterator[bytes]]]:
    for file in contents.files:
        yield file.name, _read(file)


def _read(file: PackageFile) -> Iterator[bytes]:
    """The bytes of a file; `Incomplete` where those that are kept can't be read any more."""
    try:
        yield from file.pieces()
    except (OSError, DamagedError, ErasedError, KeyFileError):
        name = file.name.rpartition("/")[2]
        raise Incomplete([_("the file “{name}”: its bytes are not here").format(name=name)]) from None


def _staged(target: IO[bytes]) -> Staged:
    target.seek(0)
    try:
        return stage(target, limit=LARGEST)
    except TooLargeError:
        message = _("A package takes at most {size} MB.").format(size=LARGEST // MEGABYTE)
        raise Refused("too-large", message) from None


def _kept(
    view: CaseView, written: _Written, contents: PackageContents, by: User, at: datetime
) -> TransmissionPackage:
    locked(view.filing)
    fresh = case_to_read(view.case.pk, by, at=at)
    refuse_moved(fresh.case, view.case.sequence)
    held = {one.name: one.part for one in contents.files}
    listed = [
        {"part": held[one.name].value, "name": one.name, "sha256": one.digest, "size": one.size}
        for one in written.packed.files
    ]
    row = TransmissionPackage.objects.create(
        case=view.case, ordinal=written.ordinal, number=written.number, digest=written.packed.digest,
        state=view.case.state, contents=listed, file=keep(written.staged, charged_to=None, at=at), made_by=by,
        made_at=at,
    )  # fmt: skip
    role = next(role for role in MAKERS if role in offices(by, at))
    named = [NamedRow(row), NamedRow(row.file)]
    put_on_record(case=fresh.case, rests_on=named, role=role, person=str(by.pk), clause="", at=at)
    return row
