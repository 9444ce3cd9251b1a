"""A table's bytes as rows of text, from CSV or Parquet, within limits, whatever its columns mean."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xianxing.i18n import gettext
from xianxing.toolbox.column_rows import ColumnRows
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.tables import Kind, Table

MEGABYTE = 1024 * 1024
LARGEST_CSV, LARGEST_PARQUET = 512 * MEGABYTE, 2048 * MEGABYTE
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5_000_000, 200, 32_768


class BadTable(Exception):
    """The file as a whole can't be read."""

    def __init__(self, problem: InputProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True)
class RawTable:
    """Header and rows as text, "" where a cell is missing, each with its line.

    `problems` are those of single rows, which aren't among the rows.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sha256: str
    problems: tuple[InputProblem, ...] = ()


def read_source(path: Path, table: str) -> RawTable:
    """The rows of a `.csv` or `.parquet` file; BadTable where it is too large, a link or can't be read."""
    largest = LARGEST_PARQUET if path.suffix == ".parquet" else LARGEST_CSV
    if path.is_symlink() or not path.is_file():
        raise bad_table(
            table, ProblemCode.MISSING_FILE, gettext("put the file into the folder: links aren't followed")
        )
    if path.stat().st_size > largest:
        words = gettext("at most {size} MB a table; use Parquet, or fewer rows")
        raise bad_table(table, ProblemCode.TOO_LARGE, words.format(size=largest // MEGABYTE))
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return _parquet(data, table, digest) if path.suffix == ".parquet" else read_csv(data, table, digest)


def read_in_columns(path: Path, table: Table) -> tuple[ColumnRows, tuple[str, ...], str] | None:
    """A large Parquet table in columns, with its header and digest; None where it is to be read by rows."""
    at_least = table.in_columns_from
    if at_least is None or path.suffix != ".parquet" or path.is_symlink() or not find_spec("numpy"):
        return None
    if find_spec("pyarrow") is None or not path.is_file() or path.stat().st_size > LARGEST_PARQUET:
        return None
    import pyarrow
    from pyarrow import parquet

    data = path.read_bytes()
    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(data))
        header = tuple(str(name).strip() for name in file.schema_arrow.names)
        if not at_least <= file.metadata.num_rows <= MOST_ROWS or not _takes(
            file.schema_arrow, header, table
        ):
            return None
        read = file.read()
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError):
        return None  # read by rows it is told what is wrong
    declared = {column.name for column in table.columns}
    columns = {name: _column(read, place) for place, name in enumerate(header) if name in declared}
    return ColumnRows(table, columns, read.num_rows, text_of), header, hashlib.sha256(data).hexdigest()


def _column(read: Any, place: int) -> Any:
    """A column of a table; one without any value, which may have no type, as words."""
    import pyarrow

    values = read.column(place)
    return values.cast(pyarrow.string()) if pyarrow.types.is_null(values.type) else values


def _takes(schema: Any, header: tuple[str, ...], table: Table) -> bool:
    """Whether columns can hold the table as well as rows do: ids are words or whole numbers."""
    from pyarrow import types

    plain = (types.is_string, types.is_large_string, types.is_integer)
    ids = {column.name for column in table.columns if column.refers} | {*table.key}
    good = all(
        any(is_kind(field.type) for is_kind in plain)
        for name, field in zip(header, schema, strict=True)
        if name in ids
    )
    nested = any(types.is_nested(field.type) or types.is_dictionary(field.type) for field in schema)
    kinds = {column.name: column.kind for column in table.columns}
    good = good and all(
        types.is_null(field.type) or is_read_alike(field.type, kinds[name])
        for name, field in zip(header, schema, strict=True)
        if name in kinds
    )
    return good and not nested and len(header) <= MOST_COLUMNS and len({*header}) == len(header)


def is_read_alike(type_: Any, kind: Kind) -> bool:
    """Whether cells of a Parquet type, taken by columns, say of a kind what their texts say."""
    from pyarrow import types

    if types.is_dictionary(type_):
        type_ = type_.value_type
    if types.is_string(type_) or types.is_large_string(type_):
        return True
    if kind in (Kind.NUMBER, Kind.INTEGER):
        return bool(types.is_integer(type_) or types.is_floating(type_) or types.is_decimal128(type_))
    if kind is Kind.DATE:
        return bool(types.is_date(type_) or (types.is_timestamp(type_) and type_.tz is None))
    if kind is Kind.FLAG:
        return bool(types.is_integer(type_) or types.is_boolean(type_))
    return bool(types.is_integer(type_))


def read_csv(data: bytes, table: str, digest: str, *, delimiter: str = ",") -> RawTable:
    """The rows of a text table; BadTable where it isn't UTF-8, or as RFC 4180 says but for the delimiter."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise bad_table(table, ProblemCode.BAD_ENCODING, _encoding_of(data)) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    rows: list[tuple[int, tuple[str, ...]]] = []
    problems: list[InputProblem] = []
    header: tuple[str, ...] = ()
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header(cells, table)
                continue
            if len(cells) != len(header):
                words = gettext("the row has {found} cells, the header {wanted}: quote commas")
                said = words.format(found=len(cells), wanted=len(header))
                problems.append(
                    InputProblem(table, line, "", ProblemCode.MISSING_COLUMN, ",".join(cells), said)
                )
                continue
            rows.append((line, tuple(cell.strip() for cell in cells)))
            _few(rows, table)
    except csv.Error as error:
        words = gettext("write the file after RFC 4180, quotes closed: {error}")
        raise bad_table(table, ProblemCode.BAD_ENCODING, words.format(error=error), start) from None
    if not header:
        raise bad_table(table, ProblemCode.MISSING_COLUMN, gettext("the first row names the columns"))
    return RawTable(header, tuple(rows), digest, tuple(problems))


def _encoding_of(data: bytes) -> str:
    with suppress(UnicodeDecodeError):
        data.decode("gb18030")
        return gettext("the file looks like GBK: save it as CSV UTF-8")
    return gettext("save the file as CSV UTF-8")


def _header(cells: list[str], table: str) -> tuple[str, ...]:
    header = tuple(cell.strip() for cell in cells)
    if len(header) > MOST_COLUMNS:
        raise bad_table(
            table, ProblemCode.TOO_LARGE, gettext("at most {most} columns").format(most=MOST_COLUMNS)
        )
    twice = {name for name in header if header.count(name) > 1}
    if twice:
        words = gettext("two columns are called {name}: leave one")
        raise bad_table(table, ProblemCode.CONTRADICTION, words.format(name=min(twice)))
    return header


def parquet_header(path: Path, table: str) -> tuple[tuple[str, ...], int]:
    """The columns of a Parquet file of any size, and how many rows it has; BadTable as `read_source`."""
    if path.is_symlink() or not path.is_file():
        raise bad_table(
            table, ProblemCode.MISSING_FILE, gettext("put the file into the folder: links aren't followed")
        )
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            return _columns(file, table), file.metadata.num_rows
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        words = gettext("the file can't be read as Parquet: {error}")
        raise bad_table(table, ProblemCode.BAD_PARQUET, words.format(error=str(error)[:200])) from None


def _columns(file: Any, table: str) -> tuple[str, ...]:
    import pyarrow

    header = _header([str(name) for name in file.schema_arrow.names], table)
    nested = [field.name for field in file.schema_arrow if pyarrow.types.is_nested(field.type)]
    if nested:
        words = gettext("column {name} holds lists or records: write plain values")
        raise bad_table(table, ProblemCode.BAD_PARQUET, words.format(name=nested[0]))
    return header


def _parquet(data: bytes, table: str, digest: str) -> RawTable:
    if find_spec("pyarrow") is None:
        raise bad_table(
            table, ProblemCode.BAD_PARQUET, gettext("Parquet needs the extra `tools`; CSV does without")
        )
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(data))
        if file.metadata.num_rows > MOST_ROWS:
            raise _too_many(table)
        header = _columns(file, table)
        columns = [[text_of(value) for value in column.to_pylist()] for column in file.read().columns]
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        words = gettext("the file can't be read as Parquet: {error}")
        raise bad_table(table, ProblemCode.BAD_PARQUET, words.format(error=str(error)[:200])) from None
    rows = zip(*columns, strict=True) if columns else iter(())
    return RawTable(header, tuple((number, cells) for number, cells in enumerate(rows, 2)), digest)


def text_of(value: Any) -> str:
    """A typed cell as the text that a CSV would hold, so that the same checks apply."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f") if value - value == 0 else str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return format(
            value,
            "%Y-%m-%d" if (value.hour, value.minute, value.second) == (0, 0, 0) else "%Y-%m-%d %H:%M:%S",
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value).strip()


def _few(rows: list[Any], table: str) -> None:
    if len(rows) > MOST_ROWS:
        raise _too_many(table)


def _too_many(table: str) -> BadTable:
    return bad_table(
        table, ProblemCode.TOO_LARGE, gettext("at most {most} rows a table").format(most=MOST_ROWS)
    )


def bad_table(table: str, code: ProblemCode, message: str, line: int | None = None) -> BadTable:
    """What is raised for a file that can't be read."""
    return BadTable(InputProblem(table, line, "", code, "", message))


def long_cells(table: str, raw: RawTable) -> Iterator[InputProblem]:
    """Every cell that is longer than anybody means."""
    for line, cells in raw.rows:
        for name, cell in zip(raw.header, cells, strict=True):
            if len(cell) > LONGEST_CELL:
                words = gettext("at most {most} characters a cell").format(most=LONGEST_CELL)
                yield InputProblem(table, line, name, ProblemCode.TOO_LARGE, cell, words)
