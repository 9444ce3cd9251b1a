"""The rows of a large Parquet table, kept in columns: each is made only when somebody asks for it.

Every cell is checked like any other: what its column's type already proves in whole columns, and cell by cell
whatever that doesn't prove. Needs pyarrow and numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload

from xianxing.toolbox.cells import BadCell, read_cell
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.tables import Cell, Kind, Row, Table, TableColumn

Array = Any  # pyarrow's and numpy's, which are there only with the extra `tools`
FIRST_LINE = 2  # of the first row: a header counts as line 1
SMALLEST, LARGEST = 1e-30, 1e30  # beyond which a number's text may be longer than one may be
UNWRITABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"  # as `problems` refuses them
PLAIN_NUMBER = r"^[+-]?[0-9]{1,40}(\.[0-9]{1,15})?$"


@dataclass(frozen=True, eq=False)
class ColumnRows(Sequence[Row]):
    """Rows by place; `columns` are pyarrow's, by name, of the columns that `table` declares.

    `as_text` gives a cell as the text that a CSV would hold. `places` are the rows that are kept, all where
    it is None.
    """

    table: Table
    columns: dict[str, Array]
    size: int
    as_text: Callable[[Any], str]
    places: Array | None = None

    def __len__(self) -> int:
        return self.size if self.places is None else len(self.places)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        return self.at(place if self.places is None else int(self.places[place]))

    def __iter__(self) -> Iterator[Row]:
        return (self[at] for at in range(len(self)))

    def at(self, place: int) -> Row:
        """The row at a place of the file; cells that can't be read are left out: they were told before."""
        cells: dict[str, Cell] = {}
        for column in self.table.columns:
            text = self.text(column.name, place)
            if not text:
                continue
            try:
                cells[column.name] = read_cell(text, column)
            except BadCell:
                continue
        return Row(self.table.name, place + FIRST_LINE, cells)

    def text(self, column: str, place: int) -> str:
        """One cell as text, "" where it is missing or the column isn't there."""
        if column not in self.columns:
            return ""
        return self.as_text(self.columns[column][place].as_py())

    def without(self, lines: Iterable[int]) -> ColumnRows:
        """The rows but those of some lines."""
        import numpy

        gone = numpy.array(sorted(lines), dtype=numpy.int64) - FIRST_LINE
        kept = numpy.setdiff1d(self.kept, gone)
        return ColumnRows(self.table, self.columns, self.size, self.as_text, kept)

    @cached_property
    def kept(self) -> Array:
        """The places of the rows."""
        import numpy

        return numpy.arange(self.size) if self.places is None else self.places

    def texts(self, column: str) -> list[str]:
        """The texts of a column, one a row, "" where a cell is missing."""
        if column not in self.columns:
            return [""] * len(self)
        values = self.columns[column]
        if self.places is not None:
            values = values.take(self.places)
        return [self.as_text(value) for value in values.to_pylist()]

    def where(self, column: str) -> Iterator[Row]:
        """The rows that have a cell in a column."""
        if column in self.columns:
            filled = ~self._missing(column)
            yield from (self.at(int(place)) for place in self.kept[filled[self.kept]])

    def days(self, column: str) -> set[date]:
        """Every day that a column of dates has."""
        if column not in self.columns:
            return set()
        values = self.columns[column].unique().to_pylist()
        read = (self.as_text(value) for value in values)
        return {day for text in read if (day := _day(text)) is not None}

    def ordinals(self, column: str, missing: int) -> Array:
        """The days of a column of dates by place, counted as `date` does."""
        import numpy

        if column not in self.columns:
            return numpy.full(self.size, missing)
        coded = _dictionary(self.columns[column])
        texts = [self.as_text(value) for value in coded.dictionary.to_pylist()]
        days = [_day(text) for text in texts]
        known = [missing if day is None else day.toordinal() for day in days]
        places = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        return numpy.array([*known, missing], dtype=numpy.int64)[places]

    def numbers(self, column: str) -> Array:
        """A column of numbers to floating point by place, NaN where a cell is missing or none."""
        import numpy
        from pyarrow import compute, float64

        if column not in self.columns:
            return numpy.full(self.size, numpy.nan)
        values = self.columns[column]
        if _is_string(values.type):
            values = strings(values)
            values = compute.if_else(compute.match_substring_regex(values, PLAIN_NUMBER), values, None)
        return compute.cast(values, float64(), safe=False).to_numpy().astype(float)

    def codes(self, column: str, ids: Array) -> Array:
        """The places of a column's texts in a list of ids, -1 for what isn't there."""
        import numpy
        from pyarrow import compute

        if column not in self.columns:
            return numpy.full(self.size, -1)
        found = compute.index_in(strings(self.columns[column]), value_set=ids)
        return found.fill_null(-1).to_numpy()

    def unknown(self, column: TableColumn, ids: set[str]) -> Iterator[tuple[int, str]]:
        """Line and text of every cell of a column of references that names none of some ids."""
        import pyarrow

        if column.name not in self.columns:
            return
        values = self.columns[column.name].unique()
        named = ((one, self.as_text(one)) for one in values.to_pylist())
        strange = [one for one, text in named if text not in ids and _can_be_read(text, column)]
        if strange:
            from pyarrow import compute

            found = compute.is_in(self.columns[column.name], value_set=pyarrow.array(strange, values.type))
            marked = found.to_numpy()[self.kept]
            for place in self.kept[marked]:
                yield int(place) + FIRST_LINE, self.text(column.name, int(place))

    def backwards(self, first: str, last: str) -> Iterator[Row]:
        """The rows whose second day lies before their first."""
        if first in self.columns and last in self.columns:
            never, always = date.min.toordinal() - 1, date.max.toordinal() + 1
            wrong = self.ordinals(last, always) < self.ordinals(first, never)
            yield from (self.at(int(place)) for place in self.kept[wrong[self.kept]])

    def problems(self, words: Callable[[TableColumn], str], longest: int) -> Iterator[InputProblem]:
        """Every cell that its column can't hold, or that is missing where it may not be (`words` says so)."""
        for column in self.table.columns:
            if column.name not in self.columns:
                continue
            for place in self._unproved(column, longest):
                text = self.text(column.name, int(place))
                line = int(place) + FIRST_LINE
                if not text and column.required:
                    yield InputProblem(
                        self.table.name, line, column.name, ProblemCode.MISSING_VALUE, "", words(column)
                    )
                elif text:
                    try:
                        read_cell(text, column)
                    except BadCell as bad:
                        yield InputProblem(self.table.name, line, column.name, bad.code, text, str(bad))

    def repeated(self, columns: Sequence[str]) -> list[Row]:
        """The rows whose cells in some columns another row has, too, in order; missing ones are alike.

        A cell that can't be read counts as missing, as it does in the row.
        """
        import numpy
        import pyarrow

        there = [name for name in columns if name in self.columns]
        table = pyarrow.table({name: self.columns[name].take(self.kept) for name in there})
        coded = [_codes(table[one.name], one) for one in self.table.columns if one.name in there]
        key = numpy.zeros(len(self), dtype=numpy.int64)
        for code in coded:
            key = numpy.unique(key * (int(code.max(initial=0)) + 1) + code, return_inverse=True)[1]
        counts = numpy.bincount(key) if len(key) else key
        return [self.at(int(place)) for place in self.kept[counts[key] > 1]]

    def _missing(self, column: str) -> Array:
        from pyarrow import compute

        values = self.columns[column]
        found = compute.is_null(values)
        if _is_string(values.type):
            found = compute.or_kleene(found, compute.equal(compute.utf8_trim_whitespace(values), ""))
        return found.to_numpy()

    def _unproved(self, column: TableColumn, longest: int) -> Array:
        """The places of cells that the column's type alone doesn't prove to be right."""
        import numpy

        missing = self._missing(column.name)
        proved = _proved(self.columns[column.name], column, longest).fill_null(False).to_numpy()
        needed = missing if column.required else numpy.zeros(self.size, dtype=bool)
        return numpy.flatnonzero(needed | (~missing & ~proved))


def _proved(values: Array, column: TableColumn, longest: int) -> Array:
    """Of each cell whether it is right beyond doubt."""
    import pyarrow
    from pyarrow import compute

    kind, none = values.type, compute.is_null(values)
    nothing = compute.and_(none, compute.invert(none))
    if column.kind is Kind.TEXT and _is_string(kind):
        if column.choices:
            return compute.is_in(values, value_set=pyarrow.array(column.choices, kind))
        written = compute.invert(compute.match_substring_regex(values, UNWRITABLE))
        return compute.and_kleene(written, compute.less_equal(compute.utf8_length(values), longest))
    if column.kind is Kind.NUMBER and (pyarrow.types.is_floating(kind) or pyarrow.types.is_integer(kind)):
        return _inside(compute.cast(values, pyarrow.float64(), safe=False), column)
    if column.kind is Kind.NUMBER and _is_string(kind):
        plain = compute.match_substring_regex(values, PLAIN_NUMBER)
        read = compute.cast(compute.if_else(plain, values, None), pyarrow.float64())
        return compute.and_kleene(plain, _inside(read, column, strictly=True))
    if column.kind is Kind.DATE and pyarrow.types.is_date(kind):
        return compute.invert(none)
    return nothing


def _inside(values: Array, column: TableColumn, *, strictly: bool = False) -> Array:
    """Whether numbers are finite and within bounds; of texts the bounds themselves aren't proved."""
    from pyarrow import compute

    size = compute.abs(values)
    found = compute.or_(
        compute.equal(size, 0.0),
        compute.and_(compute.greater(size, SMALLEST), compute.less(size, LARGEST)),
    )
    low, high = column.low, column.high
    if low is not None:
        found = compute.and_(
            found, (compute.greater if strictly else compute.greater_equal)(values, float(low))
        )
    if high is not None:
        found = compute.and_(found, (compute.less if strictly else compute.less_equal)(values, float(high)))
    if column.above is not None:
        found = compute.and_(found, compute.greater(values, float(column.above)))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _is_string(kind: Any) -> bool:
    import pyarrow

    return bool(pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind))


def strings(values: Array) -> Array:
    """The texts of a column of words or of whole numbers."""
    import pyarrow
    from pyarrow import compute

    texts = values if _is_string(values.type) else values.cast(pyarrow.string())
    return compute.utf8_trim_whitespace(texts.cast(pyarrow.string()))


def _dictionary(values: Array) -> Array:
    """A column as places in a list of its different cells; pyarrow can't join the pieces of an empty one."""
    import pyarrow

    if not len(values):
        return pyarrow.array([], values.type).dictionary_encode()
    return values.dictionary_encode().combine_chunks()


def _codes(values: Array, column: TableColumn) -> Array:
    """A number for each different cell of a column; one for what is missing and what can't be read."""
    import numpy
    from pyarrow import compute

    texts = strings(values).fill_null("") if _is_string(values.type) else values
    coded = _dictionary(texts)
    missing = len(coded.dictionary)
    places = coded.indices.fill_null(missing).to_numpy(zero_copy_only=False)
    if not _is_string(values.type):
        return places
    if _is_free_text(column):
        unread = compute.match_substring_regex(coded.dictionary, f"^$|{UNWRITABLE}")
        written = numpy.invert(unread.to_numpy(zero_copy_only=False))
    else:
        written = numpy.array([_can_be_read(one, column) for one in coded.dictionary.to_pylist()], dtype=bool)
    return numpy.where(numpy.append(written, False)[places], places, missing)


def _is_free_text(column: TableColumn) -> bool:
    return column.kind is Kind.TEXT and not column.choices


def _can_be_read(text: str, column: TableColumn) -> bool:
    try:
        return bool(text) and read_cell(text, column) is not None
    except BadCell:
        return False
