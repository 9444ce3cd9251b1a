"""Large Parquet tables read by columns: DuckDB looks for rows that may be wrong, the reader judges those.

A table has at most 200,000,000 rows; its numbers at most 10 places, below 10^18, so that sums stay exact. Of
rows that are wrong the first 10,000 are told; with more the folder is refused in lenient reading as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from xianxing.i18n import gettext
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.query_engine import QueryEngine
from xianxing.toolbox.sources import (
    LONGEST_CELL,
    BadTable,
    bad_table,
    is_read_alike,
    parquet_header,
    text_of,
)
from xianxing.toolbox.tables import Kind, Row, Table, TableColumn

COLUMNAR_FROM = 1_000_000  # rows of a Parquet file from which it is read by columns
MOST_ROWS, MOST_TOLD = 200_000_000, 10_000
PLACES, LARGEST = 10, Decimal(10) ** 18
CELL = f"decimal(38, {PLACES})"
# What Python strips from a text, and what `problems` refuses in one.
_BLANK = r"[\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_ENDS = f"^{_BLANK}+|{_BLANK}+$"
_UNWRITABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_NUMBER = rf"^[+-]?([0-9]{{1,18}})(\.[0-9]{{1,{PLACES}}})?$"
# What 64 bits hold: DuckDB reads a text as such a number two hundred times as fast as one of 128 bits.
_NARROW = f"decimal(18, {PLACES})"
_SHORT = rf"^[+-]?[0-9]{{1,{18 - PLACES}}}(\.[0-9]{{1,{PLACES}}})?$"


@dataclass(frozen=True)
class ColumnarTable:
    """A table that stays in its file: how many rows it has, and the lines that were set aside."""

    table: Table
    path: Path
    header: tuple[str, ...]
    rows: int
    sha256: str
    aside: frozenset[int] = field(default_factory=frozenset)

    def relation(self, engine: QueryEngine) -> Any:
        """The rows as an Ibis table of DuckDB: line, and each declared column in the type of its kind."""
        raw = _raw(engine, self.path)
        columns = {
            column.name: _value(raw[column.name], column)
            for column in self.table.columns
            if column.name in self.header
        }
        typed = raw.select(line=_line(raw), **columns)
        return typed.filter(~typed["line"].isin(sorted(self.aside))) if self.aside else typed

    def below(self, engine: QueryEngine, column: str, bound: int) -> Iterator[Row]:
        """The rows whose number lies below a bound."""
        relation = self.relation(engine)
        for cells in engine.rows(relation.filter(relation[column] < bound).order_by("line")):
            line = cells.pop("line")
            yield Row(self.table.name, line, {name: cell for name, cell in cells.items() if cell is not None})

    def at(self, engine: QueryEngine, lines: Iterable[int]) -> Iterator[Row]:
        """The rows at some lines, in their order; numbers without the zeros that an engine writes."""
        relation = self.relation(engine)
        wanted = relation.filter(relation["line"].isin(sorted(set(lines)))).order_by("line")
        for cells in engine.rows(wanted):
            line = cells.pop("line")
            kept = {name: _short(cell) for name, cell in cells.items() if cell is not None}
            yield Row(self.table.name, line, kept)


@dataclass(frozen=True)
class SuspectRows:
    """Rows that may be wrong, as text with their lines, and how many more there are."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    more: int


def _short(cell: Any) -> Any:
    return cell.normalize() if isinstance(cell, Decimal) else cell


def is_columnar(path: Path, table: Table, least: int) -> bool:
    """Whether a Parquet file has so many rows, and columns that DuckDB reads as the reader of rows does."""
    from pyarrow import parquet

    try:
        header, rows = parquet_header(path, table.name)
    except BadTable:
        return False  # the reader of rows says what is wrong
    if rows < least or any(sign in str(path) for sign in "*?["):  # DuckDB takes these as patterns
        return False
    names = {name.casefold() for name in header}
    if len(names) < len(header) or names & {"file_row_number", "filename"}:
        return False
    schema = parquet.read_schema(path)
    if not all(header) or tuple(schema.names) != header:  # DuckDB has names of its own for these
        return False
    return all(
        is_read_alike(schema.field(column.name).type, column.kind)
        for column in table.columns
        if column.name in header
    )


def open_columnar(path: Path, table: Table) -> ColumnarTable:
    """The table with its header and digest; BadTable where the file can't be read as Parquet."""
    header, rows = parquet_header(path, table.name)
    if rows > MOST_ROWS:
        words = gettext("at most {most} rows a table").format(most=MOST_ROWS)
        raise bad_table(table.name, ProblemCode.TOO_LARGE, words)
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return ColumnarTable(table, path, header, rows, digest.hexdigest())


def suspects(engine: QueryEngine, columnar: ColumnarTable, ids: Mapping[str, Iterable[str]]) -> SuspectRows:
    """Every row of which a cell may be wrong, or whose key may stand twice, or that names no id of `ids`."""
    import duckdb

    declared = [column for column in columnar.table.columns if column.name in columnar.header]
    tables = {
        name: engine.upload(_ids(some), "ids")
        for name, some in ids.items()
        if any(column.refers == name for column in declared)
    }
    try:
        raw = _raw(engine, columnar.path)
        wrong = [_wrong(raw[column.name], column, tables) for column in declared]
        bad = raw.filter(reduce(or_, wrong).fill_null(True)) if wrong else raw.limit(0)
        twice = _twice(engine, raw, columnar.table, columnar.header)
        if twice is not None:
            bad = bad.union(twice, distinct=True)
        bad = bad.mutate(line=_line(bad)).order_by("line")
        found = list(engine.rows(bad.limit(MOST_TOLD)))
        more = (
            engine.table(bad.count().as_table())[0][0].as_py() - len(found) if len(found) == MOST_TOLD else 0
        )
    except duckdb.Error as error:
        words = gettext("the file can't be read as Parquet: {error}")
        said = words.format(error=str(error)[:200])
        raise bad_table(columnar.table.name, ProblemCode.BAD_PARQUET, said) from None
    finally:
        for one in tables.values():
            engine.drop(one)
    texts = tuple((row["line"], tuple(text_of(row[name]) for name in columnar.header)) for row in found)
    return SuspectRows(columnar.header, texts, more)


def too_fine(rows: Iterable[Row]) -> Iterator[InputProblem]:
    """Numbers that no sum of an engine holds exactly."""
    for row in rows:
        for name, cell in row.cells.items():
            if isinstance(cell, Decimal) and not fits(cell):
                words = gettext("a table of this size has numbers of at most {places} places, below 10^18")
                said = words.format(places=PLACES)
                value = format(cell, "f")
                yield InputProblem(row.table, row.line, name, ProblemCode.OUT_OF_RANGE, value, said)


def fits(number: Decimal) -> bool:
    """Whether an engine holds a number exactly."""
    return abs(number) < LARGEST and number == round(number, PLACES)


def more_problem(table: str, more: int) -> InputProblem:
    """That there are more rows that are wrong than are told."""
    words = gettext("{more} more rows may be wrong: mend those above first").format(more=more)
    return InputProblem(table, None, "", ProblemCode.TOO_LARGE, "", words)


def _raw(engine: QueryEngine, path: Path) -> Any:
    return engine.backend.read_parquet(str(path), file_row_number=True, hive_partitioning=False)


def _line(raw: Any) -> Any:
    """The header would be line 1."""
    return raw.file_row_number + 2


def _ids(some: Iterable[str]) -> Any:
    import pyarrow

    return pyarrow.table({"id": pyarrow.array(sorted(some), pyarrow.string())})


def _text(cell: Any) -> Any:
    return cell.cast("string").re_replace(_ENDS, "").nullif("")


def _value(cell: Any, column: TableColumn) -> Any:
    """A cell in the type of its kind; null where it is missing or can't be read.

    An engine may look at a row before it leaves it out, so that no cast may fail.
    """
    kind, type_ = column.kind, cell.type()
    if kind in (Kind.NUMBER, Kind.INTEGER):
        whole = type_.is_integer() or type_.is_decimal()
        return cell.try_cast(CELL) if whole else _exact(_text(cell))
    if kind is Kind.DATE:
        return cell.try_cast("date") if type_.is_temporal() else _text(cell).try_cast("date")
    if kind is Kind.FLAG:
        return cell if type_.is_boolean() else _text(cell) == "1"
    return _text(cell)


def _exact(text: Any) -> Any:
    """The number of a text, null where it is none; a long one is the sum of its two sides of the point."""
    import ibis

    whole = text.re_extract(_NUMBER, 1).try_cast("int64").cast(CELL)
    part = ("0" + text.re_extract(_NUMBER, 2)).try_cast(_NARROW).cast(CELL)
    size = whole + part
    return ibis.cases(
        (text.re_search(_SHORT), text.try_cast(_NARROW).cast(CELL)),
        (text.re_search(_NUMBER), ibis.ifelse(text.startswith("-"), -size, size).cast(CELL)),
        else_=text.try_cast(CELL),
    )


def _wrong(cell: Any, column: TableColumn, tables: Mapping[str, Any]) -> Any:
    """Whether a cell may be wrong; a right one may be said to be, never the other way round."""
    missing = cell.isnull() if not cell.type().is_string() else _text(cell).isnull()
    wrong = _wrong_kind(cell, column)
    if column.choices:
        wrong = wrong | ~_text(cell).isin(column.choices)
    if column.refers in tables:
        wrong = wrong | ~_text(cell).isin(tables[column.refers].id)
    return missing | wrong if column.required else ~missing & wrong


def _wrong_kind(cell: Any, column: TableColumn) -> Any:
    kind, type_ = column.kind, cell.type()
    if kind in (Kind.NUMBER, Kind.INTEGER):
        return _wrong_number(cell, column)
    if kind is Kind.DATE:
        if type_.is_date():
            return ~cell.year().between(1, 9999)
        if type_.is_timestamp():
            return (cell != cell.truncate("D")) | ~cell.year().between(1, 9999)
        return ~_text(cell).re_search(_DATE) | _text(cell).try_cast("date").isnull()
    if kind is Kind.TIME:
        return ~_text(cell).re_search(_TIME)
    if kind is Kind.FLAG:
        return cell.isnull() if type_.is_boolean() else ~_text(cell).isin(("0", "1"))
    text = cell.cast("string")
    return (text.length() > LONGEST_CELL) | text.re_search(_UNWRITABLE)


def _wrong_number(cell: Any, column: TableColumn) -> Any:
    type_ = cell.type()
    if type_.is_integer() or (type_.is_decimal() and (type_.scale or 0) <= PLACES):
        value = cell.try_cast(CELL)
        wrong = value.isnull()
    elif type_.is_floating():
        value = _exact(cell.cast("string"))
        wrong = value.isnull() | (value.cast("float64") != cell.cast("float64"))
    else:
        value = _exact(_text(cell))
        wrong = ~_text(cell).re_search(_NUMBER) | value.isnull()
    wrong = wrong | (value.abs() >= int(LARGEST))
    if column.kind is Kind.INTEGER:
        wrong = wrong | (value != value.round())
    for bound, beyond in (
        (column.low, value.__lt__),
        (column.high, value.__gt__),
        (column.above, value.__le__),
    ):
        if bound is not None:
            wrong = wrong | beyond(bound)
    return wrong


def _twice(engine: QueryEngine, raw: Any, table: Table, header: tuple[str, ...]) -> Any:
    """Rows whose key stands twice: of those whose key has the digest of another, by the key itself."""
    if not table.key or any(name not in header for name in table.key):
        return None
    import ibis

    texts = [_text(raw[name]).fill_null("") for name in table.key]
    keyed = raw.mutate(key_text=ibis.literal("\x1f").join(texts))
    keyed = keyed.mutate(key_hash=keyed.key_text.hash())
    many = keyed.group_by("key_hash").agg(many=keyed.count()).filter(lambda one: one.many > 1)
    near = engine.keep(keyed.inner_join(many.select("key_hash"), "key_hash"), "near")
    same = near.group_by("key_text").agg(many=near.count()).filter(lambda one: one.many > 1)
    return near.inner_join(same.select("key_text"), "key_text").select(*raw.columns)
