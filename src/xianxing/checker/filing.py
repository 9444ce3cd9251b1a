"""A filing as read from its folder: rows that answer typed questions and never raise.

A value of the wrong type reads as absent here; that it is wrong is said by the rule `field-type`. Locations
are those of the folder format: `content.exit_plan[0].funds`, `unit[lead].contacts`, `material[2].file`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from xianxing.documents.model import Document
from xianxing.documents.visible import narrowed

Raw = Mapping[str, object]


def tidy(text: str) -> str:
    """Text in NFC without control characters at its ends; inner white space stays, but for gaps too wide."""
    return narrowed(unicodedata.normalize("NFC", text)).strip().strip("\u200b\ufeff\u3000")


@dataclass(frozen=True)
class FolderRow:
    """One table of the filing (a record, or one row of a list) and where it stands."""

    data: Raw
    location: str

    def at(self, key: str) -> str:
        """The location of one of its keys."""
        return f"{self.location}.{key}" if self.location else key

    def has(self, key: str) -> bool:
        """Whether the key was written at all."""
        return key in self.data

    def raw(self, key: str) -> object:
        """Whatever was written, None when nothing was."""
        return self.data.get(key)

    def text(self, key: str) -> str:
        """The trimmed string, "" when absent or of another type."""
        value = self.data.get(key)
        return tidy(value) if isinstance(value, str) else ""

    def flag(self, key: str) -> bool | None:
        """True or false, None when absent or of another type."""
        value = self.data.get(key)
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        """A finite number, None otherwise."""
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        try:
            return float(value) if math.isfinite(value) else None
        except OverflowError:
            return None

    def day(self, key: str) -> date | None:
        """A day: a TOML date, the day of a date-time, or an ISO string; None otherwise."""
        return as_day(self.data.get(key))

    def strings(self, key: str) -> tuple[str, ...]:
        """The strings of a list; a single string counts as a list of one."""
        value = self.data.get(key)
        if isinstance(value, str):
            value = [value]
        return tuple(tidy(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def rows(self, key: str) -> tuple[FolderRow, ...]:
        """The tables of a list, with their locations; anything else is passed over."""
        value = self.data.get(key)
        if not isinstance(value, list):
            return ()
        return tuple(
            FolderRow(item, f"{self.at(key)}[{number}]")
            for number, item in enumerate(value)
            if isinstance(item, dict)
        )

    def record(self, key: str) -> FolderRow:
        """The table below a key, an empty one when there is none."""
        value = self.data.get(key)
        return FolderRow(value if isinstance(value, dict) else {}, self.at(key))


def as_day(value: object) -> date | None:
    """A day from a TOML value, or from a string such as 2024-01-31; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return None


@dataclass(frozen=True)
class FolderUnit(FolderRow):
    """A filing unit; `index` is its place in filing.toml."""

    id: str = ""
    index: int = 0

    @property
    def name(self) -> str:
        """机构名称."""
        return self.text("name")

    @property
    def kind(self) -> str:
        """The kind as written, known or not."""
        return self.text("kind")

    @property
    def lead(self) -> bool:
        """Whether it is marked as the lead; absent means no."""
        return self.flag("lead") is True

    @property
    def provider(self) -> bool:
        """Whether it is marked as supplying the scenario; absent means no."""
        return self.flag("scenario_provider") is True


@dataclass(frozen=True)
class FilingFile(FolderRow):
    """A material entry with the document read for it (None: no such file, or a path that may not be read)."""

    index: int = 0
    document: Document | None = None
    state: str = "read"  # read | missing | outside | no_name | directory

    @property
    def kind(self) -> str:
        """The kind of material as written."""
        return self.text("kind")

    @property
    def file(self) -> str:
        """The file name as written, NFC."""
        return self.text("file")

    @property
    def place(self) -> str:
        """Where findings about the file stand: its name, or the entry where it has none."""
        return self.file or self.location

    @property
    def issuers(self) -> tuple[str, ...]:
        """Unit ids, or `third_party`."""
        return self.strings("issuers")


@dataclass(frozen=True)
class FolderFiling:
    """Everything of one folder. `stray`: files that no entry names; `top`: the keys beside the tables."""

    top: FolderRow
    project: FolderRow
    content: FolderRow
    units: tuple[FolderUnit, ...]
    files: tuple[FilingFile, ...]
    stray: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()  # codes of what was odd about the archive

    @property
    def guide(self) -> str:
        """The guide named by the filing."""
        return self.top.text("guide")

    @property
    def batch(self) -> str:
        """The batch named by the filing."""
        return self.top.text("batch")

    @cached_property
    def leads(self) -> tuple[FolderUnit, ...]:
        """Units marked as lead."""
        return tuple(unit for unit in self.units if unit.lead)

    @property
    def lead(self) -> FolderUnit | None:
        """The lead when there is exactly one."""
        return self.leads[0] if len(self.leads) == 1 else None

    @property
    def joint(self) -> bool:
        """Whether more than one unit files."""
        return len(self.units) > 1

    @property
    def name(self) -> str:
        """项目名称."""
        return self.project.text("name")

    def unit(self, unit_id: str) -> FolderUnit | None:
        """The unit with this id."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def files_of(self, kind: str) -> tuple[FilingFile, ...]:
        """Material entries of a kind, in order."""
        return tuple(item for item in self.files if item.kind == kind)
