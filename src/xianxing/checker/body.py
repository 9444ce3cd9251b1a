"""The body of a filing in canonical form: what every unit attests, recomputable from a folder by anybody.

The body is project, content, the units' facts and the digests of all files. Reviews and pledges are not in
it: they are attestations about it. The form is documented in `docs/filings.md`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xianxing.checker.filing import FolderFiling
from xianxing.checker.folder import FolderError, opened, read_files, read_form
from xianxing.documents.model import Document, FileKind
from xianxing.i18n import gettext
from xianxing.record.canonical import CanonicalError, canonical

FORMAT = "xianxing-body-1"
# Of a unit, what is given about the body and so can't be part of it.
ATTESTED = frozenset({"internal_review", "lead_review", "truth_pledge"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

Value = str | int | bool | list["Value"] | dict[str, "Value"]
Digest = Callable[[Mapping[str, object]], tuple[str, int] | None]


def clean(text: str) -> str:
    """Text as it is kept: line ends are `\\n`, no control characters, no white space at both ends.

    Nothing else changes; names keep their compatibility ideographs, because nothing is normalised to NFC.
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def body_of_form(form: Mapping[str, object], digest: Digest) -> dict[str, Value]:
    """The body of a form in the shape of `filing.toml`; `digest` gives SHA-256 and size of an entry's file.

    Empty texts, empty lists and absent keys are the same: left out. A row without values stays, as `{}`.
    """
    files = [_file(entry, digest) for entry in _tables(form.get("material"))]
    units = [
        _record({key: value for key, value in unit.items() if key not in ATTESTED})
        for unit in _tables(form.get("unit"))
    ]
    return {
        "format": FORMAT,
        "guide": clean(str(form.get("guide", ""))),
        "batch": clean(str(form.get("batch", ""))),
        "project": _record(form.get("project")),
        "content": _record(form.get("content")),
        "units": list(units),
        "files": list(files),
    }


def canonical_body(body: Mapping[str, Value]) -> bytes:
    """The bytes that are hashed; CanonicalError for a number outside ±(2^53 − 1) or a broken character."""
    return canonical(body)


def digest_of_body(body: Mapping[str, Value]) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical_body(body)).hexdigest()


def folder_body(path: Path) -> dict[str, Value]:
    """The body of the filing in a folder or zip. Raises FolderError when it can't be read as a filing."""
    with opened(path) as (folder, _problems):
        filing, paths = located(read_form(folder), folder)
        digests = {index: file_digest(place) for index, place in paths.items()}
        entries = {id(entry.data): digests.get(entry.index) for entry in filing.files}
        body = body_of_form(filing.top.data, lambda entry: entries.get(id(entry)))
    try:
        canonical_body(body)
    except CanonicalError as error:
        message = gettext("the filing has no canonical form: {error}")
        raise FolderError(message.format(error=error)) from error
    return body


def located(filing: FolderFiling, folder: Path) -> tuple[FolderFiling, dict[int, Path]]:
    """The filing of a folder with, for each entry whose file may be read, the path behind it."""

    def names(paths: list[Path]) -> dict[Path, Document]:
        return {path: Document(str(path), FileKind.OTHER, 0, "") for path in paths}

    found = read_files(filing, folder, names)
    return found, {entry.index: Path(entry.document.name) for entry in found.files if entry.document}


def file_digest(path: Path) -> tuple[str, int]:
    """SHA-256 in hex and size of a file, read piece by piece."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size


def records(value: object) -> list[Mapping[str, object]]:
    """The records of a list, such as a body's units or a table's rows; [] where there is no list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, (list, tuple)) else []


def plain(value: object) -> Value | None:
    """A value in the body's terms, None for an empty one; days and decimals become text."""
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _record(value)
    if isinstance(value, (list, tuple)):
        items = [plain(item) for item in value]
        return [item for item in items if item is not None] or None
    return clean(str(value)) or None


def _number(value: int | float) -> Value:
    if isinstance(value, int):
        return value
    if value.is_integer():
        return int(value)
    return format(Decimal(repr(value)), "f")


def _record(value: object) -> dict[str, Value]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    plained = {str(key): plain(item) for key, item in pairs}
    return {key: item for key, item in plained.items() if item is not None}


def _file(entry: Mapping[str, object], digest: Digest) -> dict[str, Value]:
    found = digest(entry)
    measured: dict[str, Value] = {"sha256": found[0], "size": found[1]} if found else {}
    return {**_record(entry), **measured}


def _tables(value: object) -> list[Mapping[str, object]]:
    return records([value] if isinstance(value, Mapping) else value)
