"""Finding the places where somebody signs: name, 职务, 单位 and date, in lines, in tables, in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xianxing.documents.dates import parse_date
from xianxing.documents.draft import place_of
from xianxing.documents.labels import LabelValue, bare_name, entries_of, is_pure_label, values_of_row
from xianxing.documents.model import Block, BlockKind, SignatureBlock

FAR = 10  # blocks without any signing label end a signature block
TAIL = 10  # the last blocks are a signature page even without a heading that says so
_SIGNING_HEADING = re.compile(r"签\s*[字署名章]|盖\s*章|承诺|声明")
_PERSON = re.compile(r"姓\s*名|签署人姓名|人员")
_SENTENCES = 40  # characters with a stop: text of the report, not of a signature page
_SKIPPED = (BlockKind.HEADER, BlockKind.FOOTER)


@dataclass
class _Group:
    """One signatory while being gathered."""

    name: str | None = None
    title: str = ""
    prefix: str = ""
    unit: str | None = None
    signed_on: date | None = None
    dated: bool = False
    early: bool = False  # the date stood alone above the name, as a cover's does: a later one counts
    unit_last: bool = False  # the unit stands below the name, as under an official letter
    signing: bool = False
    location: str = ""
    last: int = 0

    def takes(self, entry: LabelValue) -> bool:
        """Whether the entry still fits here, or begins the next signatory."""
        if entry.field == "name":
            return self.name is None or (not self.name and bool(entry.value))
        if entry.field == "unit":
            return not self.unit
        if entry.field == "title":
            return not self.title
        return self.signed_on is None or (self.early and self.name is not None)

    def put(self, entry: LabelValue) -> None:
        """Take the entry's value."""
        self.signing = self.signing or entry.signing
        self.prefix = self.prefix or entry.title
        if entry.field == "name":
            self.name = entry.value
        elif entry.field == "unit":
            self.unit, self.unit_last = entry.value, bool(self.name)
        elif entry.field == "title":
            self.title = entry.value
        else:
            self.dated, self.early = True, entry.lone and self.name is None
            self.signed_on = parse_date(entry.value)

    def finished(self) -> SignatureBlock | None:
        """The signature block, or None when nothing shows that anybody signs here."""
        named = self.name is not None
        title = self.title or self.prefix
        signs = self.signing and (named or (self.dated and bool(title or self.unit)))
        if not signs and not (self.name and title and self.signed_on):
            return None
        return SignatureBlock(self.name or "", title, self.unit or "", self.signed_on, self.location)


def find_signatures(blocks: Sequence[Block]) -> list[SignatureBlock]:
    """All signature blocks in order. Nothing is guessed from a mention in running text.

    A part that isn't there stays empty; an unreadable or impossible date is None. A list of people who merely
    hold offices, and a cover's 出具单位 and 出具日期, are no signatures.
    """
    walker = _Walker()
    lines = [block for block in blocks if block.kind not in _SKIPPED]
    skip = 0
    for position, block in enumerate(lines):
        if skip:
            skip -= 1
            continue
        table = _signature_table(lines, position)
        if table:
            skip = len(table) - 1
            walker.finish()
            walker.found.extend(table[1:])
            continue
        walker.line(block, position, at_end=position >= len(lines) - TAIL)
    walker.finish()
    return [signature for signature in walker.found if signature is not None]


class _Walker:
    """Goes through the lines and keeps the signatories that are open: one, or one a column."""

    def __init__(self) -> None:
        self.open: list[_Group] = []
        self.found: list[SignatureBlock | None] = []
        self.waiting: LabelValue | None = None  # a label whose value may stand in the next line

    def line(self, block: Block, position: int, *, at_end: bool) -> None:
        """Read one block."""
        location = place_of(block.page, block.slide, block.heading)
        if self.open and position - max(group.last for group in self.open) > FAR:
            self.finish()
        area = bool(self.open) or at_end or bool(_SIGNING_HEADING.search(block.heading))
        rows = [values_of_row(block.cells, area)] if block.cells else _lines(block.text, area)
        if _is_body(block) and not any(group.signing for group in self.open):
            self.finish()  # a unit and a day above the text are a cover
        for entries in rows:
            if not entries:
                continue
            if self.waiting and entries[0].field == "bare":
                entries = self._late_value(entries[0].value)
            self.waiting = None
            labelled = [entry for entry in entries if entry.field != "bare"]
            self._put_all(labelled, location, position)

    def _late_value(self, text: str) -> list[LabelValue]:
        waiting = self.waiting
        if waiting is None or not self.open:
            return []
        group = self.open[-1]
        if waiting.field == "name" and not bare_name(text):
            return []
        if waiting.field == "date" and parse_date(text) is None:
            return []
        if len(text) > 30 or re.search(r"[。；]", text):
            return []
        group.put(
            LabelValue(
                waiting.field, bare_name(text) if waiting.field == "name" else text, signing=waiting.signing
            )
        )
        return []

    def _put_all(self, entries: list[LabelValue], location: str, position: int) -> None:
        fields = [entry.field for entry in entries]
        columns = max((fields.count(field) for field in set(fields)), default=0)
        if columns > 1:
            if len(self.open) != columns or not all(self.open[0].takes(entry) for entry in entries[:1]):
                self.finish()
                self.open = [_Group(location=location, last=position) for _ in range(columns)]
            for field in dict.fromkeys(fields):
                same = [entry for entry in entries if entry.field == field]
                for group, entry in zip(self.open, same, strict=False):
                    self._put(group, entry, position)
            return
        for entry in entries:
            if len(self.open) > 1 or not self.open or not self.open[-1].takes(entry):
                carried = self.open[0].unit if self._same_unit(entry) else None
                self.finish()
                self.open = [_Group(unit=carried, location=location, last=position)]
            self._put(self.open[-1], entry, position)

    def _same_unit(self, entry: LabelValue) -> bool:
        """A second signatory under one 单位 heading, before any other unit is named."""
        first = self.open[0] if len(self.open) == 1 else None
        return entry.field == "name" and first is not None and bool(first.unit) and not first.unit_last

    def _put(self, group: _Group, entry: LabelValue, position: int) -> None:
        group.put(entry)
        group.last = position
        self.waiting = entry if not entry.value else None

    def finish(self) -> None:
        """Close what is open."""
        self.found.extend(group.finished() for group in self.open)
        self.open = []
        self.waiting = None


def _is_body(block: Block) -> bool:
    """Whether a block is text of the report itself, below which a cover has ended."""
    return block.kind is BlockKind.HEADING or (len(block.text) >= _SENTENCES and "。" in block.text)


def _lines(text: str, area: bool) -> list[list[LabelValue]]:
    return [entries_of(line, area) for line in text.split("\n")]


def _signature_table(blocks: Sequence[Block], position: int) -> list[SignatureBlock | None]:
    """Signatures of a table whose first row names the columns; [None, …] with one item a row, or nothing."""
    head = blocks[position]
    fields = [is_pure_label(cell) for cell in head.cells]
    if "name" not in fields and re.search(r"签\s*[字署名]", head.text):
        fields = [
            "name" if _PERSON.fullmatch(cell.strip()) else field
            for cell, field in zip(head.cells, fields, strict=True)
        ]
    if "name" not in fields or len([field for field in fields if field]) < 2:
        return []
    found: list[SignatureBlock | None] = [None]
    for block in blocks[position + 1 :]:
        if block.kind is not BlockKind.TABLE_ROW or len(block.cells) != len(head.cells):
            break
        if any(is_pure_label(cell) for cell in block.cells):
            break
        cell = {field: text.strip() for field, text in zip(fields, block.cells, strict=True) if field}
        if not any(cell.values()):
            found.append(None)
            continue
        signature = SignatureBlock(
            bare_name(cell.get("name", "")),
            cell.get("title", ""),
            cell.get("unit", ""),
            parse_date(cell.get("date", "")),
            place_of(block.page, block.slide, block.heading),
        )
        found.append(signature)
    return found if len(found) > 1 else []
