"""The real type of a file from its bytes: what it is, and what its name claims."""

from __future__ import annotations

from pathlib import PurePath

from xianxing.documents.model import FileKind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")
_TEXT_SAMPLE = 64 * 1024

BY_EXTENSION = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), FileKind.DOCX),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), FileKind.XLSX),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".potx"), FileKind.PPTX),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp"), FileKind.IMAGE),
    **dict.fromkeys((".txt", ".md", ".csv"), FileKind.TEXT),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et", ".dps"), FileKind.LEGACY_OFFICE),
    ".pdf": FileKind.PDF,
    ".zip": FileKind.ZIP,
}


def claimed_kind(name: str) -> FileKind:
    """The type that the name's ending claims; OTHER for an unknown one."""
    return BY_EXTENSION.get(PurePath(name).suffix.lower(), FileKind.OTHER)


def real_kind(data: bytes, name: str) -> FileKind:
    """The type that the content shows. Zip-based office types need a look inside: see `office_kind`.

    The name only decides between plain text and other readable text (a page of HTML is OTHER).
    """
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.ZIP
    if head.startswith(_OLE):
        return FileKind.LEGACY_OFFICE
    if b"%PDF-" in head:
        return FileKind.PDF
    if head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return FileKind.IMAGE
    return FileKind.TEXT if _is_text(data, name) else FileKind.OTHER


def office_kind(names: set[str], content_types: bytes) -> FileKind:
    """Which office type a zip is, by its content types and parts; ZIP when it is none."""
    for mark, folder, kind in (
        (b"wordprocessingml", "word/", FileKind.DOCX),
        (b"spreadsheetml", "xl/", FileKind.XLSX),
        (b"presentationml", "ppt/", FileKind.PPTX),
    ):
        if any(name.lower().startswith(folder) for name in names) and (
            mark in content_types or b"macroEnabled" in content_types
        ):
            return kind
    if b"wordprocessingml.document.main" in content_types or b"word.document.macroEnabled" in content_types:
        return FileKind.DOCX
    return FileKind.ZIP


def is_encrypted_office(data: bytes) -> bool:
    """Whether an OLE container holds an encrypted office package (its stream names are UTF-16)."""
    return "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data


def decoded_text(data: bytes) -> str | None:
    """Plain text by byte-order mark, UTF-8, or GB 18030; None when it is none of them."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.start >= len(data) - 3:
                return data[: error.start].decode(encoding)
    return None


def _is_text(data: bytes, name: str) -> bool:
    sample = data[:_TEXT_SAMPLE]
    if sample[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\x00" in sample:
        return False
    start = sample.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<script", b"mz", b"{\\rtf")):
        return False
    if claimed_kind(name) is not FileKind.TEXT and start.startswith((b"#!", b"mime-version")):
        return False
    text = decoded_text(sample)
    if text is None:
        return False
    return sum(c < " " and c not in "\t\r\n\f" for c in text) <= len(text) // 100
