"""Word forms out of a guide's form, blank or filled: 申报表, 信息表; each cell tagged with its key path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document
from docx.table import Table, _Cell

from xianxing.documents.writing.controls import (
    BODY_FONT,
    GREY,
    HEAD_FONT,
    TITLE_FONT,
    Element,
    control,
    paragraph,
    run,
)
from xianxing.documents.writing.filing_toml import blank_filing
from xianxing.documents.writing.filling import Filling
from xianxing.documents.writing.help import help_lines
from xianxing.documents.writing.page import set_page
from xianxing.documents.writing.properties import add_property
from xianxing.documents.writing.stamp import PROPERTY, blank_stamp
from xianxing.documents.writing.tables import new_row, new_table
from xianxing.documents.writing.value_text import placeholder, printable, shown
from xianxing.i18n import current_language, gettext
from xianxing.law import Field, FieldKind, Guide
from xianxing.law.words import yes_no

BLANK_ROWS, SPARE_ROWS = 3, 2
# Facts of a filing that are kept elsewhere and only shown in the form.
DERIVED = frozenset({"unit.id", "unit.uscc", "unit.lead", "unit.scenario_provider"})
LABEL_AND_CELL = (2, 3)
NARROW = 4  # columns; more are written smaller
_SHARES = {FieldKind.NUMBER: 2, FieldKind.BOOLEAN: 2, FieldKind.DATE: 2, FieldKind.CHOICE: 2}


@dataclass(frozen=True)
class Form:
    """One printed form: its name (an English msgid) and the groups of fields that it shows, each with a
    title.
    """

    key: str
    name: str
    groups: tuple[tuple[str, str], ...]


FORMS = (
    Form("filing", "Filing form", (("project", "Basic information"), ("content", "Content"))),
    Form("unit", "Unit information form", (("unit", "Filing unit"),)),
)


def write_forms(guide: Guide, folder: Path, on: date) -> list[Path]:
    """Write both blank forms and a blank filing.toml into the folder, which is made; returns what was
    written.

    Limits are those in force on the day. Raises FileExistsError, before anything is written, when one of
    the files is there.
    """
    paths = [folder / f"{gettext(form.name)}.docx" for form in FORMS] + [folder / "filing.toml"]
    for path in paths:
        if path.exists():
            raise FileExistsError(path)
    folder.mkdir(parents=True, exist_ok=True)
    for form, path in zip(FORMS, paths, strict=False):
        write_form_docx(guide, form, path, on)
    paths[-1].write_text(blank_filing(guide, on), "utf-8")
    return paths


def write_form_docx(
    guide: Guide, form: Form, target: Path | BinaryIO, on: date, filling: Filling | None = None
) -> None:
    """Write one form, blank or filled, over an existing file too.

    Each cell is a content control whose tag is the key path of the folder format (`content.overview`,
    `unit.contacts[0].name`, or `unit.contacts[r1a2b3c4d].name` with the row's id), so that it can be read
    back (`documents.forms_back`). What isn't written in cells is locked: acts, and facts kept elsewhere. The
    stamp stands in the footer and in the properties. Page layout follows GB/T 9704-2012 where a form can;
    fonts are only named. Nothing of the guide's official text is in it.
    """
    document = docx.Document()
    filled = filling or Filling({}, blank_stamp(form.key, guide))
    set_page(document, (printable(filled.footer), filled.stamp.line()))
    body = document.element.body
    name = run(gettext(form.name), font=TITLE_FONT, half_points=44)
    body.insert(0, paragraph(name, align="center", after=120))
    for place, line in enumerate(filter(None, (str(guide.label), printable(filled.title))), 1):
        body.insert(place, paragraph(run(line, font=BODY_FONT, half_points=28), align="center"))
    for number, (group, title) in enumerate(form.groups, 1):
        words = f"{ordinal(number)}{gettext(title)}" if len(form.groups) > 1 else gettext(title)
        document.element.body.insert(-1, _heading(run(words, font=HEAD_FONT, half_points=32)))
        _Filler(document, guide, filled, on).fields(guide.fields_of(group))
    document.core_properties.title = gettext(form.name)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime.combine(on, time())
    add_property(document, PROPERTY, filled.stamp.line())
    document.save(target if not isinstance(target, Path) else str(target))


class _Filler:
    """Writes the fields of one form into a document."""

    def __init__(self, document: Document, guide: Guide, filling: Filling, on: date) -> None:
        self.document, self.guide, self.filling, self.on = document, guide, filling, on

    def fields(self, fields: tuple[Field, ...]) -> None:
        """Scalar fields as rows of label and cell; a table field as a grid of its own below its label."""
        table: Table | None = None
        body = self.document.element.body
        for field in fields:
            if field.kind is FieldKind.TABLE:
                table = None
                body.insert(-1, _heading(run(str(field.label), font=HEAD_FONT)))
                for line in self._help(field, keep=True):
                    body.insert(-1, line)
                self._grid(field)
                continue
            table = table or new_table(self.document, LABEL_AND_CELL)
            self._row(table, field)

    def _row(self, table: Table, field: Field) -> None:
        cells = new_row(table)
        _fill(cells[0], [paragraph(run(str(field.label), font=HEAD_FONT)), *self._help(field)])
        value = self.filling.value(field)
        if field.kind is not FieldKind.GROUP:
            _fill(cells[1], [self._control(field, field.path, value, locked=field.path in DERIVED)])
            return
        held = value if isinstance(value, Mapping) else {}
        parts: list[Element] = []
        for column in field.columns:
            parts.append(paragraph(run(f"{column.label}：")))
            parts.append(self._control(column, column.path, held.get(column.key), locked=True))
        _fill(cells[1], parts)

    def _help(self, field: Field, *, keep: bool = False) -> list[Element]:
        lines = help_lines(self.guide, field, self.on)
        return [paragraph(run(line, half_points=18, color=GREY), keep=keep) for line in lines]

    def _grid(self, field: Field) -> None:
        """A table with a row of labels, the rows that there are, and blank ones, which Word can copy."""
        self.document.element.body.insert(-1, paragraph(run("", half_points=8), keep=True))
        table = new_table(self.document, [_SHARES.get(column.kind, 3) for column in field.columns])
        for cell, column in zip(new_row(table, head=True), field.columns, strict=True):
            _fill(cell, [paragraph(run(str(column.label), font=HEAD_FONT, half_points=21), align="center")])
        size = 21 if len(field.columns) <= NARROW else 18
        rows = self.filling.records(field)
        spare = max(BLANK_ROWS, field.min_rows) if not rows else SPARE_ROWS
        blank: list[tuple[str, Mapping[str, object]]] = [(str(len(rows) + n), {}) for n in range(spare)]
        for mark, held in [*rows, *blank]:
            for cell, column in zip(new_row(table), field.columns, strict=True):
                tag = f"{field.path}[{mark}].{column.key}"
                _fill(cell, [self._control(column, tag, held.get(column.key), half_points=size)])
        self.document.element.body.insert(-1, paragraph())

    def _control(
        self, field: Field, tag: str, value: object, *, locked: bool = False, half_points: int = 24
    ) -> Element:
        choices: list[tuple[str, str]] = []
        if field.kind is FieldKind.BOOLEAN:
            choices = [(yes_no(True), "true"), (yes_no(False), "false")]
        elif field.kind is FieldKind.CHOICE and not field.open_choices:
            choices = [(str(choice.label), str(choice.value)) for choice in field.choices]
        return control(
            tag,
            str(field.label),
            placeholder(field),
            text=printable(shown(field, value)),
            choices=choices,
            day=field.kind is FieldKind.DATE,
            locked=locked and bool(self.filling.stamp.case),
            half_points=half_points,
        )


def _heading(words: Element) -> Element:
    return paragraph(words, before=240, after=80, keep=True)


def _fill(cell: _Cell, parts: list[Element]) -> None:
    """Put these paragraphs and controls into the cell instead of what is there; a cell ends with a
    paragraph.
    """
    for old in list(cell._tc.iterchildren()):
        if not old.tag.endswith("}tcPr"):
            cell._tc.remove(old)
    for part in parts:
        cell._tc.append(part)


def ordinal(number: int) -> str:
    """What stands before the title of a form's part: 一、 or 1."""
    return gettext("{number}. ").format(
        number="零一二三四五六七八九"[number] if current_language() != "en" else number
    )
