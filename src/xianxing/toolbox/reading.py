"""A folder read whole: every problem of every table is collected before anything is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.toolbox.cells import BadCell, read_cell
from xianxing.toolbox.column_rows import ColumnRows
from xianxing.toolbox.columnar import (
    COLUMNAR_FROM,
    ColumnarTable,
    is_columnar,
    more_problem,
    open_columnar,
    suspects,
    too_fine,
)
from xianxing.toolbox.inputs import Inputs, SourceFile
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.query_engine import open_engine
from xianxing.toolbox.settings import FILE, read_settings
from xianxing.toolbox.sources import (
    LONGEST_CELL,
    BadTable,
    RawTable,
    long_cells,
    read_in_columns,
    read_source,
)
from xianxing.toolbox.stand_ins import StandIn, read_stand_ins
from xianxing.toolbox.tables import Cell, Row, Setting, Table, TableColumn

Check = Callable[[Inputs], Iterable[InputProblem]]
_ENDINGS = (".csv", ".parquet")


@dataclass(frozen=True)
class Reading:
    """What came of reading: the inputs, or None where the folder is refused, and every problem in order."""

    inputs: Inputs | None
    problems: tuple[InputProblem, ...]
    files: dict[str, SourceFile]
    as_of: date | None


@dataclass(frozen=True)
class FolderLayout:
    """What a tool's folder holds: its name, tables, settings, and what its rows must keep between them.

    `stand_ins` are files of public formats that may stand in for tables. The tables in `columnar` the tool
    takes by columns too, where a Parquet file has `columnar_from` rows or more.
    """

    tool: str
    tables: tuple[Table, ...]
    settings: tuple[Setting, ...] = ()
    check: Check = lambda _inputs: ()
    stand_ins: tuple[StandIn, ...] = ()
    columnar: frozenset[str] = frozenset()
    columnar_from: int = COLUMNAR_FROM


def read_folder(
    folder: Path, layout: FolderLayout, *, as_of: date | None = None, lenient: bool = False
) -> Reading:
    """Read `tool.toml` and the tables; refused with any error, unless `lenient` sets the bad rows aside.

    What is wrong with a whole file or with `tool.toml` refuses in either case. Never raises for what a folder
    holds.
    """
    if not folder.is_dir():
        words = gettext("there is no such folder")
        return Reading(
            None, (InputProblem(FILE, None, "", ProblemCode.MISSING_FILE, str(folder), words),), {}, as_of
        )
    day, settings, problems = read_settings(folder, layout.tool, layout.settings, as_of)
    tables: dict[str, Sequence[Row]] = {}
    files: dict[str, SourceFile] = {}
    large: dict[str, ColumnarTable] = {}
    problems += _strangers(folder, layout)
    given, wrong = read_stand_ins(folder, layout.stand_ins)
    problems += wrong
    for table in layout.tables:
        if _is_large(folder, table, layout):
            try:
                large[table.name] = open_columnar(folder / f"{table.name}.parquet", table)
            except BadTable as bad:
                problems.append(bad.problem)
                continue
            problems += _named_columns(large[table.name].header, table)
            continue
        rows, found, file = _table(folder, table, given, {one.file for one in layout.stand_ins})
        problems += found
        tables[table.name] = rows
        if file is not None:
            files[table.name] = file
    problems += _referred({name: tables[name] for name in files}, layout, problems, lenient=lenient)
    problems += _in_columns(large, tables, layout, problems, lenient=lenient)
    files |= {name: SourceFile(one.rows, one.sha256) for name, one in large.items()}
    inputs = Inputs(day or date.min, settings, tables, files, columnar=large)
    problems += _between(inputs, layout, problems)
    return _decided(inputs, layout, problems, day, lenient=lenient)


def _decided(
    inputs: Inputs, layout: FolderLayout, problems: list[InputProblem], day: date | None, *, lenient: bool
) -> Reading:
    problems = [*problems, *_named_nowhere(inputs, layout, problems, lenient=lenient)]
    order = {table.name: place for place, table in enumerate(layout.tables)}
    ordered = tuple(sorted(problems, key=lambda one: (order.get(one.table, -1), one.place)))
    errors = [problem for problem in ordered if problem.is_error]
    whole = any(problem.line is None for problem in errors)
    if day is None or whole or (errors and not lenient):
        return Reading(None, ordered, dict(inputs.files), day)
    bad = {(problem.table, problem.line) for problem in errors}
    kept = {name: _without(name, rows, bad) for name, rows in inputs.tables.items()}
    aside = Counter(table for table, _line in bad)
    large = {
        name: replace(one, aside=frozenset(line for table, line in bad if table == name and line))
        for name, one in inputs.columnar.items()
    }
    taken = replace(inputs, tables=kept, problems=ordered, aside=aside, columnar=large)
    return Reading(taken, ordered, dict(inputs.files), day)


def _is_large(folder: Path, table: Table, layout: FolderLayout) -> bool:
    """Whether a table is read by columns; what is wrong with its file the reader of rows says."""
    path = folder / f"{table.name}.parquet"
    if table.name not in layout.columnar or find_spec("duckdb") is None or find_spec("ibis") is None:
        return False
    if (folder / f"{table.name}.csv").exists() or path.is_symlink() or not path.is_file():
        return False
    return is_columnar(path, table, layout.columnar_from)


def _in_columns(
    large: Mapping[str, ColumnarTable],
    tables: Mapping[str, Sequence[Row]],
    layout: FolderLayout,
    known: list[InputProblem],
    *,
    lenient: bool,
) -> list[InputProblem]:
    """What is wrong in tables that are read by columns: the rows that may be are judged as any others."""
    if not large:
        return []
    bad = {(one.table, one.line) for one in known if one.is_error and one.line} if lenient else set()
    known_by = {table.name: (*table.key, "id")[0] for table in layout.tables}
    ids = {
        name: {row.text(known_by[name]) for row in rows if (name, row.line) not in bad}
        for name, rows in tables.items()
    }
    problems: list[InputProblem] = []
    with open_engine() as engine:
        for name, columnar in large.items():
            try:
                found = suspects(engine, columnar, ids)
            except BadTable as wrong:
                problems.append(wrong.problem)
                continue
            raw = RawTable(found.header, found.rows, columnar.sha256)
            rows, own = _rows(raw, columnar.table)
            problems += [one for one in own if one.line is not None]
            problems += _unknown(rows, columnar.table, ids)
            problems += too_fine(rows)
            if found.more:
                problems.append(more_problem(name, found.more))
    return problems


def _without(name: str, rows: Sequence[Row], bad: Set[tuple[str, int | None]]) -> Sequence[Row]:
    """The rows of a table but those that are set aside."""
    if not isinstance(rows, ColumnRows):
        return tuple(row for row in rows if (name, row.line) not in bad)
    lines = [line for table, line in bad if table == name and line is not None]
    return rows.without(lines) if lines else rows


def _named_nowhere(
    inputs: Inputs, layout: FolderLayout, problems: Iterable[InputProblem], *, lenient: bool
) -> Iterator[InputProblem]:
    """Settings that name an id which no row defines, in lenient reading none that wasn't set aside.

    Of a table that couldn't be read nothing is known.
    """
    bad = {(one.table, one.line) for one in problems if one.is_error}
    key = {table.name: (*table.key, "id")[0] for table in layout.tables}
    for setting in layout.settings:
        name, table = inputs.word(setting.name), setting.refers
        if not name or table not in inputs.files or (table, None) in bad:
            continue
        rows = inputs.rows(table)
        column = key[table]
        ids = rows.texts(column) if isinstance(rows, ColumnRows) else [row.text(column) for row in rows]
        lines = [rows[place].line for place, text in enumerate(ids) if text == name]
        if all(lenient and (table, line) in bad for line in lines):
            words = gettext("no row of {table} has this id").format(table=table)
            yield InputProblem(FILE, None, setting.name, ProblemCode.UNKNOWN_REFERENCE, name, words)


def _between(inputs: Inputs, layout: FolderLayout, problems: list[InputProblem]) -> list[InputProblem]:
    """What the tool itself says of rows between them; of a folder that misses columns it can say nothing."""
    if any(problem.is_error and problem.line is None for problem in problems):
        return []
    return list(layout.check(inputs))


def _strangers(folder: Path, layout: FolderLayout) -> Iterator[InputProblem]:
    known = {table.name for table in layout.tables}
    for path in sorted(folder.iterdir()):
        if path.suffix in _ENDINGS and path.stem not in known:
            words = gettext("the tool has no such table; it isn't looked at")
            yield InputProblem(path.stem, None, "", ProblemCode.UNKNOWN_TABLE, path.name, words)


def _table(
    folder: Path, table: Table, given: Mapping[str, RawTable], stand_ins: Collection[str]
) -> tuple[Sequence[Row], list[InputProblem], SourceFile | None]:
    there = [
        path
        for ending in _ENDINGS
        if (path := folder / f"{table.name}{ending}").exists() or path.is_symlink()
    ]
    if len(there) == 2:
        words = gettext("leave one of {name}.csv and {name}.parquet").format(name=table.name)
        return (), [InputProblem(table.name, None, "", ProblemCode.TWO_FILES, "", words)], None
    if table.name in given:
        there = [path for path in there if path.name not in stand_ins]
        if there:
            words = gettext("another file of the folder stands in for {name}: leave one of them")
            said = words.format(name=table.name)
            return (), [InputProblem(table.name, None, "", ProblemCode.TWO_FILES, there[0].name, said)], None
        raw = given[table.name]
        rows, problems = _rows(raw, table)
        return rows, [*raw.problems, *problems], SourceFile(len(raw.rows) + len(raw.problems), raw.sha256)
    if not there:
        words = gettext("put {name}.csv or {name}.parquet into the folder").format(name=table.name)
        missing = InputProblem(table.name, None, "", ProblemCode.MISSING_FILE, "", words)
        return (), [missing] if table.required else [], None
    try:
        columns = read_in_columns(there[0], table)
        if columns is not None:
            kept, header, digest = columns
            problems = [*_named_columns(header, table), *_of_columns(kept, table)]
            return kept, problems, SourceFile(len(kept), digest)
        raw = read_source(there[0], table.name)
    except BadTable as bad:
        return (), [bad.problem], None
    rows, problems = _rows(raw, table)
    return rows, [*raw.problems, *problems], SourceFile(len(raw.rows) + len(raw.problems), raw.sha256)


def _of_columns(rows: ColumnRows, table: Table) -> Iterator[InputProblem]:
    """What is wrong with rows that stay in columns, as it is told of rows."""
    yield from rows.problems(_fill_in, LONGEST_CELL)
    for first, last in table.spans:
        yield from _spans(rows.backwards(first, last), replace(table, spans=((first, last),)))
    if table.key:
        yield from _twice(rows.repeated(table.key), table)


def _fill_in(column: TableColumn) -> str:
    return gettext("fill in {name}").format(name=column.name)


def _rows(raw: RawTable, table: Table) -> tuple[tuple[Row, ...], list[InputProblem]]:
    declared = {column.name: column for column in table.columns}
    problems = _named_columns(raw.header, table)
    problems += long_cells(table.name, raw)
    places = [(declared[name], place) for place, name in enumerate(raw.header) if name in declared]
    rows: list[Row] = []
    for line, texts in raw.rows:
        cells: dict[str, Cell] = {}
        for column, place in places:
            text = texts[place]
            if not text:
                if column.required:
                    problems.append(
                        InputProblem(
                            table.name, line, column.name, ProblemCode.MISSING_VALUE, "", _fill_in(column)
                        )
                    )
                continue
            try:
                cells[column.name] = read_cell(text, column)
            except BadCell as bad:
                problems.append(InputProblem(table.name, line, column.name, bad.code, text, str(bad)))
        rows.append(Row(table.name, line, cells))
    problems += _spans(rows, table)
    problems += _twice(rows, table)
    return tuple(rows), problems


def _named_columns(header: tuple[str, ...], table: Table) -> list[InputProblem]:
    """Columns that nobody knows, and required ones that aren't there."""
    declared = {column.name: column for column in table.columns}
    problems = [
        InputProblem(
            table.name, None, name, ProblemCode.UNKNOWN_COLUMN, "", gettext("the tool has no such column")
        )
        for name in header
        if name not in declared
    ]
    problems += [
        InputProblem(
            table.name,
            None,
            name,
            ProblemCode.MISSING_COLUMN,
            "",
            gettext("add the column {name}").format(name=name),
        )
        for name, column in declared.items()
        if column.required and name not in header
    ]
    return problems


def _spans(rows: Iterable[Row], table: Table) -> Iterator[InputProblem]:
    for row in rows:
        for first, last in table.spans:
            since, until = row.day(first), row.day(last)
            if since and until and until < since:
                words = gettext("{last} lies before {first} ({day})").format(
                    last=last, first=first, day=since
                )
                yield InputProblem(
                    table.name, row.line, last, ProblemCode.OUT_OF_RANGE, until.isoformat(), words
                )


def _twice(rows: Iterable[Row], table: Table) -> Iterator[InputProblem]:
    seen: dict[tuple[Cell, ...], int] = {}
    for row in rows:
        key = tuple(row.get(name) for name in table.key)
        if not table.key or None in key:
            continue
        first = seen.setdefault(key, row.line)
        if first != row.line:
            words = gettext("line {line} has the same {key} already").format(
                line=first, key=", ".join(table.key)
            )
            value = " ".join(map(str, key))
            yield InputProblem(table.name, row.line, table.key[0], ProblemCode.DUPLICATE_KEY, value, words)


def _referred(
    tables: dict[str, Sequence[Row]], layout: FolderLayout, known: list[InputProblem], *, lenient: bool
) -> list[InputProblem]:
    """What names an id that nobody defines; in lenient reading also one whose row was set aside.

    Of a table that isn't there nothing is known: what rests on it is said to be unknown by the tool.
    """
    problems: list[InputProblem] = []
    bad: set[tuple[str, int | None]] = set()
    if lenient:
        bad = {(one.table, one.line) for one in known if one.is_error and one.line}
    told: set[InputProblem] = set()
    known_by = {table.name: (*table.key, "id")[0] for table in layout.tables}
    while True:
        ids = {name: _ids(_without(name, rows, bad), known_by[name]) for name, rows in tables.items()}
        there = [table for table in layout.tables if table.name in tables]
        found = [one for table in there for one in _unknown(tables[table.name], table, ids)]
        fresh = [problem for problem in found if problem not in told]
        problems += fresh
        told.update(fresh)
        if not (fresh and lenient):
            return problems
        bad |= {(one.table, one.line) for one in fresh}


def _ids(rows: Sequence[Row], column: str) -> set[str]:
    if isinstance(rows, ColumnRows):
        return {*rows.texts(column)}
    return {row.text(column) for row in rows}


def _unknown(rows: Sequence[Row], table: Table, ids: dict[str, set[str]]) -> Iterator[InputProblem]:
    for column in table.columns:
        if column.refers not in ids:
            continue
        if isinstance(rows, ColumnRows):
            for line, text in rows.unknown(column, ids[column.refers]):
                yield _nobody(table, line, column, text)
            continue
        for row in rows:
            value = row.get(column.name)
            for name in value if isinstance(value, tuple) else (value,):
                if isinstance(name, str) and name not in ids[column.refers]:
                    yield _nobody(table, row.line, column, name)


def _nobody(table: Table, line: int, column: TableColumn, name: str) -> InputProblem:
    words = gettext("no row of {table} has this id").format(table=column.refers)
    return InputProblem(table.name, line, column.name, ProblemCode.UNKNOWN_REFERENCE, name, words)
