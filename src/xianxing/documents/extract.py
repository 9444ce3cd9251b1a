"""From bytes to a `Document`, in one process: what the worker runs. Use `reading` to read untrusted files."""

from __future__ import annotations

import hashlib
import time
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from xianxing.documents.archive import ARCHIVE_STARTS, SafeZip, entry_name, is_symlink, is_unsafe
from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.limits import Limits
from xianxing.documents.markings import find_markings
from xianxing.documents.model import Document, FileKind, PlaceKind
from xianxing.documents.ocr import DOUBTFUL, Recogniser, is_available
from xianxing.documents.plain import has_control, read_listing, read_text, shown_name
from xianxing.documents.problems import problem
from xianxing.documents.signatures import find_signatures
from xianxing.documents.sniff import claimed_kind, is_encrypted_office, office_kind, real_kind
from xianxing.documents.texts import texts_of

MOST_ENTRIES = 100  # files in an archive that are read
OFFICE = (FileKind.DOCX, FileKind.XLSX, FileKind.PPTX)
_MACRO_ENDINGS = (".docm", ".dotm", ".xlsm", ".pptm")


def extract(data: bytes, name: str, limits: Limits, *, ocr: bool) -> Document:
    """Read one file's bytes; every failure becomes a problem, except running out of memory or time.

    `ocr` asks for OCR of picture pages; without the extra they stay unread and are named by `no-text`.
    """
    draft = DocumentDraft(limits)
    kind = FileKind.OTHER
    recogniser = Recogniser(limits) if ocr and is_available() else None
    try:
        if not data:
            raise Fatal("empty-file")
        if len(data) > limits.file_bytes:
            raise Fatal("too-large", size=len(data), limit=limits.file_bytes)
        kind = real_kind(data, name)
        archive = SafeZip(data, limits) if kind is FileKind.ZIP else None
        if archive is not None:
            kind = _zip_kind(archive)
        _check_name(kind, name, data, draft)
        _read(kind, data, archive, draft, recogniser)
        _look_at_pictures(draft, recogniser)
        _say_what_is_unread(draft, recogniser)
    except Fatal as fatal:
        draft.problems.append(fatal.problem)
    except (
        RecursionError,
        UnicodeError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
    ) as error:
        # A broken file may break any assumption of a reader; what was read until then isn't trusted.
        draft.problems.append(problem("damaged", reason=type(error).__name__))
    if has_control(name):
        draft.problem("control-characters-in-name")
    if recogniser is not None:
        draft.ocr_confidence = recogniser.confidence
    return _document(draft, data, name, kind)


def _document(draft: DocumentDraft, data: bytes, name: str, kind: FileKind) -> Document:
    fatal = any(known.fatal for known in draft.problems)
    blocks = () if fatal else tuple(draft.blocks)
    by_ocr = draft.text_source in ("ocr", "mixed")
    return Document(
        name=name,
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=blocks,
        notes=() if fatal else tuple(draft.notes),
        signatures=tuple(find_signatures(blocks)),
        markings=tuple(dict.fromkeys((*find_markings(blocks, from_ocr=by_ocr), *draft.markings))),
        hidden=tuple(draft.hidden),
        problems=tuple(draft.problems),
        metadata=dict(draft.metadata),
        pages=draft.pages,
        text_source=draft.text_source,
        ocr_confidence=draft.ocr_confidence,
        beside=() if fatal else tuple(draft.beside),
        pictures=() if fatal else tuple(draft.pictures),
    )


def _look_at_pictures(draft: DocumentDraft, recogniser: Recogniser | None) -> None:
    """Pictures within a file have a budget of their own, besides that of pages that are pictures."""
    if not draft.sources:
        return
    from xianxing.documents.pictures_inside import look_at_pictures

    limits = draft.limits
    bounds = replace(limits, ocr_pages=limits.picture_pages, ocr_seconds=limits.picture_seconds)
    look_at_pictures(draft, None if recogniser is None else Recogniser(bounds))


def _zip_kind(archive: SafeZip) -> FileKind:
    names = {entry_name(entry) for entry in archive.entries}
    types = archive.find("[Content_Types].xml")
    return office_kind(names, archive.read(types)) if types is not None else FileKind.ZIP


def _check_name(kind: FileKind, name: str, data: bytes, draft: DocumentDraft) -> None:
    claimed = claimed_kind(name)
    if kind is FileKind.LEGACY_OFFICE:
        raise Fatal("encrypted" if is_encrypted_office(data) else "legacy-office")
    if kind is FileKind.OTHER:
        if claimed is FileKind.OTHER:
            raise Fatal("unsupported-type")
        raise Fatal("damaged" if _begins_like(claimed, data) else "mistyped", claimed=claimed.value)
    if kind is FileKind.ZIP and claimed in (FileKind.DOCX, FileKind.XLSX, FileKind.PPTX):
        raise Fatal("mistyped", claimed=claimed.value, real="zip")
    if kind is FileKind.TEXT and claimed is not FileKind.TEXT:
        raise Fatal("unsupported-type" if claimed is FileKind.OTHER else "mistyped", claimed=claimed.value)
    if claimed is not kind:
        draft.problem("name-mismatch", claimed=PurePath(name).suffix[:12], real=kind.value)
    if PurePath(name).suffix.lower() in _MACRO_ENDINGS:
        draft.problem("macros")


def _begins_like(claimed: FileKind, data: bytes) -> bool:
    """A file of only zero bytes, or a PDF without its beginning, is damaged rather than another type."""
    return not data.strip(b"\x00") or (claimed is FileKind.PDF and b"%%EOF" in data[-2048:])


def _read(
    kind: FileKind, data: bytes, archive: SafeZip | None, draft: DocumentDraft, recogniser: Recogniser | None
) -> None:
    if archive is not None and kind is FileKind.ZIP:
        read_listing(archive, draft)
        _read_inside(archive, draft)
    elif archive is not None:
        _read_office(kind, archive, draft)
    elif kind is FileKind.PDF:
        _read_pdf(data, draft, recogniser)
    elif kind is FileKind.IMAGE:
        from xianxing.documents.pictures import read_picture

        read_picture(data, draft, recogniser)
    else:
        read_text(data, draft)


def _read_inside(archive: SafeZip, draft: DocumentDraft) -> None:
    """Keep the words of the files in an archive, one level deep; what can't be read is a problem."""
    until = time.monotonic() + draft.limits.cpu_seconds / 2
    for number, entry in enumerate(archive.entries):
        name = entry_name(entry)
        if number >= MOST_ENTRIES or time.monotonic() > until:
            draft.problem("cut", pages=len(archive.entries) - number)
            return
        if is_unsafe(name) or is_symlink(entry) or entry.is_dir() or _nested(archive, entry, name):
            continue
        document = extract(archive.read(entry), name, draft.limits, ocr=False)
        if not document.usable or document.text_source == "none":
            draft.problem("entry-unread", shown_name(name))
        draft.markings.extend(replace(one, location="") for one in document.markings)
        for text in texts_of(document):
            if text.kind is not PlaceKind.FILE_NAME:
                draft.aside(text.kind, text.text, visible=text.visible, sure=text.sure)


def _nested(archive: SafeZip, entry: zipfile.ZipInfo, name: str) -> bool:
    return claimed_kind(name) not in OFFICE and archive.starts(entry).startswith(ARCHIVE_STARTS)


def _read_office(kind: FileKind, archive: SafeZip, draft: DocumentDraft) -> None:
    from xianxing.documents.ooxml import OfficePackage
    from xianxing.documents.sheets import read_xlsx
    from xianxing.documents.slides import read_pptx
    from xianxing.documents.word.reader import read_docx

    reader = {FileKind.DOCX: read_docx, FileKind.XLSX: read_xlsx, FileKind.PPTX: read_pptx}[kind]
    reader(OfficePackage(archive), draft)


def _read_pdf(data: bytes, draft: DocumentDraft, recogniser: Recogniser | None) -> None:
    from xianxing.documents.pdf.reader import read_pdf, recognise_with

    recognise = None if recogniser is None else recognise_with(recogniser)
    read_pdf(data, draft, recognise, partial(_look_at_pictures, draft, recogniser))


def _say_what_is_unread(draft: DocumentDraft, recogniser: Recogniser | None) -> None:
    if recogniser is not None and recogniser.failed:
        draft.problem("ocr-failed")
    if recogniser is not None and recogniser.confidence is not None and recogniser.confidence < DOUBTFUL:
        draft.problem("ocr-doubtful", percent=round(recogniser.confidence * 100))
    if draft.unread_pages:
        code = "ocr-incomplete" if recogniser is not None and recogniser.stopped else "no-text"
        pages = draft.unread_pages
        draft.problem(code, f"page={pages[0]}", pages=len(pages))
