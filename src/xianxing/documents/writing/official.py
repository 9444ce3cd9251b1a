"""An official paper after GB/T 9704-2012: what stands on it, and its PDF. The same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from xianxing.documents.pdf.library import pdfium
from xianxing.documents.writing.pdf import TypesettingError, typeset
from xianxing.documents.writing.value_text import printable

TEMPLATE = Path(__file__).with_name("official.typ")
MOST_BREAKS = 2  # before the lines of print, until they stand on a page of even number


@dataclass(frozen=True)
class PaperTable:
    """A table within a paper: its caption, heads and rows, and in which parts the columns share the width."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


@dataclass(frozen=True)
class PaperPicture:
    """A picture within a paper, as SVG drawn by our own code; the caption says what it shows."""

    caption: str
    svg: str


PaperPart = str | PaperTable | PaperPicture


@dataclass(frozen=True)
class OfficialPaper:
    """Everything that stands on a paper, in Chinese, each as it is printed.

    `marks` are the names of the issuing organs for the red mark, the leading one first; none gives a record:
    no mark, number, copies and print. `signed` are the lines below the body, `signed_day` the day below them.
    `small` is the small print at the foot of each page, `water` a word across it, `annex` what follows on
    pages of its own.
    """

    title: str
    paragraphs: tuple[PaperPart, ...]
    signed: tuple[str, ...]
    signed_day: str
    marks: tuple[str, ...] = ()
    number: str = ""
    to: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_day: str = ""
    small: tuple[str, ...] = ()
    water: str = ""
    annex: tuple[PaperPart, ...] = ()

    @property
    def is_official(self) -> bool:
        """Whether it bears the organs' mark."""
        return bool(self.marks)


def write_official_pdf(paper: OfficialPaper, *, made: datetime) -> bytes:
    """The paper as PDF/A. Sets a page: never call it inside a transaction. Raises TypesettingError.

    `made` is the instant that the file names as its own: give the act's, not the present one. The font is
    the nearest free one; the paper's small print should say so.
    """
    parts = {"parts": plain_parts(paper.paragraphs), "annex": plain_parts(paper.annex)}
    data = {**cleaned(paper), "official": paper.is_official, **parts}
    for breaks in range(MOST_BREAKS + 1):
        page = typeset(TEMPLATE, {**data, "breaks": breaks}, made=made)
        if not paper.is_official or page_count(page) % 2 == 0:
            return page
    raise TypesettingError("the lines of print found no even page")


def cleaned(paper: OfficialPaper) -> dict[str, object]:
    """What stands around the paper's body, without characters that no document can hold."""
    parts: dict[str, object] = asdict(replace(paper, paragraphs=(), annex=()))
    return {
        key: [printable(line) for line in value]
        if isinstance(value, (list, tuple))
        else printable(str(value))
        for key, value in parts.items()
    }


def plain_parts(parts: Iterable[PaperPart]) -> list[dict[str, object]]:
    """The parts of a body or annex as data, without characters that no document can hold."""
    found: list[dict[str, object]] = []
    for part in parts:
        if isinstance(part, PaperTable):
            rows = [[printable(cell) for cell in row] for row in (part.head, *part.rows)]
            found.append(
                {"kind": "table", "caption": printable(part.caption), "rows": rows, "shares": part.shares}
            )
        elif isinstance(part, PaperPicture):
            found.append({"kind": "picture", "caption": printable(part.caption), "svg": part.svg})
        else:
            found.append({"kind": "text", "text": printable(part), "level": level(part)})
    return found


def level(paragraph: str) -> int:
    """The level of a heading by how it begins: 1 for 一、, 2 for （一）; 0 for what is none or a sentence."""
    if paragraph.endswith(("。", "；", "：")):
        return 0
    digits = "一二三四五六七八九十"
    head, mark, _rest = paragraph.partition("、")
    if mark and 0 < len(head) <= len("二十一") and all(sign in digits for sign in head):
        return 1
    inner, close, _rest = paragraph.removeprefix("（").partition("）")
    if paragraph.startswith("（") and close and inner and all(sign in digits for sign in inner):
        return 2
    return 0


def page_count(page: bytes) -> int:
    """How many pages a PDF has that was set here; what others made is never given to it."""
    document = pdfium.PdfDocument(page)
    try:
        return len(document)
    finally:
        document.close()
