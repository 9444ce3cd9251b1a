"""Which cell of the guide's form each cell of a file is: by tag, else by its label and place in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xianxing.documents.forms_back.raw import RawCell, RawForm
from xianxing.documents.writing.forms import FORMS, Form
from xianxing.documents.writing.stamp import PROPERTY, Stamp, find_stamp
from xianxing.documents.writing.value_text import OFFICE_PLACEHOLDERS, placeholders
from xianxing.law import Field, FieldKind, Guide
from xianxing.law.text import plain

_ROW_TAG = re.compile(r"^([a-z_.]+)\[(r?)([0-9a-f]+)\]\.([a-z_]+)$")
Row = tuple[RawCell, ...]


@dataclass(frozen=True)
class RowBack:
    """A row of a table: the first digits of its id ("" for none), texts of its columns by key."""

    row: str
    cells: Mapping[str, str]


@dataclass
class FormBack:
    """What a file says about one printed form.

    `cells` holds the text of every field found ("" for an empty cell), `tables` the rows of every table
    found, without empty ones that have no id, and `columns` which of its columns are there. A field or table
    that isn't there is in none of them. `twice` are fields found in two places with different texts; the
    first of them counts. `by_tag` and `by_label` count the fields found in the one way and the other.
    """

    form: str
    stamp: Stamp | None
    cells: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[RowBack]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    by_tag: int = 0
    by_label: int = 0


def match_form(guide: Guide, raw: RawForm) -> FormBack | None:
    """Read a raw form by a guide's fields; None where it is none of the guide's printed forms.

    Which form it is follows from its stamp, else from the most fields found. Reading never fails: what fits
    nowhere is left out.
    """
    stamp = stamp_of(raw)
    wanted = [form for form in FORMS if stamp is None or form.key == stamp.form]
    found = [_Matching(guide, form, stamp).run(raw) for form in wanted]
    best = max(found, key=lambda back: back.by_tag + back.by_label, default=None)
    return best if best is not None and best.by_tag + best.by_label else None


def stamp_of(raw: RawForm) -> Stamp | None:
    """The file's stamp, from its properties or from a footer."""
    for text in (raw.properties.get(PROPERTY, ""), *raw.margins):
        stamp = find_stamp(text)
        if stamp is not None:
            return stamp
    return None


class _Matching:
    def __init__(self, guide: Guide, form: Form, stamp: Stamp | None) -> None:
        self.fields = [one for group, _title in form.groups for one in guide.fields_of(group)]
        self.by_path = {one.path: one for one in self.fields}
        self.labels = {name: one for one in self.fields for name in _names(one)}
        self.blanks = {plain(text) for text in (*placeholders(), *OFFICE_PLACEHOLDERS)}
        self.starts = sorted(placeholders(), key=len, reverse=True)
        self.back = FormBack(form.key, stamp)
        self.heading: Field | None = None  # the table field whose label stands above
        self.last: tuple[Field, tuple[str, ...]] | None = None  # a table that may go on after a page

    def run(self, raw: RawForm) -> FormBack:
        for line in raw.lines:
            if line.cell is None:
                self._table(line.rows)
                continue
            text = line.cell.text.strip()
            named = self.labels.get(_label(text))
            if named is not None:
                self.heading = named if named.kind is FieldKind.TABLE else None
            if text:
                self.last = None
            for tag in line.cell.tags:
                if tag in self.by_path and tag not in self.back.cells:
                    self._found(self.by_path[tag], line.cell.text, tagged=True)
        return self.back

    def _table(self, rows: Sequence[Row]) -> None:
        known = self._grid(rows)
        if known is None:
            self.last = None
            for row in rows:
                self._pair(row)
            return
        table, columns, start = known
        if table.path not in self.back.tables:
            self.back.tables[table.path], self.back.columns[table.path] = [], set()
            self._count(tagged=any(_row_tag(cell, table) for row in rows for cell in row))
        self.back.columns[table.path].update(filter(None, columns))
        header = [plain(cell.text) for cell in _spread(rows[start - 1])] if start else []
        for row in rows[start:]:
            if not header or [plain(cell.text) for cell in _spread(row)] != header:
                self._row(table, columns, row)
        self.last, self.heading = (table, columns), None

    def _grid(self, rows: Sequence[Row]) -> tuple[Field, tuple[str, ...], int] | None:
        """The table field that these rows are, the columns' keys in order, and where its rows begin."""
        tagged = self._tagged_table(rows)
        for number, row in enumerate(rows[:3]):
            heads = [plain(cell.text) for cell in _spread(row)]
            fits = [(one, keys) for one in self._tables() if (keys := _columns(one, heads))]
            chosen = [one for one in fits if one[0] is tagged] or [
                one for one in fits if one[0] is self.heading
            ]
            chosen = chosen or ([] if tagged else fits)
            if chosen:
                fresh = [one for one in chosen if one[0].path not in self.back.tables]
                return (*(fresh or chosen)[0], number + 1)
        if tagged is not None:
            return tagged, tuple(column.key for column in tagged.columns), 0
        return (*self.last, 0) if self.last is not None and self._goes_on(rows, len(self.last[1])) else None

    def _goes_on(self, rows: Sequence[Row], width: int) -> bool:
        """Whether these rows can be the rest of a table that an office program has broken in two."""
        return all(len(_spread(row)) == width and self._labelled(row) is None for row in rows)

    def _tables(self) -> Iterator[Field]:
        return (one for one in self.fields if one.kind is FieldKind.TABLE)

    def _tagged_table(self, rows: Sequence[Row]) -> Field | None:
        for row in rows:
            for cell in row:
                for one in self._tables():
                    if _row_tag(cell, one):
                        return one
        return None

    def _row(self, table: Field, columns: tuple[str, ...], row: Row) -> None:
        texts: dict[str, str] = {}
        name = ""
        for key, cell in zip(columns, _spread(row), strict=False):
            tag = _row_tag(cell, table)
            if tag and tag[1] in {column.key for column in table.columns}:
                name, key = name or tag[0], tag[1]
            text = self._text(cell.text)
            if key and text and not texts.get(key):
                texts[key] = text
        if texts or name:
            self.back.tables[table.path].append(RowBack(name, texts))

    def _pair(self, row: Row) -> None:
        """A row of label and value. The label, which people see, counts before the tag."""
        if not row:
            return
        labelled = self._labelled(row)
        tags = [tag for cell in row for tag in cell.tags if tag in self.by_path]
        tagged = self.by_path[tags[0]] if tags else None
        one = labelled or tagged
        if one is None or one.kind is FieldKind.TABLE:
            return
        if one.kind is FieldKind.GROUP:
            self._group(one, row[-1])
        elif len(row) > 1 or labelled is None:
            self._found(one, row[-1].text, tagged=one is tagged)

    def _group(self, group: Field, cell: RawCell) -> None:
        """An act of a person: only whether something was written below its labels is of interest."""
        heads = {name for column in group.columns for name in _names(column)}
        lines = (line for line in cell.text.split("\n") if _label(line) not in heads)
        self._found(group, "\n".join(filter(None, map(self._text, lines))), tagged=bool(cell.tags))

    def _labelled(self, row: Row) -> Field | None:
        first = row[0].text.strip()
        exact = self.labels.get(_label(first.split("\n", 1)[0]))
        if exact is not None:
            return exact
        whole = plain(first)
        names = [name for name in self.labels if whole.startswith(name)]
        return self.labels[max(names, key=len)] if names else None

    def _found(self, one: Field, raw_text: str, *, tagged: bool) -> None:
        text = self._text(raw_text)
        held = self.back.cells.get(one.path)
        if held is None:
            self._count(tagged=tagged)
        elif held and text and held != text and one.path not in self.back.twice:
            self.back.twice.append(one.path)
        self.back.cells[one.path] = held or text

    def _count(self, *, tagged: bool) -> None:
        self.back.by_tag += tagged
        self.back.by_label += not tagged

    def _text(self, text: str) -> str:
        """The text without what invited to write it."""
        if plain(text) in self.blanks:
            return ""
        bare = text.strip()
        for start in self.starts:
            if bare.startswith(start):
                return bare[len(start) :].strip()
        return bare


def _names(one: Field) -> set[str]:
    return {_label(text) for text in (one.label.zh, one.label.en) if text}


def _label(text: str) -> str:
    return plain(text).rstrip(":*。.")


def _spread(row: Row) -> list[RawCell]:
    """The cells at their columns: one that spans several is followed by empty ones."""
    return [part for cell in row for part in (cell, *[RawCell("")] * (cell.span - 1))]


def _row_tag(cell: RawCell, table: Field) -> tuple[str, str] | None:
    """The row's id ("" for a blank one) and the column of a tag of this table in the cell."""
    for tag in cell.tags:
        found = _ROW_TAG.match(tag)
        if found and found[1] == table.path:
            return (found[3] if found[2] else ""), found[4]
    return None


def _columns(table: Field, heads: Sequence[str]) -> tuple[str, ...]:
    """The columns' keys in the order of these heads ("" for a foreign one); none unless most are there."""
    keys = {name: column.key for column in table.columns for name in _names(column)}
    found = tuple(keys.get(head.rstrip(":*。."), "") for head in heads)
    named = [key for key in found if key]
    enough = len(named) * 3 >= len(table.columns) * 2 and len(named) >= min(2, len(table.columns))
    enough = enough and len(named) == len(set(named))
    return found if enough else ()
