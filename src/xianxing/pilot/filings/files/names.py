"""Names of files: safe to store, export and send, and still the names that people gave them."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from django.utils.http import content_disposition_header

from xianxing.checker.folder import same_name
from xianxing.documents.plain import has_control

LONGEST = 120
UNNAMED = "未命名"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
_FORM = "filing.toml"  # the form itself has this name in an exported folder
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


def safe_name(name: str) -> str:
    """The last part of a name without what a file system or a header can't bear; the ending is kept."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = unicodedata.normalize("NFC", last).encode("utf-8", "ignore").decode("utf-8")
    text = "".join(character for character in text if not has_control(character) and character != "\x7f")
    text = text.translate(_FORBIDDEN).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = text, "", ""
    if stem.casefold() in _DEVICES or same_name(text) == _FORM:
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(dot + ending)].rstrip(' .') or UNNAMED}{dot}{ending}"


def safe_path(name: str) -> str:
    """As `safe_name`, for a name with folders: every part made safe, none of them leading out."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part.strip("/. ")]
    return "/".join(safe_name(part) for part in parts) or UNNAMED


def disposition(name: str) -> str:
    """The value of Content-Disposition for a download (RFC 6266, RFC 5987)."""
    return content_disposition_header(as_attachment=True, filename=safe_name(name)) or "attachment"
