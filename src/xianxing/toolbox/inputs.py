"""What a tool works on once its folder was read: rows by table, settings, the day, and what was set aside."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xianxing.toolbox.columnar import ColumnarTable
from xianxing.toolbox.problems import InputProblem
from xianxing.toolbox.query_engine import open_engine
from xianxing.toolbox.tables import Row


@dataclass(frozen=True)
class SourceFile:
    """One table's file: rows that it holds, and the digest of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Inputs:
    """The folder as it was read. `aside` counts the rows of each table that lenient reading set aside.

    `columnar` are tables too large for rows in memory, which stay in their files.
    """

    as_of: date
    settings: Mapping[str, object]
    tables: Mapping[str, Sequence[Row]]
    files: Mapping[str, SourceFile] = field(default_factory=dict)
    problems: tuple[InputProblem, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)
    columnar: Mapping[str, ColumnarTable] = field(default_factory=dict)

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table in the order of the file; none where it isn't there, TypeError if columnar."""
        if table in self.columnar:
            raise TypeError(f"{table} is read by columns: its rows aren't in memory")
        return self.tables.get(table, ())

    def below(self, table: str, column: str, bound: int) -> Iterator[Row]:
        """The rows of a table whose number lies below a bound, whichever way it was read."""
        if table in self.columnar:
            with open_engine() as engine:
                yield from self.columnar[table].below(engine, column, bound)
            return
        for row in self.rows(table):
            number = row.number(column)
            if number is not None and number < bound:
                yield row

    def at(self, table: str, lines: Iterable[int]) -> Iterator[Row]:
        """The rows of a table at some lines, in their order, whichever way it was read."""
        wanted = sorted(set(lines))
        if table in self.columnar:
            if wanted:
                with open_engine() as engine:
                    yield from self.columnar[table].at(engine, wanted)
            return
        rows = self.rows(table)
        for line in wanted:
            place = bisect_left(rows, line, key=lambda row: row.line)
            if place < len(rows) and rows[place].line == line:
                yield rows[place]

    def word(self, setting: str) -> str:
        """A setting that is a word, "" where it isn't given."""
        value = self.settings.get(setting)
        return value if isinstance(value, str) else ""

    def number(self, setting: str) -> Decimal | None:
        """A setting that is a number, None where it isn't given."""
        value = self.settings.get(setting)
        return value if isinstance(value, Decimal) else None

    def words(self, setting: str) -> tuple[str, ...]:
        """A setting that is a list of words."""
        value = self.settings.get(setting)
        return tuple(map(str, value)) if isinstance(value, tuple) else ()

    @property
    def share_aside(self) -> Fraction:
        """The part of all rows that was set aside."""
        every = sum(file.rows for file in self.files.values())
        return Fraction(sum(self.aside.values()), every) if every else Fraction(0)
