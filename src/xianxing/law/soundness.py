"""What reads well and still can't be: days that overlap, parts no report can hold, files nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from xianxing.i18n import gettext
from xianxing.law.dated import Parameter
from xianxing.law.errors import GuideError
from xianxing.law.material import FORMATS, MaterialKind, Title
from xianxing.law.model import Guide, Organ
from xianxing.law.package import FILES, PROCEDURE
from xianxing.law.reading import TomlTable

READ = tuple(f"{file}.toml" for file in (*FILES, PROCEDURE))


class Dated(Protocol):
    """Something that holds from a day on, perhaps up to and including another."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


def refuse_unsound(guide: Guide, tables: Mapping[str, TomlTable]) -> None:
    """GuideError for the first of these things; a pinned package, taken as it stood, isn't asked."""
    folder = guide.folders[0]
    for problems in (
        _unread(folder),
        _organs(guide.organs.values(), tables["guide"]),
        _materials(guide.materials.values(), tables["materials"]),
        _titles(guide.titles, tables["titles"]),
        _numbers(guide.parameters.values(), tables["settings"]),
    ):
        for error in problems:
            raise error


def _unread(folder: Path) -> Iterator[GuideError]:
    for path in sorted(folder.glob("*.toml")):
        if path.name not in READ:
            problem = gettext("no part of a guide has this name, so nobody reads the file")
            remedy = gettext("rename it to one of these, or take it away: {names}")
            yield GuideError(f"{folder.name}/{path.name}", "", problem, remedy.format(names=", ".join(READ)))


def _organs(organs: Iterable[Organ], table: TomlTable) -> Iterator[GuideError]:
    for organ in organs:
        yield from _days(table, f"organ.{organ.key}.names", organ.names)


def _numbers(parameters: Iterable[Parameter], table: TomlTable) -> Iterator[GuideError]:
    for one in parameters:
        section = "setting" if one.open else "parameter"
        yield from _days(table, f"{section}.{one.key}.values", one.values)


def _titles(titles: Iterable[Title], table: TomlTable) -> Iterator[GuideError]:
    for title in titles:
        yield from _days(table, f"title.{title.key}.until", (title,))


def _materials(materials: Iterable[MaterialKind], table: TomlTable) -> Iterator[GuideError]:
    for kind in materials:
        key = f"material.{kind.key}"
        for name in kind.formats:
            if name not in FORMATS:
                yield table.unknown(f"{key}.formats", name, FORMATS)
        for part in kind.sections:
            if not (part.headings or part.words or part.pictures):
                problem = gettext("no word says how the part is recognised, so every report would lack it")
                remedy = gettext('write headings = ["…"] or words = ["…"], or take the part out')
                yield table.error(f"{key}.section.{part.key}", problem, remedy)


def _days(table: TomlTable, key: str, rows: Sequence[Dated]) -> Iterator[GuideError]:
    """What is wrong with values or names and their days: none at all, one that never holds, two at once."""
    if not rows:
        yield table.error(
            key, gettext("the list is empty"), gettext("write one with its first day, at least")
        )
    for one in rows:
        if one.until is not None and one.until < one.since:
            problem = gettext("it ends on {until}, before it begins on {since}")
            told = problem.format(until=one.until.isoformat(), since=one.since.isoformat())
            yield table.error(key, told, gettext("put `since` or `until` right"))
    for one, following in pairwise(sorted(rows, key=lambda row: row.since)):
        if one.until is None or one.until >= following.since:
            problem = gettext("the one of {since} still holds on {day}, when another begins")
            told = problem.format(since=one.since.isoformat(), day=following.since.isoformat())
            remedy = gettext("write in the earlier one: until = the day before, or take one of them out")
            yield table.error(key, told, remedy)
