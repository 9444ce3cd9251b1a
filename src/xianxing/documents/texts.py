"""All words of a file in one stream, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.documents.draft import place_of
from xianxing.documents.model import Block, BlockKind, Document, FileKind, PlacedText, PlaceKind

# What of a file's properties people write; the rest are days, numbers and names of programs.
WRITTEN_PROPERTIES = (
    "title",
    "subject",
    "author",
    "last_modified_by",
    "keywords",
    "comments",
    "category",
    "company",
    "manager",
    "status",
    "custom",
)
_KINDS = {
    BlockKind.HEADING: PlaceKind.BODY,
    BlockKind.PARAGRAPH: PlaceKind.BODY,
    BlockKind.TABLE_ROW: PlaceKind.TABLE,
    BlockKind.TEXT_BOX: PlaceKind.TEXT_BOX,
    BlockKind.HEADER: PlaceKind.HEADER,
    BlockKind.FOOTER: PlaceKind.FOOTER,
    BlockKind.SLIDE_TITLE: PlaceKind.SLIDE,
    BlockKind.SPEAKER_NOTES: PlaceKind.SPEAKER_NOTES,
}


def texts_of(document: Document) -> Iterator[PlacedText]:
    """Every passage of a file: blocks and notes in order, what stands beside them, properties, its name.

    A file that could not be used still has its name.
    """
    for block in document.blocks:
        kind, place = kind_of(block, document.kind), place_of(block.page, block.slide, block.heading)
        yield PlacedText(kind, block.text, place, sure=not block.by_ocr, block=block)
    for note in document.notes:
        kind = PlaceKind.ENDNOTE if note.endnote else PlaceKind.FOOTNOTE
        yield PlacedText(kind, note.text, note.location)
    yield from document.beside
    for key in WRITTEN_PROPERTIES:
        if document.metadata.get(key):
            yield PlacedText(PlaceKind.PROPERTY, document.metadata[key], visible=False)
    if document.name:
        yield PlacedText(PlaceKind.FILE_NAME, document.name)


def kind_of(block: Block, file: FileKind) -> PlaceKind:
    """The kind of place of a block; what OCR read in a picture file stands in a picture."""
    if file is FileKind.IMAGE:
        return PlaceKind.PICTURE
    if file is FileKind.ZIP:
        return PlaceKind.ENTRY
    if file is FileKind.XLSX and block.kind is BlockKind.HEADING:
        return PlaceKind.SHEET_NAME
    if file is FileKind.PPTX and block.kind is BlockKind.PARAGRAPH:
        return PlaceKind.SLIDE
    return _KINDS[block.kind]
