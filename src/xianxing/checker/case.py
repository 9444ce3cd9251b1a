"""What every rule looks at: one filing under one guide on one day, and how to name its places for people."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xianxing.checker.filing import FilingFile, FolderFiling, FolderRow, FolderUnit
from xianxing.checker.text.stream import FilingText, filing_texts
from xianxing.law import Clause, Field, FieldKind, Guide, NoValueError, Text, UnitKind

GROUPS = {
    "project": Text("申报表", "form"),
    "content": Text("申报表", "form"),
    "unit": Text("信息表", "unit sheet"),
    "material": Text("材料清单", "list of files"),
}
_SEGMENT = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?")
_WORDS = (FieldKind.TEXT, FieldKind.SHORT_TEXT)


@dataclass(frozen=True)
class Slot:
    """One field of the form as it stands in the filing: a cell, a table or a record."""

    field: Field
    row: FolderRow
    unit: FolderUnit | None = None

    @property
    def location(self) -> str:
        """Where it stands."""
        return self.row.at(self.field.key)

    @property
    def text(self) -> str:
        """Its text, "" for anything but a string."""
        return self.row.text(self.field.key)


@dataclass(frozen=True)
class CallWindow:
    """A call's own window, both days inside; without one the dates of the guide's batch count.

    `formerly` is the last day before an extension, `announced` the day of that notice. `filed` is the day on
    which the filing was received, once it was: a correction is not late for coming after the window.
    """

    opens: date
    closes: date
    formerly: date | None = None
    announced: date | None = None
    filed: date | None = None


@dataclass(frozen=True)
class CheckContext:
    """One filing, under one guide, as of one day. Nothing here knows any other filing."""

    filing: FolderFiling
    guide: Guide
    as_of: date
    window: CallWindow | None = None

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every field of form, unit sheets and list of files in order, tables row by row after their slot."""
        found: list[Slot] = []
        for group, row in (("project", self.filing.project), ("content", self.filing.content)):
            found += self._slots(group, row, None)
        for unit in self.filing.units:
            found += self._slots("unit", unit, unit)
        for item in self.filing.files:
            found += self._slots("material", item, None)
        return tuple(found)

    def _slots(self, group: str, row: FolderRow, unit: FolderUnit | None) -> Iterator[Slot]:
        for field in self.guide.fields_of(group):
            yield Slot(field, row, unit)
            below: tuple[FolderRow, ...] = ()
            if field.kind is FieldKind.TABLE:
                below = row.rows(field.key)
            elif field.kind is FieldKind.GROUP and row.has(field.key):
                below = (row.record(field.key),)
            for inner in below:
                for column in field.columns:
                    yield Slot(column, inner, unit)

    @cached_property
    def cells(self) -> tuple[Slot, ...]:
        """The slots that hold words."""
        return tuple(slot for slot in self.slots if slot.field.kind in _WORDS)

    @cached_property
    def texts(self) -> tuple[FilingText, ...]:
        """All words of the filing, each with its place: cells first, then the files in order."""
        return tuple(filing_texts(self))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Proper names of this filing: the project, the units, third parties, the files."""
        found = [unit.name for unit in self.filing.units]
        for item in self.filing.files:
            found += [item.text("third_party"), item.file, item.file.rpartition("/")[2]]
        return tuple(name for name in found if len(name) > 3)

    @cached_property
    def glossary(self) -> dict[str, str]:
        """Canonical English terms of 英文术语对照 with their Chinese."""
        from xianxing.checker.text.english import canonical

        rows = self.filing.content.rows("glossary")
        return {canonical(row.text("term")): row.text("chinese") for row in rows if row.text("term")}

    @cached_property
    def institution_numbers(self) -> frozenset[str]:
        """Numbers of institutions that might be taken for personal ones: codes and licence numbers."""
        found = {unit.text("uscc").upper() for unit in self.filing.units}
        for unit in self.filing.units:
            found |= set(re.findall(r"\d{8,}", " ".join(row.text("number") for row in unit.rows("licences"))))
        return frozenset(found)

    def look(self, path: str, slot: Slot) -> object:
        """The value that a form condition reads: within the same unit and row where the path names them."""
        if path == "filing.joint":
            return self.filing.joint
        group, _, rest = path.partition(".")
        key = path.rpartition(".")[2]
        if path.rpartition(".")[0] == slot.field.path.rpartition(".")[0]:
            return slot.row.raw(key)
        top = {"project": self.filing.project, "content": self.filing.content}.get(group, slot.unit)
        return top.raw(rest) if top is not None else None

    def number(self, key: str) -> int | None:
        """A number of the guide on the day of filing; None where the guide has no such parameter.

        Before its first day the earliest value counts: a filing that comes too early is told so by a rule of
        its own, and is checked all the same.
        """
        parameter = self.guide.parameters.get(key)
        if parameter is None or not parameter.values:
            return None
        try:
            value = parameter.on(self.as_of).value
        except NoValueError:
            value = min(parameter.values, key=lambda one: one.since).value
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def limit(self, field: Field) -> int | None:
        """The most 字 that a field may hold, or None."""
        return self.number(field.limit) if field.limit else None

    def unit_kind(self, unit: FolderUnit) -> UnitKind | None:
        """The kind of a unit when the guide knows it."""
        return self.guide.unit_kinds.get(unit.kind)

    def is_pilot(self, unit: FolderUnit) -> bool:
        """Whether the unit is a pilot institution (not a technology firm)."""
        kind = self.unit_kind(unit)
        return kind is not None and kind.pilot

    @cached_property
    def providers(self) -> tuple[FolderUnit, ...]:
        """Pilot institutions that supply the scenario."""
        return tuple(unit for unit in self.filing.units if unit.provider and self.is_pilot(unit))

    @cached_property
    def trial_end(self) -> date | None:
        """The day on which the trial as planned is over; None when start or length is missing or absurd."""
        start, months = self.filing.project.day("planned_start"), self.filing.project.number("trial_months")
        if start is None or months is None or not 0 < months <= 240:
            return None
        year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])) if year < 9999 else None

    @cached_property
    def compliance_units(self) -> tuple[FolderUnit, ...]:
        """Units whose compliance head must sign: the lead, or the providers behind a technology firm."""
        lead = self.filing.lead
        if lead is not None and self.is_pilot(lead):
            return (lead,)
        return self.providers

    @cached_property
    def reports(self) -> tuple[FilingFile, ...]:
        """Files of a known kind that were opened and can be used."""
        return tuple(item for item in self.filing.files if item.document is not None and item.document.usable)

    def unit_name(self, unit_id: str) -> str:
        """The name behind a unit id, the id itself where there is none."""
        unit = self.filing.unit(unit_id)
        return unit.name if unit and unit.name else unit_id

    def display(self, clause: str) -> str:
        """A clause as people cite it."""
        found: Clause | None = self.guide.clauses.get(clause)
        return found.display if found else clause

    def where(self, location: str) -> Text:
        """A location in words, counted from 1: 申报表“退出方案”第1行“资金清退”."""
        if not location:
            return Text("整份申报", "the filing as a whole")
        group = re.split(r"[.\[]", location)[0]
        if group not in GROUPS or self._is_file(location):
            return _file_words(location)
        return self._place_words(location, group)

    def _is_file(self, location: str) -> bool:
        name = location.partition("#")[0]
        return any(item.file == name for item in self.filing.files)

    def _place_words(self, location: str, group: str) -> Text:
        zh, en = [GROUPS[group].zh], [GROUPS[group].en]
        path = ""
        for number, (key, index) in enumerate(_SEGMENT.findall(location)):
            path = key if number == 0 else f"{path}.{key}"
            if number == 0:
                if group == "unit":
                    name = self.unit_name(index)
                    zh, en = [f"《信息表》（{name}）"], [f"unit sheet of {name}"]
                if group == "material":
                    zh, en = [f"材料清单第{int(index) + 1}项"], [f"file entry {int(index) + 1}"]
                continue
            label = self.guide.field(path).label if self.guide.has_field(path) else Text(key, key)
            zh.append(f"“{label.zh}”" + (f"第{int(index) + 1}行" if index.isdigit() else ""))
            en.append(f"“{label.en or key}”" + (f" row {int(index) + 1}" if index.isdigit() else ""))
        return Text("".join(zh), ", ".join(en))


def _file_words(location: str) -> Text:
    name, _, place = location.partition("#")
    key, _, value = place.partition("=")
    zh = {"page": f"第{value}页", "slide": f"第{value}张", "heading": f"“{value}”一节"}.get(key, "")
    en = {"page": f", page {value}", "slide": f", slide {value}", "heading": f", section “{value}”"}.get(
        key, ""
    )
    return Text(f"文件《{name}》{zh}", f"file {name}{en}")
