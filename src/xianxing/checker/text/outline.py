"""A report as passages: headings, what stands directly and further below them, and what they stand under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xianxing.checker.text.data import general_headings
from xianxing.documents.model import Block, BlockKind, Document
from xianxing.law.text import plain

VISIBLE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.TABLE_ROW,
    BlockKind.TEXT_BOX,
    BlockKind.SLIDE_TITLE,
)
PROSE = (BlockKind.PARAGRAPH, BlockKind.TEXT_BOX)
_HEADINGS = (BlockKind.HEADING, BlockKind.SLIDE_TITLE)
_SIGNING = re.compile(
    r"^[（(]?[^，。；]{0,24}(?:签字|签名|签署|签发|审签|盖章|公章|印章)[^，。；]{0,40}$"
    r"|^(?:出具|编制|制定|盖章|申报)?单\s*位(?:名称|全称)?[（(]?[^，。；：:]{0,6}[）)]?[：:][^，。；]{2,60}$"
    r"|^(?:职\s*务|姓\s*名|日\s*期|时\s*间)[：:][^，。；]{0,40}$"
    r"|^[〇零一二三四五六七八九十\d]{4}\s*年\s*[一二三四五六七八九十\d]{1,3}\s*月(?:\s*[一二三四五六七八九十\d]{1,3}\s*日)?$"
)
_NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[章节、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．])"
)
# 监测机制。运营部每日…: a label and a stop before the paragraph's own sentences
_RUN_IN = re.compile(
    r"((?:第?[一二三四五六七八九十\d]{1,3}[章节、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|[①-⑳])?\s*"
    r"[^。；;：:，,.、！？!?《》“”\s]{2,14})[。]\s*"
)
_RUN_INS = 3  # so many paragraphs, and half of all, open so: these are the headings of the document
_SENTENCES = 15  # characters of a paragraph that can have such an opening
_LINE = 26  # a line at most this long, without a stop at its end, may be a heading
_FOLLOWED = 30  # … when at least so many characters follow it


@dataclass(frozen=True)
class HeadingPassage:
    """A heading with what stands directly below it, with all below it, and the headings it stands under."""

    heading: str
    block: Block | None
    own: tuple[Block, ...]
    body: tuple[Block, ...]
    above: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The words directly below the heading, without white space."""
        return tight("".join(block.text for block in self.own))

    @cached_property
    def whole(self) -> str:
        """All words below the heading, without white space."""
        return tight("".join(block.text for block in self.body))


class Outline:
    """The passages of a report. `titles` are names of the report and of the project, which name no part."""

    def __init__(self, document: Document, titles: Sequence[str] = ()) -> None:
        self._names = tuple(plain(title) for title in titles if title)
        signers = tuple(one.name for one in document.signatures if one.name)
        seen = [block for block in document.blocks if block.kind in VISIBLE]
        told = [block for block in seen if not _signing(block, signers)]
        self.blocks = _with_run_in(_with_headings(_with_rows(told)))
        self.passages = self._passages()

    def is_title(self, heading: str) -> bool:
        """Whether a heading is the name of the report or of the project."""
        said = plain(heading)
        return any(name in said or (len(said) > 3 and said in name) for name in self._names)

    def is_general(self, passage: HeadingPassage) -> bool:
        """Whether the passage speaks of the report, of people or of other matters, by its own heading."""
        return not passage.heading or self.is_title(passage.heading) or says_general(passage.heading)

    def _passages(self) -> list[HeadingPassage]:
        found: list[HeadingPassage] = []
        chain: list[Block] = []
        for place, block in enumerate(self.blocks):
            if block.kind not in _HEADINGS:
                if place == 0:
                    own = _until(self.blocks, 0, 0)
                    found.append(HeadingPassage("", None, own, own, ()))
                continue
            while chain and chain[-1].level >= block.level:
                chain.pop()
            above = tuple(one.text for one in chain if not self.is_title(one.text))
            own = _until(self.blocks, place + 1, 0)
            body = _until(self.blocks, place + 1, block.level)
            found.append(HeadingPassage(block.text, block, own, body, above))
            chain.append(block)
        return found


def says_general(heading: str) -> bool:
    """Whether a heading is one of those below which no part is treated."""
    return general_headings().search(unnumbered(heading)) is not None


def tight(text: str) -> str:
    """A text without white space; width and case stay, because signs are written with full-width marks."""
    return "".join(text.split())


def unnumbered(heading: str) -> str:
    """The words of a heading as they are compared, without its number."""
    return plain(_NUMBERED.sub("", tight(heading)))


def _until(blocks: Sequence[Block], start: int, level: int) -> tuple[Block, ...]:
    """The blocks up to the next heading, or to the next of the level or above."""
    found = []
    for place in range(start, len(blocks)):
        block = blocks[place]
        if block.kind in _HEADINGS and (not level or block.level <= level):
            break
        found.append(block)
    return tuple(found)


def _signing(block: Block, signers: Sequence[str]) -> bool:
    """Whether a line belongs to a signature block."""
    if block.kind not in PROSE or len(block.text) > 70:
        return False
    text = block.text.strip()
    named = len(text) <= 40 and "。" not in text and any(name in text for name in signers)
    return named or _SIGNING.match(text) is not None


def _with_headings(blocks: list[Block]) -> list[Block]:
    """Blocks in which short lines before long paragraphs are headings, where a file marks hardly any."""
    if sum(block.kind in _HEADINGS for block in blocks) > 1:
        return blocks
    found: list[Block] = []
    heading = ""
    for place, block in enumerate(blocks):
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind is BlockKind.PARAGRAPH and place and below is not None and _heads(block, below):
            heading = block.text
            found.append(Block(BlockKind.HEADING, block.text, 1, heading, block.page, block.slide))
        elif heading and block.kind not in _HEADINGS:
            found.append(
                Block(block.kind, block.text, block.level, heading, block.page, block.slide, block.cells)
            )
        else:
            found.append(block)
    return found


def _with_rows(blocks: list[Block]) -> list[Block]:
    """Blocks in which the left column of a table is headings, where a table holds the report itself."""
    rows = [_label_and_text(block) for block in blocks]
    length = sum(len(row[1]) for row in rows if row)
    prose = sum(len(block.text) for block in blocks if block.kind in PROSE)
    if sum(row is not None for row in rows) < _RUN_INS or length < prose:
        return blocks
    found: list[Block] = []
    for block, row in zip(blocks, rows, strict=True):
        if row is None:
            found.append(block)
            continue
        found.append(Block(BlockKind.HEADING, row[0], 1, row[0], block.page, block.slide))
        found.extend(
            Block(BlockKind.PARAGRAPH, line, 0, row[0], block.page, block.slide)
            for line in row[1].split("\n")
            if line.strip()
        )
    return found


def _label_and_text(block: Block) -> tuple[str, str] | None:
    """A row of a short label and sentences, None for any other row."""
    cells = [cell.strip() for cell in block.cells if cell.strip()]
    if (
        len(cells) < 2
        or len(cells) > 3
        or not re.search("[，。；]", cells[-1])
        or len(cells[-1]) < _SENTENCES
    ):
        return None
    label = cells[-2]
    short = 2 <= len(label) <= _LINE and not re.search("[，。；]", label)
    return (label, cells[-1]) if short and (len(cells) == 2 or len(cells[0]) <= 4) else None


def _with_run_in(blocks: list[Block]) -> list[Block]:
    """Blocks in which labels that open the paragraphs are headings, where a document is divided by them."""
    opened = {place: one for place, block in enumerate(blocks) if (one := _opening(block))}
    prose = sum(block.kind is BlockKind.PARAGRAPH and len(block.text) >= _SENTENCES for block in blocks)
    if len(opened) < _RUN_INS or len(opened) * 2 < prose:
        return blocks
    found: list[Block] = []
    level, label = 0, ""
    for place, block in enumerate(blocks):
        if block.kind in _HEADINGS:
            level, label = block.level, ""
        elif opening := opened.get(place) or _label_alone(block):
            label = opening.group(1)
            found.append(Block(BlockKind.HEADING, label, level + 1, label, block.page, block.slide))
            block = replace(block, text=block.text[opening.end() :])
        found.append(replace(block, heading=label) if label and block.kind not in _HEADINGS else block)
    return found


def _opening(block: Block) -> re.Match[str] | None:
    """The label that opens a paragraph and is followed by its sentences."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.text) < _SENTENCES:
        return None
    return _RUN_IN.match(block.text)


def _label_alone(block: Block) -> re.Match[str] | None:
    """Such a label with nothing after it, as before a picture or a table."""
    return _RUN_IN.fullmatch(block.text.strip() + " ") if block.kind is BlockKind.PARAGRAPH else None


def _heads(block: Block, below: Block) -> bool:
    text = block.text.strip()
    short = 2 <= len(text) <= _LINE and not re.search(r"[。；;：:，,.！!]$|[：:]", text)
    sentence = len(below.text) >= _FOLLOWED or re.search("[，；].*[。；：]$", below.text.strip()) is not None
    return short and (below.kind is BlockKind.TABLE_ROW or sentence or _NUMBERED.match(text) is not None)
