"""A document while it is being read: collects blocks, notes, hidden text and problems within the limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from xianxing.documents.limits import Limits
from xianxing.documents.model import Block, BlockKind, HiddenText, Note, Problem
from xianxing.documents.problems import problem
from xianxing.documents.visible import EXCERPT, clean, tidy

HIDDEN_KEPT = 200
NOTE_BEFORE = 40  # characters kept of what stands before a note's mark


class Fatal(Exception):
    """Stops the reading of one file; carries the problem that says why."""

    def __init__(self, code: str, location: str = "", **detail: str | int) -> None:
        super().__init__(code)
        self.problem = problem(code, location, **detail)


@dataclass
class Draft:
    """Mutable gatherer for one file. `place` of hidden text is found from page, slide or heading."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    hidden: list[HiddenText] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    text_source: str = "file"
    ocr_confidence: float | None = None
    unread_pages: list[int] = field(default_factory=list)  # pictures that only OCR could read
    heading: str = ""
    _room: int = -1

    def add(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        page: int | None = None,
        slide: int | None = None,
        cells: tuple[str, ...] = (),
    ) -> None:
        """Append a block of visible text; empty text is left out, text over the limit is cut off."""
        place = place_of(page, slide, self.heading)
        cells = tuple(tidy(self._seen(cell, place)) for cell in cells)
        shown = (
            "\t".join(cell.replace("\n", " ") for cell in cells) if cells else tidy(self._seen(text, place))
        )
        if not shown.strip() or not self._fits(len(shown)):
            return
        if kind in (BlockKind.HEADING, BlockKind.SLIDE_TITLE):
            shown = shown.replace("\n", " ")
            self.heading = shown
        heading = "" if kind in (BlockKind.HEADER, BlockKind.FOOTER) else self.heading
        self.blocks.append(Block(kind, shown, level, heading, page, slide, cells))

    def note(self, text: str, anchor: str, before: str = "") -> None:
        """Append a footnote or endnote; one without visible text is none."""
        shown = tidy(self._seen(text, "")).replace("\n", " ")
        if shown and self._fits(len(shown)):
            self.notes.append(Note(shown, clean(anchor)[0], clean(before)[0][-NOTE_BEFORE:]))

    def hide(self, reason: str, text: str, place: str = "") -> None:
        """Record unseen text; neighbouring pieces for the same reason at the same place are one."""
        text = " ".join(clean(text)[0].split()) if reason not in ("zero_width", "bidi") else text
        if not text:
            return
        last = self.hidden[-1] if self.hidden else None
        if last and (last.reason, last.location) == (reason, place):
            self.hidden[-1] = HiddenText(reason, (last.excerpt + text)[:EXCERPT], place)
        elif len(self.hidden) < HIDDEN_KEPT:
            self.hidden.append(HiddenText(reason, text[:EXCERPT], place))
        self.problem("hidden-text")

    def problem(self, code: str, location: str = "", **detail: str | int) -> None:
        """Record a problem once per code and place; the first detail stays."""
        if not any((known.code, known.location) == (code, location) for known in self.problems):
            self.problems.append(problem(code, location, **detail))

    def _seen(self, text: str, place: str) -> str:
        shown, found = clean(text)
        for reason, excerpt in found:
            self.hide(reason, excerpt, place)
        return shown

    def _fits(self, length: int) -> bool:
        if self._room < 0:
            self._room = self.limits.characters
        if length > self._room or len(self.blocks) >= self.limits.blocks:
            self.problem("cut")
            return False
        self._room -= length
        return True


def place_of(page: int | None, slide: int | None, heading: str) -> str:
    """The part after `file#` in a location: page, slide, else heading, else nothing."""
    if page is not None:
        return f"page={page}"
    if slide is not None:
        return f"slide={slide}"
    return f"heading={heading}" if heading else ""
