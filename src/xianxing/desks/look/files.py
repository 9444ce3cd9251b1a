"""A file's text in the order and structure that it has: headings, tables, slides, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xianxing.documents.model import Block, BlockKind, Document
from xianxing.i18n import gettext

HIGHEST = 3  # below the page's own headings
LOWEST = 6


@dataclass
class FilePart:
    """A heading (with its `level` on the page), a paragraph, or a table; `label` says what it is beside."""

    text: str = ""
    level: int = 0
    label: str = ""
    rows: list[tuple[str, ...]] = field(default_factory=list)


def laid(blocks: Iterable[Block]) -> list[FilePart]:
    """Blocks as parts: rows that follow each other are one table, no level of headings is left out."""
    found: list[FilePart] = []
    last, slide = HIGHEST - 1, None
    for block in blocks:
        if block.slide is not None and block.slide != slide:
            slide = block.slide
            found.append(FilePart(label=gettext("Slide {number}").format(number=slide)))
        if block.cells:
            if not found or not found[-1].rows:
                found.append(FilePart())
            found[-1].rows.append(block.cells)
        elif block.level:
            last = min(block.level + HIGHEST - 1, last + 1, LOWEST)
            found.append(FilePart(block.text, level=last))
        else:
            found.append(FilePart(block.text, label=_label(block.kind)))
    for part in found:
        part.rows = list(_even(part.rows))
    return found


def failure(document: Document) -> str:
    """Why nothing of a file can be shown, and what would help; "" for one that can be read."""
    code = next((problem.code for problem in document.problems if problem.fatal), "")
    return said_of(code) if code else ""


def said_of(code: str) -> str:
    """What a code of `documents.problems` that leaves nothing to show means for the person."""
    return {
        "encrypted": gettext("The file has a password or rights management. Upload it without either."),
        "damaged": gettext(
            "The file is cut off or broken. Open it in the program it came from, save it anew, upload that."
        ),
        "empty-file": gettext("The file has no bytes. Upload it again."),
        "mistyped": gettext(
            "The content isn't what the name says. Give the file the ending of its real type."
        ),
        "external-entity": gettext(
            "The file declares a document type, which office programs never do. Save it anew and upload that."
        ),
        "too-large": gettext(
            "The file is too large to be opened here. Make its pictures smaller, or split it."
        ),
        "too-slow": gettext(
            "The file took too long to open here. Save it anew with fewer drawings, or split it."
        ),
        "worker-crashed": gettext(
            "The file could not be opened here within the memory allowed. Save it anew with smaller pictures."
        ),
    }.get(code, gettext("The file can't be opened here. The download holds it unchanged."))


def _label(kind: BlockKind) -> str:
    return {
        BlockKind.HEADER: gettext("Header"),
        BlockKind.FOOTER: gettext("Footer"),
        BlockKind.TEXT_BOX: gettext("Text box"),
        BlockKind.SPEAKER_NOTES: gettext("Speaker notes"),
    }.get(kind, "")


def _even(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Rows of one length, so that columns stand under each other."""
    most = max((len(row) for row in rows), default=0)
    for row in rows:
        yield (*row, *[""] * (most - len(row)))
