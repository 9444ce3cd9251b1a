"""Plain text, and the listing of a zip: what it holds by name."""

from __future__ import annotations

from pathlib import PurePath

from xianxing.documents.archive import ARCHIVE_STARTS, SafeZip, entry_name, is_symlink, is_unsafe
from xianxing.documents.characters import CONTROLS, DIRECTION, within
from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.headings import inferred_level, numbering_level, settled_levels
from xianxing.documents.model import BlockKind
from xianxing.documents.sniff import decoded_text

_OFFICE = (".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm")


def read_text(data: bytes, draft: DocumentDraft) -> None:
    """Each line a paragraph, numbered short lines as headings. Raises Fatal when the bytes are no text."""
    text = decoded_text(data)
    if text is None:
        raise Fatal("unsupported-type")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    levels = [_level(line) for line in lines]
    headings = [(line.strip(), level) for line, level in zip(lines, levels, strict=True) if level]
    settled = iter(settled_levels(headings))
    for line, level in zip(lines, levels, strict=True):
        if level:
            draft.add(BlockKind.HEADING, line, level=next(settled))
        else:
            draft.add(BlockKind.PARAGRAPH, line)


def _level(line: str) -> int:
    return inferred_level(line, bold=False, size=1, body=1) if numbering_level(line.strip()) else 0


def read_listing(archive: SafeZip, draft: DocumentDraft) -> None:
    """The names in a zip, one block each; nested archives, unsafe names and links are problems."""
    for entry in archive.entries:
        name = entry_name(entry)
        if entry.flag_bits & 0x1:
            raise Fatal("encrypted")
        if is_unsafe(name) or is_symlink(entry):
            draft.problem("symlink" if is_symlink(entry) else "unsafe-name", shown_name(name))
            continue
        if has_control(name):
            draft.problem("control-characters-in-name", shown_name(name))
        suffix = PurePath(name).suffix.lower()
        if suffix not in _OFFICE and archive.starts(entry).startswith(ARCHIVE_STARTS):
            draft.problem("nested-archive", shown_name(name))
        draft.add(BlockKind.PARAGRAPH, name)


def has_control(name: str) -> bool:
    """Whether a file's name has control or direction-changing characters."""
    return any(
        character < " " or within(ord(character), CONTROLS) or within(ord(character), DIRECTION)
        for character in name
    )


def shown_name(name: str) -> str:
    """A name that is safe to show: control and direction characters as U+FFFD, at most 120 characters."""
    return "".join("\ufffd" if has_control(c) or "\ud800" <= c <= "\udfff" else c for c in name)[:120]
