"""What was read in files: read once by digest, kept encrypted, never inside a transaction or a page."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

import xianxing.documents
from xianxing.documents import ocr
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.model import Document, FileProblem
from xianxing.documents.reading import Reader
from xianxing.documents.sniff import claimed_kind
from xianxing.documents.transfer import from_json, to_json
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.files.capacity import reading_for
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.models import CheckResult, Filing, MaterialVersion, ReadDocument
from xianxing.pilot.filings.storage.vault import write_to
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import open_value, seal_value

PICTURES, UNREAD = "no-text", "unread"
_shared: ContextVar[Reader | None] = ContextVar("shared reader", default=None)


@dataclass(frozen=True)
class Progress:
    """What a run of the reader did: files read, read again with OCR, and those whose pictures still wait."""

    read: int
    recognised: int
    pending: int


def read_pending(*, filing: Filing, at: datetime, recognise: bool = True) -> Progress:
    """Read every current file of a filing that nobody has read; with `recognise` pictures by OCR too.

    For the worker: takes seconds a file, minutes with OCR, and holds no transaction. A site without OCR
    (`XIANXING_OCR=0`) reads no pictures, and people are asked to look at them. Files are written out
    for the reader's process into a private folder and removed at once. What was read is there for any filing
    that holds the same bytes; findings that waited for it are dropped, whoever has it read.
    """
    versions = _current(filing)
    known = {row.sha256: row for row in _rows(version.file.sha256 for version in versions)}
    read = [version for version in versions if version.file.sha256 not in known]
    for version, document in _read(_once(read), OcrMode.NEVER):
        known[version.file.sha256] = _keep(version, document, at)
    waiting = [v for v in _once(versions) if known[v.file.sha256].ocr_pending]
    recognised = 0
    mode = OcrMode.AUTO if settings.XIANXING_OCR else OcrMode.NEVER
    for version, document in _read(waiting, mode) if recognise else ():
        known[version.file.sha256] = _keep(version, document, at, last=True)
        recognised += 1
    pending = sum(row.ocr_pending for row in known.values())
    return Progress(len(_once(read)), recognised, pending)


def documents_of(versions: Iterable[MaterialVersion]) -> tuple[dict[str, Document], frozenset[str]]:
    """What was read of files, by digest, and the digests of those not read whole yet. One query, no reading.

    A file that nobody has opened is a document with the problem `unread`, of which the checker says that it
    is being read.
    """
    wanted = {version.file.sha256: version for version in versions}
    rows = {row.sha256: row for row in _rows(wanted)}
    found = {digest: _document(row) for digest, row in rows.items()}
    pending = frozenset(digest for digest in wanted if digest not in rows or rows[digest].ocr_pending)
    return {digest: found.get(digest) or _unopened(version) for digest, version in wanted.items()}, pending


def read_version(version: MaterialVersion, *, by: User, at: datetime) -> Document:
    """What is in one version's file for a page, read now, without OCR, when nobody has read it.

    Where too many files are being read for this person or in all, it is a document that nobody has opened.
    """
    row = _rows([version.file.sha256]).first()
    if row is None:
        try:
            with reading_for(by):
                ((_version, document),) = _read([version], OcrMode.NEVER)
        except Refused as refused:
            if refused.code != "busy":
                raise
            return _unopened(version)
        row = _keep(version, document, at)
    return _document(row)


@cache
def reader_version() -> str:
    """A digest over the reader's own code: a reader that changed reads again."""
    folder = Path(xianxing.documents.__file__).parent
    files = sorted(folder.rglob("*.py"))
    joined = b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)
    return hashlib.sha256(joined).hexdigest()[:16]


def _rows(digests: Iterable[str]) -> QuerySet[ReadDocument]:
    return ReadDocument.objects.filter(sha256__in=set(digests), reader=reader_version())


def _current(filing: Filing) -> list[MaterialVersion]:
    found = [version for _material, version in load_form(filing, sheets=()).materials if version]
    return [version for version in found if version.file.erased_at is None]


def _once(versions: Iterable[MaterialVersion]) -> list[MaterialVersion]:
    return list({version.file.sha256: version for version in versions}.values())


@contextmanager
def one_reader() -> Iterator[None]:
    """Have all that is read without OCR inside go to one process, not one a filing.

    For files that are one's own, such as the demonstration's: what somebody hands in is read apart from what
    others hand in.
    """
    with Reader(Limits(), OcrMode.NEVER) as reader:
        before = _shared.set(reader)
        try:
            yield
        finally:
            _shared.reset(before)


@contextmanager
def _reader(mode: OcrMode) -> Iterator[Reader]:
    shared = _shared.get()
    if shared is not None and shared.ocr is mode:
        yield shared
        return
    with Reader(Limits(), mode) as reader:
        yield reader


def _read(versions: list[MaterialVersion], mode: OcrMode) -> Iterator[tuple[MaterialVersion, Document]]:
    if not versions:
        return
    with private_folder() as folder, _reader(mode) as reader:
        for number, version in enumerate(versions):
            path = folder / str(number)
            write_to(version.file, path)
            try:
                yield version, reader.read(path, safe_name(version.name))
            finally:
                path.unlink(missing_ok=True)


def _keep(version: MaterialVersion, document: Document, at: datetime, *, last: bool = False) -> ReadDocument:
    digest = version.file.sha256
    pictures = any(problem.code == PICTURES for problem in document.problems)
    sealed = seal_value(master_keys(), digest.encode(), json.dumps(to_json(document)).encode())
    row, _created = ReadDocument.objects.update_or_create(
        sha256=digest,
        reader=reader_version(),
        defaults={
            "document": sealed,
            "ocr_pending": pictures and not last and ocr.is_available(),
            "read_at": at,
        },
    )
    holding = MaterialVersion.objects.filter(file__sha256=digest).values("material__filing")
    CheckResult.objects.filter(ocr_pending=True, filing__in=holding).delete()
    return row


def _document(row: ReadDocument) -> Document:
    plain = open_value(master_keys(), row.sha256.encode(), bytes(row.document))
    return from_json(json.loads(plain))


def _unopened(version: MaterialVersion) -> Document:
    empty = Document(version.name, claimed_kind(version.name), version.file.size, version.file.sha256)
    return replace(empty, text_source="none", problems=(FileProblem(UNREAD, fatal=False),))


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for plaintext that another process reads, for its owner only; gone afterwards."""
    scratch = Path(settings.SCRATCH_DIR)
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reading-", dir=scratch) as folder:
        yield Path(folder)
