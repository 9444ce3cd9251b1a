"""Files that a stranger hands in: how many, how large, their kind by the first bytes; sealed and unread."""

from __future__ import annotations

import hashlib
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from xianxing.documents.model import FileKind
from xianxing.documents.sniff import real_kind
from xianxing.i18n import current_language
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import seal_value
from xianxing.record.canonical import canonical, parse

MEGABYTE = 1024**2
SALT_BYTES = 32
HEAD_ENDS = b"\n"
TAKEN = frozenset(
    {FileKind.DOCX, FileKind.XLSX, FileKind.PPTX, FileKind.PDF, FileKind.IMAGE, FileKind.TEXT, FileKind.ZIP}
)


@dataclass(frozen=True)
class FileContent:
    """A file as it was handed in, with its name."""

    name: str
    content: bytes


@dataclass(frozen=True)
class FileLimits:
    """How many files go with one comment, the megabytes of each and of all, and where that was read."""

    most: int
    each_mb: int
    together_mb: int
    source: str

    @property
    def each(self) -> int:
        """The bytes of one file."""
        return self.each_mb * MEGABYTE

    @property
    def together(self) -> int:
        """The bytes of all."""
        return self.together_mb * MEGABYTE


def file_limits(on: date) -> FileLimits:
    """The limits in force on a day; before the first known ones, those."""
    rows = sorted(_rows(), key=lambda row: row["since"])
    row = ([one for one in rows if one["since"] <= on] or rows[:1])[-1]
    source = row["source"]["en" if current_language() == "en" else "zh"]
    return FileLimits(row["most"], row["each_mb"], row["together_mb"], source)


def admitted(files: Sequence[FileContent], limits: FileLimits) -> list[FileContent]:
    """The files under names that are safe to show.

    Refused where they are too many, one or all are too large, one is empty or of a kind that isn't taken.
    """
    if len(files) > limits.most:
        raise Refused("file", _("At most {most} files go with it.").format(most=limits.most))
    found = [FileContent(safe_name(file.name), file.content) for file in files]
    for file in found:
        if not file.content:
            raise Refused("file", _("The file “{name}” is empty.").format(name=file.name))
        if len(file.content) > limits.each:
            raise too_large(file.name, limits)
        if real_kind(file.content, file.name) not in TAKEN:
            message = _(
                "“{name}” is of a type that isn't taken; take .docx, .xlsx, .pptx, .pdf, images, .txt "
                "or .zip."
            )
            raise Refused("file", message.format(name=file.name))
    if sum(len(file.content) for file in found) > limits.together:
        message = _("All files together take at most {most} MB.")
        raise Refused("file", message.format(most=limits.together_mb))
    return found


def too_large(name: str, limits: FileLimits) -> Refused:
    """The refusal of one file that is larger than a file may be."""
    message = _("The file “{name}” is too large: a file takes at most {most} MB.")
    return Refused("file", message.format(name=safe_name(name), most=limits.each_mb))


def seal_file(about: bytes, file: FileContent) -> tuple[bytes, str]:
    """A file under the master key, with its name, and the digest over both and 32 random bytes."""
    head = canonical({"name": file.name, "salt": secrets.token_hex(SALT_BYTES)})
    plain = head + HEAD_ENDS + file.content
    return seal_value(master_keys(), about, plain), digest_of(plain)


def digest_of(plain: bytes) -> str:
    """SHA-256 of what is sealed, in hexadecimal."""
    return hashlib.sha256(plain).hexdigest()


def file_in(plain: bytes) -> FileContent:
    """The file that was sealed, of its opened bytes."""
    head, _ends, content = plain.partition(HEAD_ENDS)
    kept = parse(head)
    return FileContent(str(kept.get("name", "")) if isinstance(kept, dict) else "", content)


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("handed_in.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["files"]
    return found
