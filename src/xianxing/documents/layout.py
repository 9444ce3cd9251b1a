"""From lines on pages to blocks: running headers, headings, rows, and paragraphs joined again.

Serves PDF text and OCR alike. Coordinates run down the page from its top left corner, in one unit a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from xianxing.documents.draft import NOTE_BEFORE, DocumentDraft
from xianxing.documents.headings import inferred_level, is_contents_line, numbering_level, settled_levels
from xianxing.documents.model import BlockKind
from xianxing.documents.visible import sentence_at

_PAGE_NUMBER = re.compile(
    r"[—\-–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，共]*\s*共?\s*\d{1,4}\s*页?)?[—\-–－·\s]*"
)
_NOTE_START = re.compile(r"(\d{1,2}|[①-⑳]|[\[〔]\d{1,2}[\]〕])[\s　.、]*(?=\S)")
_LABEL = re.compile(r"[^：:，。；]{2,14}[：:]")
_ENDS = "。！？；：!?;:"
MARGIN_SHARE = 0.12  # running headers and footers stand in the outer eighth of the page
SMALL = 0.92  # of the body's size: footnotes
SAME_SIZE = 0.06  # of a size: how far two measures of it are apart
_MARGINS = (BlockKind.HEADER, BlockKind.FOOTER)


@dataclass
class PageLine:
    """One line of a page; several `cells` where wide gaps or rules part it. `marks` are raised note
    numbers.
    """

    left: float
    right: float
    top: float
    bottom: float
    size: float
    cells: list[str]
    bold: bool = False
    slanted: bool = False  # stands at another angle than the page: seals
    marks: list[tuple[str, int]] = field(default_factory=list)  # number, position in text

    @property
    def text(self) -> str:
        """The line's text with a tab between cells."""
        return "\t".join(self.cells)


@dataclass
class PageLines:
    """A page's lines in reading order. On a scanned page sizes are rough."""

    number: int
    width: float
    height: float
    lines: list[PageLine]
    scanned: bool = False


@dataclass
class _Flow:
    """A paragraph or row under way."""

    page: int
    last: PageLine
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marks: list[tuple[int, str, int]] = field(default_factory=list)


def lay_out(pages: Sequence[PageLines], draft: DocumentDraft) -> None:
    """Add all blocks of the pages to the draft, in order, and footnotes whose marks are raised numbers."""
    layout = _Layout(pages)
    for page in pages:
        layout.page(page)
    layout.emit(draft)


class _Layout:
    def __init__(self, pages: Sequence[PageLines]) -> None:
        self.running = _running(pages)
        self.scanned = {page.number for page in pages if page.scanned}
        self.body = _body_size(pages)
        self.flows: list[_Flow] = []
        self.open: _Flow | None = None
        self.notes: dict[tuple[int, str], str] = {}
        self.left = self.right = 0.0

    def page(self, page: PageLines) -> None:
        """Put one page's lines into flows: its header, its text, its footer."""
        kept = [line for line in page.lines if id(line) not in self.running]
        kept = _without_notes(page, kept, self.body, self.notes)
        self.left, self.right = _edges(kept, page)
        self._margin(page, BlockKind.HEADER)
        for line in kept:
            self._place(line, page)
        self._margin(page, BlockKind.FOOTER)

    def _margin(self, page: PageLines, kind: BlockKind) -> None:
        lines = [line for line in page.lines if self.running.get(id(line)) is kind]
        self.flows.extend(_Flow(page.number, line, line.text, kind) for line in lines)

    def _place(self, line: PageLine, page: PageLines) -> None:
        """Put a line into the paragraph under way, or begin a heading, row or paragraph with it."""
        if len(line.cells) > 1 and not is_contents_line(line.text):
            self._begin(_Flow(page.number, line, line.text, BlockKind.TABLE_ROW))
            return
        level = self._heading_level(line, page)
        flow = self.open
        if flow is not None and self._continues(line, page, flow, bool(level)):
            flow.text += _gap(flow.text, line.text)
            start = len(flow.text)
            flow.text += line.text
            flow.marks.extend((page.number, mark, start + at) for mark, at in line.marks)
            flow.last, flow.page = line, flow.page
            return
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        marks = [(page.number, mark, at) for mark, at in line.marks]
        self._begin(_Flow(page.number, line, line.text, kind, level, marks))

    def _begin(self, flow: _Flow) -> None:
        self.flows.append(flow)
        self.open = flow

    def _continues(self, line: PageLine, page: PageLines, flow: _Flow, heading: bool) -> bool:
        """Whether the line goes on with the paragraph: that one was full, this one isn't indented or
        numbered.
        """
        last = flow.last
        if (
            flow.kind is BlockKind.TABLE_ROW
            or heading
            or numbering_level(line.text)
            or _LABEL.match(line.text)
        ):
            return False
        if flow.kind is BlockKind.HEADING and not _same_type(last, line, 0.08):
            return False
        if any(other is last for other in page.lines):
            if not -0.6 * line.size < line.top - last.bottom < 1.6 * max(line.size, last.size):
                return False
        elif flow.text[-1:] in _ENDS:
            return False
        if not _same_type(last, line, 0.4 if page.scanned else 0.15):
            return False
        unit = max(last.size, line.size)
        return last.right >= self.right - 2.2 * unit and line.left <= self.left + 0.9 * unit

    def _heading_level(self, line: PageLine, page: PageLines) -> int:
        if line.slanted:
            return 0
        middle = (self.left + self.right) / 2
        off_centre = abs((line.left + line.right) / 2 - middle)
        centred = off_centre < 1.5 * line.size and line.left > self.left + line.size
        if line.right >= self.right - 0.5 * line.size and line.left <= self.left + 0.5 * line.size:
            return 0  # a full line of running text
        in_place = centred or abs(line.left - self.left) < 3 * line.size or numbering_level(line.text)
        if page.scanned and not in_place:
            return 0  # a stamp or a picture's caption, its size only guessed
        return inferred_level(line.text, bold=line.bold, size=line.size, body=self.body, centred=centred)

    def emit(self, draft: DocumentDraft) -> None:
        """Add everything to the draft; a running header or footer once."""
        headings = [flow for flow in self.flows if flow.level]
        levels = settled_levels([(flow.text, flow.level) for flow in headings])
        for flow, level in zip(headings, levels, strict=True):
            flow.level = level
        seen: set[tuple[BlockKind, str]] = set()
        for flow in self.flows:
            key = (flow.kind, re.sub(r"\d", "", flow.text))
            if flow.kind in _MARGINS and key in seen:
                continue
            seen.add(key)
            cells = tuple(flow.last.cells) if flow.kind is BlockKind.TABLE_ROW else ()
            scanned = flow.page in self.scanned
            draft.add(flow.kind, flow.text, level=flow.level, page=flow.page, cells=cells, by_ocr=scanned)
            for page, mark, position in flow.marks:
                before = flow.text[max(0, position - NOTE_BEFORE) : position]
                text = self.notes.pop((page, mark), "")
                draft.note(text, sentence_at(flow.text, position), before, page=page)


def _same_type(one: PageLine, other: PageLine, tolerance: float) -> bool:
    alike = abs(one.size - other.size) <= tolerance * max(one.size, other.size)
    return alike and one.slanted == other.slanted and (tolerance > 0.1 or one.bold == other.bold)


def _gap(before: str, after: str) -> str:
    """A space where two Latin words meet at a line's end, nothing between Chinese."""
    meets = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalnum()
    return " " if meets else ""


def _body_size(pages: Sequence[PageLines]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)

    def near(size: float) -> int:
        """How much text is of this size; a line's measure differs with the ink of its characters."""
        return sum(length for other, length in sizes.items() if abs(other - size) <= SAME_SIZE * size)

    return max(sizes, key=lambda size: (near(size), sizes[size])) if sizes else 0.0


def _edges(lines: Sequence[PageLine], page: PageLines) -> tuple[float, float]:
    """Left and right edge of the running text on a page."""
    long = [line for line in lines if len(line.cells) == 1 and line.right - line.left > 0.45 * page.width]
    if len(long) < 2:
        long = list(lines)
    if not long:
        return 0.0, page.width
    lefts = sorted(line.left for line in long)
    rights = sorted(line.right for line in long)
    return lefts[len(lefts) // 10], max(rights[-1 - len(rights) // 20], 0.65 * page.width)


def _running(pages: Sequence[PageLines]) -> dict[int, BlockKind]:
    """Running headers and footers, by identity of the line: page numbers, and what returns on most pages."""
    candidates: Counter[tuple[BlockKind, str]] = Counter()
    places: list[tuple[PageLine, BlockKind, str]] = []
    for page in pages:
        for line in page.lines:
            middle = (line.top + line.bottom) / 2
            if middle < page.height * MARGIN_SHARE:
                kind = BlockKind.HEADER
            elif middle > page.height * (1 - MARGIN_SHARE):
                kind = BlockKind.FOOTER
            else:
                continue
            key = re.sub(r"\d+", "#", line.text.strip())
            candidates[kind, key] += 1
            places.append((line, kind, key))
    needed = max(2, (len(pages) + 1) // 3)
    return {
        id(line): kind
        for line, kind, key in places
        if candidates[kind, key] >= needed or _PAGE_NUMBER.fullmatch(line.text.strip())
    }


def _without_notes(
    page: PageLines, lines: list[PageLine], body: float, notes: dict[tuple[int, str], str]
) -> list[PageLine]:
    """The lines without the page's footnotes, which are put into `notes` by page and number."""
    marks = {mark for line in lines for mark, _ in line.marks}
    if not marks:
        return lines
    kept: list[PageLine] = []
    current: tuple[int, str] | None = None
    for line in lines:
        match = _NOTE_START.match(line.text)
        small = line.size <= body * SMALL
        number = match[1].strip("[]〔〕") if match else ""
        if match and small and number in marks and line.top > page.height * 0.3:
            current = (page.number, number)
            notes[current] = line.text[match.end() :]
        elif current and small:
            notes[current] += line.text
        else:
            current = None
            kept.append(line)
    return kept
