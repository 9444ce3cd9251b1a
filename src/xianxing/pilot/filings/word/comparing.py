"""A form that came back against the filing: cell by cell, in three: as given out, as it is now, as read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from xianxing.documents.counting import count_zi
from xianxing.documents.forms_back import FormBack, RowBack, spelled
from xianxing.documents.writing import shown
from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.filings.draft.diff import ColumnDifference, differ_values
from xianxing.pilot.filings.draft.form import FilingForm, Place
from xianxing.pilot.filings.draft.values import DERIVED, Value, fit
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.word.rows import paired
from xianxing.pilot.refusal import Refused


class DifferenceKind(StrEnum):
    """What the file would do to a cell or row. `problem` can't be taken over: the value doesn't fit."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Item:
    """One cell or row that differs.

    `key` names it (`content.overview`, `content.scale[<row id>]`). `old` is what stands in the filing at
    `version` (0: nothing), `new` what would. `both` tells that it was changed in the filing too since the
    form was given out. `allowed` whether the person fills this part. `chosen` is the proposal: never true
    where somebody else's words would go. `problems` are messages by column ("" for a plain cell), `texts` the
    words of the file that could not be understood, by column.
    """

    key: str
    path: str
    row: str
    kind: DifferenceKind
    old: Value
    new: Value
    version: int
    both: bool = False
    allowed: bool = True
    chosen: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def acceptable(self) -> bool:
        """Whether it can be taken over at all."""
        return self.allowed and self.kind is not DifferenceKind.PROBLEM

    def difference(self) -> tuple[ColumnDifference, ...]:
        """What would change, in segments."""
        return differ_values(self.old, self.new)


@dataclass(frozen=True)
class Given:
    """What a form was filled with: values by path, rows by path in order. None for a blank form's."""

    cells: Mapping[str, Value]
    rows: Mapping[str, Mapping[UUID, Value]]


@dataclass
class Compared:
    """All that differs, in the order of the form; how many cells and rows don't; how many were left alone
    because they are empty in a file that doesn't say what it was filled with; fields that aren't in it.
    """

    items: list[Item] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0
    missing: list[str] = field(default_factory=list)


def compare(
    form: FilingForm, key: str, back: FormBack, given: Given | None, editable: frozenset[Place], on: date
) -> Compared:
    """Compare what was read with a filing's form (`key` "") or a unit's sheet. Nothing is written.

    A cell that the file holds as it was given out is unchanged, whatever became of it in the filing. Without
    `given` an empty cell says nothing, and no row is taken out.
    """
    comparing = _Comparing(form, key, back, given, editable, on)
    group = ("unit",) if key else ("project", "content")
    for one in (found for name in group for found in form.guide.fields_of(name)):
        comparing.field(one)
    return comparing.result


class _Comparing:
    def __init__(
        self,
        form: FilingForm,
        key: str,
        back: FormBack,
        given: Given | None,
        editable: frozenset[Place],
        on: date,
    ) -> None:
        self.form, self.key, self.back, self.given = form, key, back, given
        self.editable, self.on = editable, on
        self.guide: Guide = form.guide
        self.result = Compared()

    def field(self, one: Field) -> None:
        held = self.back.tables if one.kind is FieldKind.TABLE else self.back.cells
        if one.path not in held:
            self.result.missing.append(one.path)
        elif one.kind is FieldKind.TABLE:
            self._table(one)
        elif one.kind is FieldKind.GROUP or one.path in DERIVED:
            self._fixed(one)
        else:
            self._cell(one)

    def _allowed(self, one: Field) -> bool:
        return (self.key, one.path) in self.editable

    def _cell(self, one: Field) -> None:
        text = self.back.cells[one.path]
        cell = self.form.cells.get((self.key, one.path))
        now: Value = cell.value if cell else None
        was = self.given.cells.get(one.path) if self.given else now
        if self.given is None and not text:
            self.result.left += now is not None
            return
        try:
            new = fit(one, spelled(one, text, known=was))
        except Refused as refused:
            self._problem(one, text, refused.message, cell)
            return
        if new in (was, now):
            self.result.unchanged += 1
            return
        both, allowed = was != now, self._allowed(one)
        version = cell.version if cell else 0
        self.result.items.append(
            Item(
                one.path,
                one.path,
                "",
                DifferenceKind.CHANGED,
                now,
                new,
                version,
                both,
                allowed,
                chosen=allowed and not both,
                problems=tuple(self._over(one, new, "")),
            )
        )

    def _problem(self, one: Field, text: str, message: str, cell: Cell | None) -> None:
        now: Value = cell.value if cell else None
        version = cell.version if cell else 0
        self.result.items.append(
            Item(
                one.path,
                one.path,
                "",
                DifferenceKind.PROBLEM,
                now,
                None,
                version,
                allowed=self._allowed(one),
                problems=(("", message),),
                texts=(("", text),),
            )
        )

    def _over(self, one: Field, new: Value, column: str) -> Iterator[tuple[str, str]]:
        """A text over the guide's limit is taken over: the checker says so too, and nothing is lost."""
        limit = self.guide.limit(one, self.on)
        if limit is not None and isinstance(new, str) and count_zi(new) > limit:
            yield (
                column,
                _("{count} 字, and the limit is {limit}.").format(count=count_zi(new), limit=limit),
            )

    def _fixed(self, one: Field) -> None:
        """Acts, and facts kept elsewhere: the form only shows them."""
        text, value = self.back.cells[one.path], self._fact(one)
        if one.kind is FieldKind.GROUP:
            held = value if isinstance(value, Mapping) else {}
            lines = [shown(column, held.get(column.key)) for column in one.columns]
            same = text == "\n".join(line for line in lines if line)
        else:
            same = spelled(one, text, known=value) == value
        if same or not text:
            self.result.unchanged += 1
            return
        if one.kind is FieldKind.GROUP:
            message = _("“{label}” is confirmed by the person, not written.").format(label=one.label)
        else:
            message = _("“{label}” is not changed in Word, but on the page of the units.").format(
                label=one.label
            )
        self._problem(one, text, message, None)

    def _fact(self, one: Field) -> object:
        units = self.form.data.get("unit")
        for entry in units if isinstance(units, list) else []:
            if isinstance(entry, Mapping) and entry.get("id") == self.key:
                return entry.get(one.key)
        return None

    def _table(self, one: Field) -> None:
        now = {cell.row: cell for cell in self.form.rows.get((self.key, one.path), ()) if cell.row}
        current = {row: cell.value for row, cell in now.items()}
        was = dict(self.given.rows.get(one.path, {})) if self.given else current
        read = self.back.tables[one.path]
        pairs = paired(
            one, read, {row: _columns(value) for row, value in was.items()}, self.given is not None
        )
        fresh = [_columns(value) for row, value in current.items() if row not in was]
        taken = set()
        for back, row in zip(read, pairs, strict=True):
            if row is None:
                self._new_row(one, back, fresh if self.given else [])
            else:
                taken.add(row)
                self._known_row(one, back, row, _columns(was[row]), now.get(row))
        for row, value in was.items():
            if row not in taken:
                self._gone(one, row, _columns(value), now.get(row), some=bool(taken))

    def _read(
        self, one: Field, back: RowBack, was: Mapping[str, Value]
    ) -> tuple[dict[str, Value], list[tuple[str, str]], list[tuple[str, str]]]:
        """The columns that the file changes, with problems and the words that weren't understood."""
        touched: dict[str, Value] = {}
        problems: list[tuple[str, str]] = []
        texts: list[tuple[str, str]] = []
        for column in one.columns:
            if column.key not in self.back.columns[one.path]:
                continue
            text, known = back.cells.get(column.key, ""), was.get(column.key)
            try:
                new = fit(column, spelled(column, text, known=known))
            except Refused as refused:
                problems.append((column.key, refused.message))
                texts.append((column.key, text))
                continue
            if new != known:
                touched[column.key] = new
                problems += self._over(column, new, column.key)
        return touched, problems, texts

    def _new_row(self, one: Field, back: RowBack, fresh: list[dict[str, Value]]) -> None:
        touched, problems, texts = self._read(one, back, {})
        new: dict[str, Value] = {key: value for key, value in touched.items() if value is not None}
        if new in fresh:
            fresh.remove(new)
            self.result.unchanged += 1
        elif new or texts:
            self._item(one, uuid4(), DifferenceKind.ADDED, None, new, 0, False, True, problems, texts)

    def _known_row(
        self, one: Field, back: RowBack, row: UUID, was: dict[str, Value], cell: Cell | None
    ) -> None:
        if was and not back.cells:
            self._gone(one, row, was, cell, some=True)
            return
        touched, problems, texts = self._read(one, back, was)
        now = _columns(cell.value) if cell else {}
        both = cell is None or any(now.get(key) != was.get(key) for key in touched)
        merged = {**(now if cell else was), **touched}
        new: dict[str, Value] = {key: value for key, value in merged.items() if value is not None}
        if not texts and (not touched or (cell is not None and new == now)):
            self.result.unchanged += 1
        elif cell is None:
            self._item(one, uuid4(), DifferenceKind.ADDED, None, new, 0, True, False, problems, texts)
        else:
            kind = DifferenceKind.CHANGED if new != now else DifferenceKind.PROBLEM
            self._item(one, row, kind, cell.value, new, cell.version, both, not both, problems, texts)

    def _gone(self, one: Field, row: UUID, was: dict[str, Value], cell: Cell | None, *, some: bool) -> None:
        """A row that the file no longer has. It is proposed only where other rows of its table are there."""
        if self.given is None:
            self.result.left += 1
        elif cell is None or not was:
            self.result.unchanged += 1
        else:
            both = _columns(cell.value) != was
            chosen = some and not both
            self._item(one, row, DifferenceKind.REMOVED, cell.value, None, cell.version, both, chosen, [], [])

    def _item(
        self,
        one: Field,
        row: UUID,
        kind: DifferenceKind,
        old: Value,
        new: Value,
        version: int,
        both: bool,
        chosen: bool,
        problems: list[tuple[str, str]],
        texts: list[tuple[str, str]],
    ) -> None:
        allowed = self._allowed(one)
        self.result.items.append(
            Item(
                f"{one.path}[{row}]",
                one.path,
                str(row),
                kind,
                old,
                new,
                version,
                both,
                allowed,
                chosen=chosen and allowed and kind is not DifferenceKind.PROBLEM,
                problems=tuple(problems),
                texts=tuple(texts),
            )
        )


def _columns(value: Value) -> dict[str, Value]:
    return dict(value) if isinstance(value, Mapping) else {}
