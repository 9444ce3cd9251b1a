"""Whether a report treats a part that the guide asks for, by the meaning of headings and text (4.1.2, 4.2).

Evidence, strongest first: a heading that names the part, with words below it; a table row that does; a
paragraph that begins with it (补偿安排：…); a paragraph that treats it at length and stands under no other
part's heading. A passing mention (投诉渠道、补偿办法和退出安排) is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from xianxing.checker.text.data import headings
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.documents.model import Block, BlockKind, Document
from xianxing.law import Section
from xianxing.law.text import plain

ENOUGH = 10  # characters below a heading that make it more than a heading
_LEAD_IN = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[，,、章节]?|[一二三四五六七八九十]是|其[一二三四五六七八九十][，,]?|[①-⑳●•·\-*])*\s*"
)
_ORDINALS = re.compile(r"(?=(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]是|[①-⑳]))")
_VISIBLE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.TABLE_ROW,
    BlockKind.TEXT_BOX,
    BlockKind.SLIDE_TITLE,
)


class Evidence(Enum):
    """How a part is treated."""

    TREATED = "treated"
    HOLLOW = "hollow"  # a heading and nothing below it, or a placeholder
    ELSEWHERE = "elsewhere"  # only within another part, at some length
    MISSING = "missing"


@dataclass(frozen=True)
class Passage:
    """A heading with everything below it up to the next heading of its level or above."""

    heading: str
    body: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The words below the heading."""
        return "\n".join(block.text for block in self.body)


def evidence(
    document: Document, section: Section, others: Sequence[Section], titles: Sequence[str] = ()
) -> tuple[Evidence, str]:
    """How the document treats a part, and the heading where that was seen ("" for none).

    `titles` are names of the report and of the project: where they stand as headings they name no part.
    """
    blocks = [block for block in document.blocks if block.kind in _VISIBLE]
    names = [plain(title) for title in titles if title]
    hollow = ""
    for passage in passages(blocks):
        heading = plain(passage.heading)
        if any(name in heading or (len(heading) > 3 and heading in name) for name in names):
            continue
        if not _names(section, passage.heading):
            continue
        if _says_something(passage) or _by_picture(section):
            return Evidence.TREATED, passage.heading
        hollow = hollow or passage.heading
    if _in_table(blocks, section, others) or _run_in(blocks, section):
        return Evidence.TREATED, ""
    apart, within = _at_length(blocks, section, others)
    if apart:
        return Evidence.TREATED, ""
    if hollow:
        return Evidence.HOLLOW, hollow
    return (Evidence.ELSEWHERE, within) if within else (Evidence.MISSING, "")


def _names(section: Section, heading: str) -> bool:
    """Whether a heading names the part: in the guide's words, or in further ones of practice."""
    further = headings(section.key)
    return section.in_heading(heading) or (further is not None and bool(further.search(plain(heading))))


def passages(blocks: Sequence[Block]) -> list[Passage]:
    """All headings with their bodies; slide titles count as headings."""
    found = []
    for place, block in enumerate(blocks):
        if block.kind not in (BlockKind.HEADING, BlockKind.SLIDE_TITLE):
            continue
        body = []
        for below in blocks[place + 1 :]:
            if below.kind in (BlockKind.HEADING, BlockKind.SLIDE_TITLE) and below.level <= block.level:
                break
            body.append(below)
        found.append(Passage(block.text, tuple(body)))
    return found


def _says_something(passage: Passage) -> bool:
    said = "".join(
        block.text
        for block in passage.body
        if filled(block.text) in (Filled.YES, Filled.PARTLY, Filled.DOUBTFUL)
    )
    return len(re.sub(r"\s", "", said)) >= ENOUGH


def _by_picture(section: Section) -> bool:
    """Parts that consist of pictures have no words below their heading."""
    return "截图" in section.label.zh or "screen" in section.label.en.casefold()


def _in_table(blocks: Sequence[Block], section: Section, others: Sequence[Section]) -> bool:
    """A row that begins with the part's name, in a table that is not another part's."""
    before: Block | None = None
    for row in blocks:
        if row.kind is BlockKind.TABLE_ROW:
            head = _is_head(before, row)
            if not head and _row_of(row, section) and not _others_heading(row, section, others):
                return True
        before = row
    return False


def _row_of(row: Block, section: Section) -> bool:
    """Whether one of the first two cells names the part and the cells after it say something."""
    for number, cell in enumerate(row.cells[:2]):
        rest = re.sub(r"[\d年月日\-/.]", "", "".join(row.cells[number + 1 :]))
        if len(cell) <= 12 and len(rest) >= ENOUGH and _names(section, cell):
            return True
    return False


def _others_heading(block: Block, section: Section, others: Sequence[Section]) -> bool:
    return any(_names(other, block.heading) for other in others if other.key != section.key)


def _is_head(before: Block | None, row: Block) -> bool:
    """A first row of short labels names columns; what stands in it is no content."""
    first = before is None or len(before.cells) != len(row.cells)
    return first and all(len(cell) <= 10 for cell in row.cells)


def _run_in(blocks: Sequence[Block], section: Section) -> bool:
    """补偿安排：设立准备金…; also each （一）… of a paragraph that lists several."""
    for block in blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.TEXT_BOX):
            continue
        for piece in (block.text, *_ORDINALS.split(block.text)):
            opening = re.match(r"([^。；;：:，,.]{2,18})([：:。])", _LEAD_IN.sub("", piece.strip()))
            if opening is None or (opening.group(2) == "。" and not _LEAD_IN.match(piece.strip()).group()):  # type: ignore[union-attr]
                continue
            rest = _LEAD_IN.sub("", piece.strip())[opening.end() :]
            named = _names(section, opening.group(1)) and not re.search("详见|参见|另见", rest[:12])
            if named and len(rest) >= ENOUGH and filled(rest) is not Filled.PLACEHOLDER:
                return True
    return False


def _at_length(blocks: Sequence[Block], section: Section, others: Sequence[Section]) -> tuple[bool, str]:
    """Whether a paragraph of its own treats the part, and the other part's heading under which one does."""
    within = ""
    for block in blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.TEXT_BOX) or len(block.text) < 30:
            continue
        sentences = [part for part in re.split("[。；;\n]", block.text) if len(part) >= 6]
        about = sum(section.in_text(part) or section.in_heading(part) for part in sentences)
        elsewhere = _others_heading(block, section, others)
        if not elsewhere and about >= 2 and about * 3 >= len(sentences):
            return True, ""
        if elsewhere and about >= 3 and about * 2 >= len(sentences):
            within = within or block.heading
    return False, within


def mentioned(document: Document, section: Section) -> bool:
    """Whether any visible words treat the part, however briefly."""
    return any(
        section.in_text(block.text) or section.in_heading(block.text)
        for block in document.blocks
        if block.kind in _VISIBLE
    )
