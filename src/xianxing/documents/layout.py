"""From lines on pages to blocks: running headers, headings, rows, and paragraphs joined again.

Serves PDF text and OCR alike. Coordinates run down the page from its top left corner, in one unit a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from xianxing.documents.draft import Draft
from xianxing.documents.headings import inferred_level, is_contents_line, numbering_level, settled_levels
from xianxing.documents.model import BlockKind
from xianxing.documents.visible import sentence_at

_PAGE_NUMBER = re.compile(
    r"[—\-–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，共]*\s*共?\s*\d{1,4}\s*页?)?[—\-–－·\s]*"
)
_NOTE_START = re.compile(r"(\d{1,2}|[①-⑳]|[\[〔]\d{1,2}[\]〕])[\s　.、]*(?=\S)")
_ENDS = "。！？；：!?;:"
MARGIN_SHARE = 0.12  # running headers and footers stand in the outer eighth of the page
SMALL = 0.92


@dataclass
class Line:
    """One line of a page; several `cells` where wide gaps part it. `marks` are raised note numbers."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    cells: list[str]
    bold: bool = False
    marks: list[tuple[str, int]] = field(default_factory=list)  # number, position in text

    @property
    def text(self) -> str:
        """The line's text with a tab between cells."""
        return "\t".join(self.cells)


@dataclass
class PageLines:
    """A page's lines in reading order."""

    number: int
    width: float
    height: float
    lines: list[Line]
    scanned: bool = False


@dataclass
class _Flow:
    """A paragraph or row under way."""

    page: int
    lines: list[Line]
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marks: list[tuple[int, str, int]] = field(default_factory=list)


def lay_out(pages: Sequence[PageLines], draft: Draft) -> None:
    """Add all blocks of the pages to the draft, in order, and the footnotes whose marks are raised numbers."""
    running = _running(pages)
    body = _body_size(pages)
    flows: list[_Flow] = []
    notes: dict[tuple[int, str], str] = {}
    for page in pages:
        kept = [line for line in page.lines if id(line) not in running]
        kept = _without_notes(page, kept, body, notes)
        left, right = _edges(kept, page)
        for line in page.lines:
            if running.get(id(line)) is BlockKind.HEADER:
                flows.append(_Flow(page.number, [line], line.text, BlockKind.HEADER))
        for line in kept:
            _place(line, page, flows, left, right, body)
        for line in page.lines:
            if running.get(id(line)) is BlockKind.FOOTER:
                flows.append(_Flow(page.number, [line], line.text, BlockKind.FOOTER))
    _emit(flows, notes, draft)


def _emit(flows: list[_Flow], notes: dict[tuple[int, str], str], draft: Draft) -> None:
    headings = [flow for flow in flows if flow.level]
    levels = settled_levels([(flow.text, flow.level) for flow in headings])
    for flow, level in zip(headings, levels, strict=True):
        flow.level = level
    seen: set[tuple[BlockKind, str]] = set()
    for flow in flows:
        if flow.kind in (BlockKind.HEADER, BlockKind.FOOTER):
            key = (flow.kind, re.sub(r"\d", "", flow.text))
            if key in seen:
                continue
            seen.add(key)
        cells = tuple(flow.lines[0].cells) if flow.kind is BlockKind.TABLE_ROW else ()
        draft.add(flow.kind, flow.text, level=flow.level, page=flow.page, cells=cells)
        for page, mark, position in flow.marks:
            text = notes.pop((page, mark), "")
            if text:
                draft.note(text, sentence_at(flow.text, position))


def _place(line: Line, page: PageLines, flows: list[_Flow], left: float, right: float, body: float) -> None:
    """Put a line into the paragraph under way, or begin a heading, row or paragraph with it."""
    if len(line.cells) > 1 and not is_contents_line(line.text):
        flows.append(_Flow(page.number, [line], line.text, BlockKind.TABLE_ROW))
        return
    level = _heading_level(line, left, right, body)
    open_flow = next((flow for flow in reversed(flows) if flow.kind is not BlockKind.FOOTER), None)
    if open_flow and open_flow.kind is BlockKind.HEADER:
        open_flow = next((flow for flow in reversed(flows) if flow.page < page.number), None)
        while open_flow and open_flow.kind in (BlockKind.HEADER, BlockKind.FOOTER):
            open_flow = flows[at - 1] if (at := flows.index(open_flow)) else None
    if open_flow and _continues(line, page, open_flow, left, right, bool(level)):
        start = len(open_flow.text) + bool(_gap(open_flow.text, line.text))
        open_flow.text += _gap(open_flow.text, line.text) + line.text
        open_flow.marks.extend((page.number, mark, start + at) for mark, at in line.marks)
        open_flow.lines.append(line)
        return
    kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
    marks = [(page.number, mark, at) for mark, at in line.marks]
    flows.append(_Flow(page.number, [line], line.text, kind, level, marks))


def _continues(line: Line, page: PageLines, flow: _Flow, left: float, right: float, heading: bool) -> bool:
    """Whether the line goes on with the paragraph: that one was full, this one isn't indented or numbered."""
    last = flow.lines[-1]
    if flow.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or heading or numbering_level(line.text):
        return False
    if flow.kind is BlockKind.HEADING and (
        abs(last.size - line.size) > 0.08 * last.size or line.bold != last.bold
    ):
        return False
    same_page = flow.page == page.number or last in page.lines
    if same_page and not -0.5 * line.size < line.top - last.bottom < 1.6 * line.size:
        return False
    if not same_page and flow.text[-1:] in _ENDS:
        return False
    if abs(last.size - line.size) > 0.15 * max(last.size, line.size):
        return False
    full = last.right >= right - 2.2 * last.size
    flush = line.left <= left + 0.9 * line.size
    return full and flush


def _heading_level(line: Line, left: float, right: float, body: float) -> int:
    middle = (left + right) / 2
    centred = abs((line.left + line.right) / 2 - middle) < 1.5 * line.size and line.left > left + line.size
    if line.right >= right - 0.5 * line.size and line.left <= left + 0.5 * line.size:
        return 0
    return inferred_level(line.text, bold=line.bold, size=line.size, body=body, centred=centred)


def _gap(before: str, after: str) -> str:
    """A space where two Latin words meet at a line's end, nothing between Chinese."""
    if before[-1:] == "-" and before[-2:-1].isalpha() and before.isascii() is False:
        return ""
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return " " if latin and before[-1:].isalpha() else ""


def _body_size(pages: Sequence[PageLines]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _edges(lines: Sequence[Line], page: PageLines) -> tuple[float, float]:
    """Left and right edge of the running text on a page."""
    long = [line for line in lines if len(line.cells) == 1 and line.right - line.left > 0.45 * page.width]
    if len(long) < 2:
        long = list(lines)
    if not long:
        return 0.0, page.width
    lefts = sorted(line.left for line in long)
    rights = sorted(line.right for line in long)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 20]


def _running(pages: Sequence[PageLines]) -> dict[int, BlockKind]:
    """Which lines (by identity) are running headers or footers: page numbers, and what returns on most pages."""
    candidates: Counter[tuple[BlockKind, str]] = Counter()
    places: list[tuple[Line, BlockKind, str]] = []
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
    page: PageLines, lines: list[Line], body: float, notes: dict[tuple[int, str], str]
) -> list[Line]:
    """The lines without the page's footnotes, which are put into `notes` by page and number."""
    marks = {mark for line in lines for mark, _ in line.marks}
    if not marks:
        return lines
    kept: list[Line] = []
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
