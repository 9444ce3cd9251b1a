"""Whether a section that asks for pictures (主要功能界面截图, clause 4.2.2) has one that shows something."""

from __future__ import annotations

import re

from xianxing.checker.text.outline import HeadingPassage, Outline
from xianxing.documents.model import Block, BlockKind, Document, FileKind

_HEADINGS = (BlockKind.HEADING, BlockKind.SLIDE_TITLE)
# Words by which a section says that a picture stands there.
_PROMISED = re.compile(
    r"截图|截屏|图示|画面|原型图|效果图|(?:如|见|下|上)图|图\s*[\dA-Za-z一二三四五六七八九十]|附图|(?:下|以下|如下)[^，。；]{0,12}(?:界面|页面)"
)


def has_picture(document: Document, outline: Outline, passage: HeadingPassage) -> bool:
    """Whether a picture that shows something stands below the heading, or that can't be told.

    Scanned pages are pictures themselves. A heading that only the outline has found lies within a section.
    """
    if document.text_source != "file" or document.kind is FileKind.IMAGE:
        return True
    shown = [picture.location for picture in document.pictures if picture.shows is not False]
    places = _places(document, outline, passage)
    return any(place in places for place in shown) or any(
        problem.code in ("no-text", "ocr-incomplete") and problem.location in places
        for problem in document.problems
    )


def shows_any(document: Document) -> bool:
    """Whether any picture of the file shows something."""
    return any(picture.shows is not False for picture in document.pictures)


def promises_picture(passage: HeadingPassage) -> bool:
    """Whether heading or text say that a picture stands there."""
    return _PROMISED.search(passage.heading + passage.whole) is not None


def _places(document: Document, outline: Outline, passage: HeadingPassage) -> frozenset[str]:
    """The places of the file, as its pictures name theirs, that belong to a passage."""
    blocks = [block for block in (passage.block, *passage.body) if block is not None]
    numbers = [number for block in blocks if (number := block.page or block.slide)]
    if numbers:
        key = "page" if any(block.page for block in blocks) else "slide"
        last = max(numbers) if key == "slide" else _page_after(outline, passage, max(numbers), document)
        return frozenset(f"{key}={number}" for number in range(min(numbers), last + 1))
    headings = {block.text for block in document.blocks if block.kind in _HEADINGS}
    own = {passage.heading, *(block.text for block in blocks if block.kind in _HEADINGS)}
    if passage.heading not in headings:  # a label that opens a paragraph: its picture stands where that does
        own |= {block.heading for block in document.blocks if block.text.startswith(passage.heading)}
    return frozenset(f"heading={heading}" if heading else "" for heading in own)


def _page_after(outline: Outline, passage: HeadingPassage, last: int, document: Document) -> int:
    """The page of the next heading of the level or above: a picture may fill the page before it."""
    level = passage.block.level if passage.block is not None else 0
    seen = False
    for block in outline.blocks:
        if seen and block.kind in _HEADINGS and block.level <= level and block.page:
            return max(last, block.page)
        seen = seen or _same(block, passage.block)
    return max(last, document.pages or last)


def _same(one: Block, other: Block | None) -> bool:
    return other is not None and (one.text, one.kind, one.page) == (other.text, other.kind, other.page)
