"""What a tool's tables look like: columns with their kinds, as data that reader, schema and docs share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xianxing.law.findings import JSON

Cell = str | Decimal | date | bool | tuple[str, ...] | None


class Kind(StrEnum):
    """What a cell holds: plain decimals, ISO dates, flags 0/1, words, or ids apart by semicolons."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    LIST = "list"


@dataclass(frozen=True)
class TableColumn:
    """One column; `low` and `high` bound numbers, `above` is a bound that isn't reached itself.

    `choices` are the words that it may hold, `refers` the table whose key it names. A column that isn't
    `required` may be missing, as its cells may.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    above: Decimal | None = None
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """One table; `key` are the columns by which a row is known, none where rows may repeat.

    `spans` are pairs of columns of which the second may not lie before the first. A Parquet table of
    `in_columns_from` rows and more stays in columns (`column_rows`); the tool then takes it as it comes.
    """

    name: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    spans: tuple[tuple[str, str], ...] = ()
    in_columns_from: int | None = None

    def as_schema(self) -> dict[str, JSON]:
        """The table as a Table Schema (Frictionless), with the bounds and references of its columns."""
        schema: dict[str, JSON] = {
            "name": self.name,
            "required": self.required,
            "fields": [_field(column) for column in self.columns],
            "missingValues": [""],
        }
        if self.key:
            schema["primaryKey"] = list(self.key)
        keys: list[JSON] = [
            {"fields": [one.name], "reference": {"resource": one.refers}}
            for one in self.columns
            if one.refers
        ]
        return {**schema, "foreignKeys": keys} if keys else schema


@dataclass(frozen=True)
class Setting:
    """One entry of `tool.toml`, by its dotted name; `default` is what counts where it isn't there.

    `refers` is the table whose key it names.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Cell | tuple[Decimal, ...] = None
    low: Decimal | None = None
    high: Decimal | None = None
    refers: str = ""


@dataclass(frozen=True)
class Row:
    """One row that was read; what is missing is None. The getters give a cell in the kind of its column."""

    table: str
    line: int
    cells: Mapping[str, Cell] = field(default_factory=dict, hash=False)

    def get(self, column: str) -> Cell:
        """The cell, or None where it is missing."""
        return self.cells.get(column)

    def text(self, column: str) -> str:
        """A word, or "" where it is missing."""
        value = self.cells.get(column)
        return value if isinstance(value, str) else ""

    def number(self, column: str) -> Decimal | None:
        """An exact number, or None where it is missing."""
        value = self.cells.get(column)
        return value if isinstance(value, Decimal) else None

    def day(self, column: str) -> date | None:
        """A date, or None where it is missing."""
        value = self.cells.get(column)
        return value if isinstance(value, date) else None

    def flag(self, column: str) -> bool | None:
        """A flag, or None where it is missing: that isn't the same as no."""
        value = self.cells.get(column)
        return value if isinstance(value, bool) else None

    def names(self, column: str) -> tuple[str, ...]:
        """The words of a list, none where it is missing."""
        value = self.cells.get(column)
        return value if isinstance(value, tuple) else ()

    def holds_on(self, day: date, *, since: str = "from", until: str = "to") -> bool:
        """Whether the row counts on a day: both ends are inclusive, an empty one is open."""
        first, last = self.day(since), self.day(until)
        return (first is None or first <= day) and (last is None or day <= last)

    @property
    def evidence(self) -> dict[str, JSON]:
        """Where the row stands, as findings name it."""
        return {"table": self.table, "line": self.line}


def columns_of(table: Table, kind: Kind) -> Iterator[TableColumn]:
    """The columns of one kind."""
    return (column for column in table.columns if column.kind is kind)


def _field(column: TableColumn) -> dict[str, JSON]:
    kinds = {Kind.FLAG: "boolean", Kind.TEXT: "string", Kind.LIST: "string"}
    constraints: dict[str, JSON] = {"required": column.required}
    if column.choices:
        constraints["enum"] = list(column.choices)
    for name, bound in (
        ("minimum", column.low),
        ("maximum", column.high),
        ("exclusiveMinimum", column.above),
    ):
        if bound is not None:
            constraints[name] = format(bound, "f")
    plain: dict[str, JSON] = {"name": column.name, "type": kinds.get(column.kind, column.kind.value)}
    if column.kind is Kind.FLAG:
        plain |= {"trueValues": ["1"], "falseValues": ["0"]}
    if column.kind is Kind.LIST:
        plain["separator"] = ";"
    return {**plain, "constraints": constraints}
