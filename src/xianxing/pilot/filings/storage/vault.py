"""The store of files: staged beside it, put into it in one move, read back piece by piece, erased."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from xianxing.pilot.filings.models import ReadDocument, StoredFile
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.storage.keys import KeyFileError, master_keys, sync_folder
from xianxing.pilot.storage.sealing import PIECE, DamagedError, new_data_key, open_pieces, seal_pieces

HEAD = 64 * 1024
ABANDONED = timedelta(days=1)  # longer than any upload takes


class Readable(Protocol):
    """Anything that gives bytes when asked for some."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, none at the end."""


class TooLargeError(RuntimeError):
    """The stream went over its limit; nothing was kept."""


class ErasedError(RuntimeError):
    """The bytes of this file were erased."""


@dataclass(frozen=True)
class Staged:
    """An encrypted file beside the store, until it is kept or discarded; `head` is its first plaintext."""

    name: str
    part: Path
    size: int
    sha256: str
    head: bytes
    key_id: str
    wrapped_key: bytes


def stage(stream: Readable, *, limit: int) -> Staged:
    """Encrypt a stream into a file beside the store and have it on disk; holds two pieces in memory at most.

    TooLargeError past `limit` plaintext bytes. Whatever goes wrong, also in the stream, leaves nothing.
    """
    name = secrets.token_hex(20)
    key = new_data_key()
    key_id, wrapped = master_keys().wrap(key, name.encode())
    part = _folder("incoming") / f"{name}.part"
    meter = _Meter(stream, limit)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for sealed in seal_pieces(key, name.encode(), meter):
                target.write(sealed)
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Staged(name, part, meter.size, meter.hash.hexdigest(), meter.head, key_id, wrapped)


def keep(staged: Staged, *, charged_to: Institution | None, at: datetime) -> StoredFile:
    """Move a staged file into the store and make its row, in the caller's transaction.

    When that transaction fails, the caller calls `discard`; a file without a row is swept later. Where the
    master key was rotated since the file was staged, its data key is wrapped anew.
    """
    keys = master_keys()
    key_id, wrapped_key = staged.key_id, staged.wrapped_key
    if key_id != keys.active:
        about = staged.name.encode()
        key_id, wrapped_key = keys.wrap(keys.unwrap(key_id, wrapped_key, about), about)
    target = _path(staged.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged.part.replace(target)
    sync_folder(target.parent)
    return StoredFile.objects.create(
        sha256=staged.sha256,
        size=staged.size,
        name=staged.name,
        key_id=key_id,
        wrapped_key=wrapped_key,
        charged_to=charged_to,
        stored_at=at,
    )


def discard(staged: Staged) -> None:
    """Remove a staged file, whether it was moved already or not."""
    staged.part.unlink(missing_ok=True)
    _path(staged.name).unlink(missing_ok=True)


def pieces(stored: StoredFile, folder: Path | None = None) -> Iterator[bytes]:
    """The plaintext of a stored file; ErasedError when it is gone, DamagedError when it was altered.

    `folder` stands in for the store.
    """
    if stored.erased_at is not None:
        raise ErasedError("the bytes of this file were erased")
    about = stored.name.encode()
    key = master_keys().unwrap(stored.key_id, bytes(stored.wrapped_key), about)
    path = folder / stored.name[:2] / stored.name if folder else _path(stored.name)
    with path.open("rb") as stream:
        yield from open_pieces(key, about, stream)


def other_bytes(folder: Path | None) -> Iterator[str]:
    """Every stored file, not erased, whose bytes are gone, changed or another's; see `storage.contents`."""
    for stored in StoredFile.objects.filter(erased_at__isnull=True).order_by("pk").iterator():
        where, found, size = f"filings_storedfile {stored.pk}", hashlib.sha256(), 0
        try:
            for piece in pieces(stored, folder):
                found.update(piece)
                size += len(piece)
        except (OSError, ValueError, DamagedError, KeyFileError) as problem:
            yield f"{where}, column name: its bytes can't be read: {problem}"
            continue
        if (found.hexdigest(), size) != (stored.sha256, stored.size):
            yield f"{where}, column sha256: its bytes are others"


def write_to(stored: StoredFile, path: Path) -> None:
    """Write the plaintext into a new file of the caller's, readable by its owner only."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        for piece in pieces(stored):
            target.write(piece)


def locked_files(which: QuerySet[StoredFile]) -> list[StoredFile]:
    """These files as they are now, locked until the transaction ends: whoever refers to one of them anew, and
    whoever asks whether anybody does before erasing it, wait in a row.
    """
    return list(StoredFile.objects.select_for_update().filter(pk__in=which.values("pk")).order_by("pk"))


@transaction.atomic
def erase(stored: StoredFile, *, at: datetime) -> None:
    """Erase bytes, data key and everything read from them; the row says when. Who may is asked elsewhere."""
    StoredFile.objects.filter(pk=stored.pk, erased_at__isnull=True).update(erased_at=at, wrapped_key=b"")
    if not StoredFile.objects.filter(sha256=stored.sha256, erased_at__isnull=True).exists():
        ReadDocument.objects.filter(sha256=stored.sha256).delete()
    name = stored.name
    transaction.on_commit(lambda: _path(name).unlink(missing_ok=True))
    stored.refresh_from_db()


def sweep_abandoned() -> int:
    """`sweep` what nobody has touched for `ABANDONED`, by the machine's clock; for the worker."""
    return sweep(older_than=datetime.now(UTC) - ABANDONED)


def sweep(*, older_than: datetime) -> int:
    """Remove what crashed uploads left: files without a row and parts, last touched before an instant."""
    known, removed = set(StoredFile.objects.values_list("name", flat=True)), 0
    for path in _folder("").rglob("*"):
        stale = path.is_file() and path.stat().st_mtime < older_than.timestamp()
        if stale and path.name not in known:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


class _Meter:
    """Counts, hashes and bounds a stream while it is read."""

    def __init__(self, stream: Readable, limit: int) -> None:
        self.stream, self.limit = stream, limit
        self.size, self.hash, self.head = 0, hashlib.sha256(), b""

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.stream.read(PIECE):
            self.size += len(piece)
            if self.size > self.limit:
                raise TooLargeError("the stream is longer than allowed")
            self.hash.update(piece)
            if len(self.head) < HEAD:
                self.head = (self.head + piece)[:HEAD]
            yield piece


def _folder(name: str) -> Path:
    folder = Path(settings.XIANXING_FILES) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(name: str) -> Path:
    return _folder("objects") / name[:2] / name
