"""What reading a file yields: blocks in order, notes, signatures, markings, and what is wrong.

Reading never raises for a bad file: whatever can't be used is a `Problem` with a stable code. Text that a
reader of the page cannot see is kept apart in `hidden` and appears in no block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class FileKind(StrEnum):
    """The real type of a file, from its content, never from its name."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    ZIP = "zip"
    LEGACY_OFFICE = "legacy_office"
    OTHER = "other"


class BlockKind(StrEnum):
    """The part a block plays on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table_row"
    TEXT_BOX = "text_box"
    HEADER = "header"
    FOOTER = "footer"
    SLIDE_TITLE = "slide_title"
    SPEAKER_NOTES = "speaker_notes"  # under a slide: printed on request, not shown to an audience


class PlaceKind(StrEnum):
    """The kind of place where words stand in a file, and in a filing."""

    BODY = "body"  # headings and paragraphs, captions among them
    TABLE = "table"  # a row of a table or of a sheet
    TEXT_BOX = "text_box"  # boxes, shapes, word art, labels of diagrams and charts
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"  # a reviewer's remark
    DELETED = "deleted"  # what a tracked change takes out, and the file still holds
    ALTERNATIVE = "alternative"  # the words that a picture or shape has for those who can't see it
    SLIDE = "slide"
    SPEAKER_NOTES = "speaker_notes"
    SHEET_NAME = "sheet_name"
    FIELD = "field"  # what was typed into a fillable field of a PDF
    PICTURE = "picture"  # read by OCR
    PROPERTY = "property"  # title, subject, author, keywords … of the file
    ENTRY = "entry"  # the name of a file inside: attached, embedded, or in an archive
    FILE_NAME = "file_name"
    CELL = "cell"  # a cell of the form


@dataclass(frozen=True)
class PlacedText:
    """Words with the place where they stand. `location` is the part after `file#`, "" for the whole file.

    `visible` is false for what a reader of the page does not see: hidden text, properties, comments.
    `sure` is false for what OCR has read. `block` is the block that it is, None for what stands beside them.
    """

    kind: PlaceKind
    text: str
    location: str = ""
    visible: bool = True
    sure: bool = True
    block: Block | None = None


@dataclass(frozen=True)
class PictureInside:
    """A picture shown in a file. `shows` is false for one point, one colour, or the like; None: can't tell.

    `name` is that of its part: a picture that is shown several times has one.
    """

    location: str
    width: int = 0
    height: int = 0
    shows: bool | None = None
    name: str = ""

    @property
    def holds_words(self) -> bool:
        """Whether it is large enough for words that somebody can read."""
        return self.shows is True and min(self.width, self.height) >= 40


@dataclass(frozen=True)
class Block:
    """One visible piece of text, in reading order. `page` and `slide` count from 1."""

    kind: BlockKind
    text: str
    level: int = 0  # headings: 1 is the highest; 0 for everything else
    heading: str = ""  # text of the nearest heading above, "" before the first
    page: int | None = None
    slide: int | None = None
    cells: tuple[str, ...] = ()  # table rows
    by_ocr: bool = False  # read from the picture of a page


@dataclass(frozen=True)
class DocumentNote:
    """A real footnote or endnote, the sentence that its mark stands in, and what stands right before it."""

    text: str
    anchor: str
    before: str = ""  # at most 40 characters of the sentence, up to the mark
    endnote: bool = False
    location: str = ""


@dataclass(frozen=True)
class SignatureBlock:
    """A place where somebody signs: any of the parts may be missing (empty, None)."""

    name: str
    title: str
    unit: str
    signed_on: date | None
    location: str  # as in the folder format: "heading=…", "page=n" or ""


@dataclass(frozen=True)
class Marking:
    """A state-secret marking such as 机密★5年, where a real marking stands (not a mention in a sentence)."""

    text: str
    location: str


@dataclass(frozen=True)
class HiddenText:
    """Text a reader cannot see: why it cannot be seen and at most 40 characters of it."""

    # white | tiny | vanish | zero_width | bidi | off_page | covered | transparent
    # | hidden_slide | hidden_sheet | hidden_row
    reason: str
    excerpt: str
    location: str


@dataclass(frozen=True)
class FileProblem:
    """Something wrong with the file. `fatal` means that nothing of the content could be used."""

    code: str  # see documents.problems.CODES
    fatal: bool
    location: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A read file. `text_source` tells whether the text was in the file, came from OCR, or is not there."""

    name: str
    kind: FileKind
    size: int
    sha256: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[DocumentNote, ...] = ()
    signatures: tuple[SignatureBlock, ...] = ()
    markings: tuple[Marking, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)  # author, last_modified_by, title, created …
    pages: int | None = None
    text_source: str = (
        "file"  # file | ocr | mixed | none (a scan, and OCR is not installed or did not finish)
    )
    ocr_confidence: float | None = None  # mean over lines, 0–1
    beside: tuple[PlacedText, ...] = ()  # what stands neither in blocks nor in notes, unseen text included
    pictures: tuple[PictureInside, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether any content could be used at all."""
        return not any(problem.fatal for problem in self.problems)

    @property
    def unread(self) -> bool:
        """Whether nobody has opened the file yet, so that nothing at all is known of its content."""
        return any(problem.code == "unread" for problem in self.problems)

    @property
    def text(self) -> str:
        """All visible text, one block a line; footnotes are apart in `notes`."""
        return "\n".join(block.text for block in self.blocks)
