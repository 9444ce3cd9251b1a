"""A document while it is being read: collects blocks, notes, hidden text and problems within the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xianxing.documents.limits import Limits
from xianxing.documents.model import (
    Block,
    BlockKind,
    DocumentNote,
    FileProblem,
    HiddenText,
    Marking,
    PictureInside,
    PlacedText,
    PlaceKind,
)
from xianxing.documents.problems import problem
from xianxing.documents.visible import EXCERPT, clean, tidy

if TYPE_CHECKING:
    from PIL.Image import Image

HIDDEN_KEPT = 200
ASIDES_KEPT = 5000
PICTURES_KEPT = 400
NOTE_BEFORE = 40  # characters kept of what stands before a note's mark


_UNSEEN_KINDS = {
    "hidden_slide": PlaceKind.SLIDE,
    "hidden_sheet": PlaceKind.TABLE,
    "hidden_row": PlaceKind.TABLE,
}


PictureSource = Callable[[], "bytes | Image | None"]


class Fatal(Exception):
    """Stops the reading of one file; carries the problem that says why."""

    def __init__(self, code: str, location: str = "", **detail: str | int) -> None:
        super().__init__(code)
        self.problem = problem(code, location, **detail)


@dataclass
class DocumentDraft:
    """Mutable gatherer for one file. `place` of hidden text is found from page, slide or heading."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    notes: list[DocumentNote] = field(default_factory=list)
    hidden: list[HiddenText] = field(default_factory=list)
    beside: list[PlacedText] = field(default_factory=list)
    pictures: list[PictureInside] = field(default_factory=list)
    markings: list[Marking] = field(default_factory=list)  # of files within an archive
    sources: list[PictureSource | None] = field(default_factory=list)  # where the pictures' bytes are
    problems: list[FileProblem] = field(default_factory=list)
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
        by_ocr: bool = False,
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
        self.blocks.append(Block(kind, shown, level, heading, page, slide, cells, by_ocr))

    def note(
        self, text: str, anchor: str, before: str = "", *, endnote: bool = False, page: int | None = None
    ) -> None:
        """Append a footnote or endnote; one without visible text is none."""
        place = place_of(page, None, self.heading)
        shown = tidy(self._seen(text, place)).replace("\n", " ")
        if shown and self._fits(len(shown)):
            said = (clean(anchor)[0], clean(before)[0][-NOTE_BEFORE:])
            self.notes.append(DocumentNote(shown, *said, endnote, place))

    def aside(
        self, kind: PlaceKind, text: str, place: str = "", *, visible: bool = True, sure: bool = True
    ) -> None:
        """Keep words that stand neither in a block nor in a note; as `add` without hidden characters."""
        shown = tidy(clean(text)[0])
        if shown.strip() and len(self.beside) < ASIDES_KEPT and self._fits(len(shown)):
            self.beside.append(PlacedText(kind, shown, place, visible, sure))

    def hide(self, reason: str, text: str, place: str = "") -> None:
        """Record unseen text; neighbouring pieces for the same reason at the same place are one."""
        text = " ".join(clean(text)[0].split()) if reason not in ("zero_width", "bidi") else text
        if not text:
            return
        self._keep_unseen(reason, text, place)
        last = self.hidden[-1] if self.hidden else None
        if last and (last.reason, last.location) == (reason, place):
            self.hidden[-1] = HiddenText(reason, (last.excerpt + text)[:EXCERPT], place)
        elif len(self.hidden) < HIDDEN_KEPT:
            self.hidden.append(HiddenText(reason, text[:EXCERPT], place))
        self.problem("hidden-text")

    def picture(self, place: str, key: str, source: PictureSource | None) -> None:
        """Note a picture; its bytes are asked for later. Without a source it is drawn, not stored."""
        if len(self.pictures) < PICTURES_KEPT:
            self.pictures.append(PictureInside(place, name=key))
            self.sources.append(source)

    def _keep_unseen(self, reason: str, text: str, place: str) -> None:
        """Keep unseen text whole; a PDF hands it over character by character."""
        if reason in ("zero_width", "bidi"):
            return
        kind = _UNSEEN_KINDS.get(reason, PlaceKind.BODY)
        last = self.beside[-1] if self.beside else None
        if (
            last
            and not last.visible
            and (last.kind, last.location) == (kind, place)
            and self._fits(len(text))
        ):
            between = "" if len(text) == 1 else "\n"
            self.beside[-1] = PlacedText(kind, f"{last.text}{between}{text}", place, visible=False)
        else:
            self.aside(kind, text, place, visible=False)

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
