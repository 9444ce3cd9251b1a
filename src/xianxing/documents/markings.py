"""Finding state-secret markings where a real one stands, and not where a sentence speaks of secrecy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xianxing.documents.draft import place_of
from xianxing.documents.model import Block, BlockKind, Marking

_STARS = "★☆＊*✶✭⭐✩✯"
_NUMBER = r"[\d０-９一二三四五六七八九十]{1,3}"
_TERM = rf"(?:{_NUMBER}(?:年|个?月|天|日)|长期|启用前|公开前|解密前|[〔\[（(].{{1,12}}[〕\]）)])"
_OPEN, _CLOSE = r"[（(【\[〔]?", r"[）)】\]〕]?"
_STARRED = re.compile(rf"{_OPEN}(绝密|机密|秘密)级?[{_STARS}]{_TERM}?{_CLOSE}")
_STAR_READ_WRONG = re.compile(rf"(绝密|机密|秘密).?{_NUMBER}年")
_PLAIN = re.compile(rf"{_OPEN}(绝密|机密|秘密)级?{_TERM}?{_CLOSE}")
_LABEL = re.compile(r"^(?:密级|保密等级|保密级别|涉密等级|国家秘密标志)(?:[（(].*?[）)])?[：:]?")
# 机密级文件 严禁外传: words for the reader after the level, in a margin of the page only
_WORDED = re.compile(
    rf"{_OPEN}(绝密|机密|秘密)级?(?:文件|材料|资料|信息|内容)?{_CLOSE}[，,：:·—\-]*"
    r"(?:严禁|禁止|不得|不准|请勿|注意|妥善|限)(?:外传|外泄|泄露|泄密|复制|复印|翻印|扩散|转发|传播|保存|保管|保密|阅后|内部).{0,12}"
)
_APART = re.compile(r"[ 　]{3,}|\t|\n|[|｜]")
_SPOKEN_OF = re.compile(r"[“‘「『\"]|字样|标[注识志]|密级(?!\s*[：:])|级别|等级|例如|比如|诸如|样式|格式")
_OUTSIDE = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.TEXT_BOX)
TOP_BLOCKS = 12
TOP_SLIDE_BLOCKS = 6


def find_markings(blocks: Sequence[Block], *, from_ocr: bool = False) -> list[Marking]:
    """State-secret markings among the blocks: each standing place once, its text without inner spaces.

    A starred marking counts as a line of its own anywhere outside a table of levels; one without a star
    only in a header, footer or text box, at the top of the document, or after a label such as 密级：. A
    mention within a sentence, 商业秘密 and 工作秘密 never do.
    """
    found: list[Marking] = []
    body = 0
    for block in blocks:
        if block.kind not in _OUTSIDE:
            body += 1
        at_top = (
            block.kind in _OUTSIDE or body <= TOP_BLOCKS or (block.slide == 1 and body <= TOP_SLIDE_BLOCKS)
        )
        for text in _markings_in(block, at_top, from_ocr):
            marking = Marking(text, place_of(block.page, block.slide, block.heading))
            if marking not in found:
                found.append(marking)
    return found


def _markings_in(block: Block, at_top: bool, from_ocr: bool) -> list[str]:
    pieces = list(block.cells) if block.cells else _APART.split(block.text)
    if block.cells and _names_several_levels(pieces):
        return []
    found = []
    labelled = False
    for piece in pieces:
        squeezed = re.sub(r"\s", "", piece)
        rest = _LABEL.sub("", squeezed)
        labelled = labelled or rest != squeezed
        if _is_marking(rest, labelled, at_top, from_ocr):
            found.append(rest)
        if rest:
            labelled = False
    if not found and not block.cells:
        whole = re.sub(r"\s", "", block.text)
        worded = block.kind in _OUTSIDE and _WORDED.fullmatch(whole)
        if worded or (len(whole) <= 14 and _is_marking(whole, False, at_top, from_ocr)):
            found.append(whole)
    return found


def marking_in(text: str, *, margin: bool = False) -> str:
    """The marking that one line of a text beside the pages is, "" when none is.

    `margin`: the text stands where nothing but labels do, so that a level without a star counts as well.
    """
    kind = BlockKind.HEADER if margin else BlockKind.PARAGRAPH
    for line in text.split("\n"):
        found = _markings_in(Block(kind, line), margin, True)
        if found:
            return found[0]
    return ""


def starred_within(text: str) -> str:
    """A starred marking amid other words that neither quote it nor speak of markings, "" without one."""
    for sentence in re.split("[。；;\n]", text):
        found = _STARRED.search(re.sub(r"\s", "", sentence))
        if found and not _SPOKEN_OF.search(sentence):
            return found.group()
    return ""


def is_marking_line(text: str) -> bool:
    """Whether a line is nothing but a marking, wherever it stands."""
    squeezed = re.sub(r"\s", "", text)
    return bool(_STARRED.fullmatch(squeezed) or _PLAIN.fullmatch(squeezed))


def _is_marking(text: str, labelled: bool, at_top: bool, from_ocr: bool) -> bool:
    if _STARRED.fullmatch(text):
        return True
    if from_ocr and at_top and _STAR_READ_WRONG.fullmatch(text):
        return True
    return (labelled or at_top) and bool(_PLAIN.fullmatch(text))


def _names_several_levels(cells: Sequence[str]) -> bool:
    levels = {level for cell in cells for level in ("绝密", "机密", "秘密") if level in cell}
    return len(levels) > 1
