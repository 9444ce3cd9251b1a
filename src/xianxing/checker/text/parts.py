"""Whether a report treats a part that the guide asks for, by the meaning of headings and text (4.1.2, 4.2).

How a part is treated, strongest first: a heading that names the part, with words below it; a table row that
does; a paragraph that begins with it (补偿安排：…); a paragraph whose own words treat it, under no other
heading. A passing mention (投诉渠道、补偿办法和退出安排) is none, nor is what 概述 and 结论 say. A section
whose heading and text don't tell which part it is may be the one that is missing: a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from xianxing.checker.text.data import headings, hint, signs
from xianxing.checker.text.outline import (
    PROSE,
    VISIBLE,
    HeadingPassage,
    Outline,
    says_general,
    tight,
    unnumbered,
)
from xianxing.checker.text.pictures import has_picture, promises_picture, shows_any
from xianxing.checker.text.substance import ENOUGH, only_promises, own_words
from xianxing.documents.model import Block, BlockKind, Document
from xianxing.law import ReportSection, SectionMeans

FEW = 4  # characters that make a row of a table of risks
AT_LENGTH = 30  # characters of a paragraph that can treat a part without a heading
_SHORT = 8  # characters of a label that is one of practice's own names
MOST_TEXT = 200_000  # characters of a report in which signs are looked for
_LEAD_IN = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[，,、章节]?|[一二三四五六七八九十]是|其[一二三四五六七八九十][，,]?|[①-⑳●•·\-*])*\s*"
)
_HEADINGS = (BlockKind.HEADING, BlockKind.SLIDE_TITLE)
_ORDINALS = re.compile(r"(?=(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]是|[①-⑳]))")
_A_RISK = re.compile("风险$")  # a heading that names one risk, as 市场风险 or 操作方面的风险
MEASURES = frozenset((SectionMeans.MONITORING, SectionMeans.CONTROL, SectionMeans.EMERGENCY))


class Treatment(Enum):
    """How a part is treated."""

    TREATED = "treated"
    HOLLOW = "hollow"  # a heading and nothing below it, or a placeholder
    ELSEWHERE = "elsewhere"  # only within another part, at some length
    UNPLACED = "unplaced"  # not seen, but a section that can't be placed might be it
    UNPICTURED = "unpictured"  # words where a picture is asked for, and none that shows anything
    MISSING = "missing"


@dataclass(frozen=True)
class Seen:
    """How a part is treated, with the passage or the heading where that was seen."""

    treatment: Treatment
    where: str = ""
    block: Block | None = None
    promised: bool = False  # a picture, by the words of the section, and none stands elsewhere


class Parts:
    """One report read for the parts asked of it; `topics` are all of them, and further ones to tell apart."""

    def __init__(
        self, document: Document, topics: Sequence[ReportSection], titles: Sequence[str] = ()
    ) -> None:
        self.document = document
        self.outline = Outline(document, titles)
        self.topics = tuple(topics)

    def seen(self, section: ReportSection) -> Seen:
        """How the report treats one part; one that asks for pictures is not treated by words alone."""
        found = self._seen(section)
        if not section.pictures or found.treatment is not Treatment.TREATED:
            return found
        passages = [one for one in self._heads if section.key in self._named(one.heading)]
        if not passages:
            return found if shows_any(self.document) else Seen(Treatment.UNPICTURED)
        if any(has_picture(self.document, self.outline, one) for one in passages):
            return found
        promised = any(promises_picture(one) for one in passages) and not self._strays(section)
        return Seen(Treatment.UNPICTURED, passages[0].heading, passages[0].block, promised)

    def _copied(self, section: ReportSection, passage: HeadingPassage) -> bool:
        """Whether a section only repeats one before it under another part's heading, and isn't about this."""
        for one in self.outline.passages:
            if one is passage or len(passage.whole) < AT_LENGTH:
                return False
            if one.whole == passage.whole and section.key not in self._named(one.heading):
                return count(section, passage.whole) < 2
        return False

    def _strays(self, section: ReportSection) -> bool:
        """Whether pictures stand under headings that name no other part, such as an annex."""
        places = {f"heading={one.heading}": self._under(one) - {section.key} for one in self.outline.passages}
        return any(
            picture.shows is not False and not places.get(picture.location)
            for picture in self.document.pictures
        )

    def _seen(self, section: ReportSection) -> Seen:
        hollow: HeadingPassage | None = None
        vague: HeadingPassage | None = None
        for passage in self._heads:
            if section.key not in self._named(passage.heading):
                continue
            empty = not _says_something(passage) or self._copied(section, passage)
            if empty and not section.pictures:
                hollow = hollow or passage
            elif self._fits(section, passage):
                return Seen(Treatment.TREATED, passage.heading, passage.block)
            else:
                vague = vague or passage
        if self._in_table(section) or self._run_in(section) or self._at_length(section):
            return Seen(Treatment.TREATED)
        if self._by_signs(section):
            return Seen(Treatment.TREATED)
        if hollow:
            return Seen(Treatment.HOLLOW, hollow.heading, hollow.block)
        within = self._within(section)
        if within:
            return Seen(Treatment.ELSEWHERE, within)
        might = vague or next((one for one in self.unplaced if self._might(section, one)), None)
        return Seen(Treatment.UNPLACED, might.heading, might.block) if might else Seen(Treatment.MISSING)

    @cached_property
    def _heads(self) -> tuple[HeadingPassage, ...]:
        return tuple(
            one for one in self.outline.passages if one.heading and not self.outline.is_title(one.heading)
        )

    def _named(self, heading: str) -> frozenset[str]:
        """The keys of the parts that a heading names."""
        if heading not in self._names:
            self._names[heading] = frozenset(one.key for one in self.topics if names(one, heading))
        return self._names[heading]

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {}

    def _under(self, passage: HeadingPassage) -> frozenset[str]:
        """The parts under whose headings a passage stands, its own heading's first."""
        for heading in (passage.heading, *reversed(passage.above)):
            named = self._named(heading)
            if named:
                return named
        return frozenset()

    def _general(self, passage: HeadingPassage) -> bool:
        if self._named(passage.heading) and not self.outline.is_title(passage.heading):
            return False
        if len(self._heads) == 0:
            return False
        return self.outline.is_general(passage) or any(
            says_general(one) and not self._named(one) for one in passage.above
        )

    @cached_property
    def unplaced(self) -> tuple[HeadingPassage, ...]:
        """Passages at some length whose heading names no part and that are no general ones."""
        return tuple(
            one
            for one in self.outline.passages
            if len(one.text) >= ENOUGH and not self._under(one) and not self._general(one)
        )

    def _fits(self, section: ReportSection, passage: HeadingPassage) -> bool:
        """Whether what stands below a heading speaks of the part.

        Asked where the heading names several parts, or names this one only in practice's own words.
        """
        named = self._named(passage.heading)
        if not signs(section.key) or (section.pictures and len(named) == 1):
            return True
        if is_kind(section) and _stem_of(section) in unnumbered(passage.heading):
            return True
        if named & self._measures and named - self._measures and section.clause == self._kinds_clause:
            return count(section, passage.whole) >= 2
        if len(named) == 1 and section.in_heading(passage.heading):
            return True
        faint = hint(section.key)
        return count(section, passage.whole) >= 1 or (
            faint is not None and faint.search(passage.whole) is not None
        )

    @cached_property
    def _kinds_clause(self) -> str:
        """The clause of a report whose kinds of risk are told apart, "" for other reports."""
        kinds = [one for one in self.topics if is_kind(one)]
        return kinds[0].clause if kinds else ""

    @cached_property
    def _umbrella(self) -> frozenset[str]:
        """The chapter under which kinds of risk stand one by one."""
        risks = (one.key for one in self.topics if one.means == SectionMeans.RISKS)
        return frozenset(risks) if self._kinds_clause else frozenset()

    @cached_property
    def _measures(self) -> frozenset[str]:
        """The parts that are measures against risks, not kinds of risk."""
        return frozenset(one.key for one in self.topics if one.means in MEASURES)

    def _in_table(self, section: ReportSection) -> bool:
        """A row that begins with the part's name, in a table that is not another part's."""
        before: Block | None = None
        for row in self.outline.blocks:
            if row.kind is BlockKind.TABLE_ROW:
                others = self._named(row.heading) - {section.key, *self._umbrella}
                if not _is_head(before, row) and _row_of(row, section) and not others:
                    return True
            before = row
        return False

    def _run_in(self, section: ReportSection) -> bool:
        """补偿安排：设立准备金…; also each （一）… of a paragraph that lists several."""
        for block in self.outline.blocks:
            if block.kind in PROSE and any(
                _opens_with(piece.strip(), section) for piece in (block.text, *_ORDINALS.split(block.text))
            ):
                return True
        return False

    @cached_property
    def _prose(self) -> tuple[tuple[HeadingPassage, Block], ...]:
        """The paragraphs at some length that stand under no general heading."""
        return tuple(
            (passage, block)
            for passage in self.outline.passages
            if not self._general(passage)
            for block in passage.own
            if block.kind in PROSE and len(block.text) >= 15 and not only_promises(block.text)
        )

    def _at_length(self, section: ReportSection) -> bool:
        """Whether several sentences of a paragraph that is under no other part's heading name the part."""
        for passage, block in self._prose:
            about, sentences = _sentences_about(section, block)
            if not self._under(passage) - {section.key} and about >= 2 and about * 3 >= sentences:
                return True
        return False

    def _within(self, section: ReportSection) -> str:
        """The heading of another part under which a paragraph treats this one at length."""
        for passage, block in self._prose:
            about, sentences = _sentences_about(section, block)
            if about >= 3 and about * 2 >= sentences:
                return passage.heading
        return ""

    def _by_signs(self, section: ReportSection) -> bool:
        """Whether a paragraph, or a sentence of it, treats the part more than any other by its own words."""
        return bool(signs(section.key)) and any(section.key in found for found in self._placed)

    @cached_property
    def _placed(self) -> tuple[frozenset[str], ...]:
        """For each paragraph the parts that its words are about."""
        found = []
        length = 0
        for passage, block in self._prose:
            length += len(block.text)
            if length > MOST_TEXT:
                break
            under = self._under(passage) - self._umbrella
            text = tight(block.text)
            found.append(self._about(text, under, 3 if under else 2))
            for piece in () if under else re.split("[。；;]", text):
                found.append(self._about(piece, under, 3 if len(piece) < AT_LENGTH else 2))
        return tuple(found)

    def _about(self, piece: str, under: frozenset[str], least: int) -> frozenset[str]:
        """The parts that a text shows most signs of: at least so many, and more than of its heading's."""
        if len(piece) < 15:
            return frozenset()
        counts = {one.key: count(one, piece) for one in self.topics}
        most = max(counts.values(), default=0)
        if under and most <= max((counts.get(key, 0) for key in under), default=0):
            return frozenset()
        return frozenset(key for key, number in counts.items() if number == most and number >= least)

    def _might(self, section: ReportSection, passage: HeadingPassage) -> bool:
        """Whether a section that can't be placed could be this part."""
        faint = hint(section.key)
        if _A_RISK.search(unnumbered(passage.heading)):
            said = passage.text.partition("。")[2]  # the first sentence says what the risk is
            return faint is not None and faint.search(said) is not None
        if faint is not None:
            return faint.search(tight(passage.heading) + passage.text) is not None
        if not signs(section.key):
            return section.in_text(passage.text)
        others = max((count(one, passage.text) for one in self.topics if one.key != section.key), default=0)
        return count(section, passage.text) >= 1 or others < 3

    def together(self, kinds: Sequence[ReportSection]) -> int:
        """How many kinds of risk one passage speaks of at most."""
        return max((sum(count(kind, one.whole) > 0 for kind in kinds) for one in self._heads), default=0)

    def headed(self, kinds: Sequence[ReportSection]) -> int:
        """How many kinds of risk have a heading of their own with words below it."""
        return sum(
            any(count(kind, tight(one.heading)) and _says_something(one) for one in self._heads)
            for kind in kinds
        )

    def signs_anywhere(self, section: ReportSection) -> int:
        """The most signs of a part in one passage that is not general."""
        return max(
            (count(section, one.text) for one in self.outline.passages if not self._general(one)), default=0
        )


def is_kind(section: ReportSection) -> bool:
    """Whether a topic is a kind of risk, for which the guide package lists no headings."""
    return not section.headings and not section.words


def _stem_of(kind: ReportSection) -> str:
    """The words by which a heading names a kind of risk outright: 系统安全, 个人信息."""
    return re.sub("(?:保护|风险)+$", "", kind.label.zh)


def names(section: ReportSection, heading: str) -> bool:
    """Whether a heading names the part: in the guide's words, or in further ones of practice."""
    further = headings(section.key)
    return section.in_heading(heading) or (further is not None and bool(further.search(unnumbered(heading))))


def _labels(section: ReportSection, label: str) -> bool:
    """Whether a cell or the opening of a paragraph names the part; practice's own names only when short."""
    return section.in_heading(label) or (len(label) <= _SHORT and names(section, label))


def count(section: ReportSection, text: str) -> int:
    """How many different signs of a part a text without white space shows."""
    return sum(one.search(text) is not None for one in signs(section.key))


def _says_something(passage: HeadingPassage) -> bool:
    """Whether what stands below a heading is more than promises and the heading's own words."""
    length = 0
    for block in passage.body:
        if block.kind in _HEADINGS:
            continue
        length += sum(own_words(piece, passage.heading) for piece in block.cells or (block.text,))
    return length >= ENOUGH


def _row_of(row: Block, section: ReportSection) -> bool:
    """Whether one of the first two cells names the part and the cells after it say something."""
    for number, cell in enumerate(row.cells[:2]):
        after = [one for one in row.cells[number + 1 :] if own_words(one, cell)]
        rest = re.sub(r"[\d年月日\-/.]", "", "".join(after))
        if len(cell) <= 12 and len(rest) >= (FEW if is_kind(section) else ENOUGH) and _labels(section, cell):
            return True
    return False


def _is_head(before: Block | None, row: Block) -> bool:
    """A first row of short labels names columns; what stands in it is no content."""
    first = before is None or len(before.cells) != len(row.cells)
    return first and all(len(cell) <= 10 for cell in row.cells)


def _opens_with(piece: str, section: ReportSection) -> bool:
    lead = _LEAD_IN.match(piece)
    numbered = lead.group() if lead else ""
    opening = re.match(r"([^。；;：:，,.]{2,18})([：:。])", piece[len(numbered) :])
    if opening is None or (opening.group(2) == "。" and not numbered):
        return False
    rest = piece[len(numbered) + opening.end() :]
    named = _labels(section, opening.group(1)) and not re.search("详见|参见|另见", rest[:12])
    return named and own_words(rest, opening.group(1)) >= ENOUGH


def _sentences_about(section: ReportSection, block: Block) -> tuple[int, int]:
    """How many sentences of a paragraph name the part, and how many it has."""
    if len(block.text) < AT_LENGTH:
        return 0, 0
    sentences = [part for part in re.split("[。；;\n]", block.text) if len(part) >= 6]
    return sum(section.in_text(part) or section.in_heading(part) for part in sentences), len(sentences)


def mentioned(document: Document, section: ReportSection) -> bool:
    """Whether any visible words treat the part, however briefly."""
    return any(
        section.in_text(block.text) or section.in_heading(block.text)
        for block in document.blocks
        if block.kind in VISIBLE
    )
