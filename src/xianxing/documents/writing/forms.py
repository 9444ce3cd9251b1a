"""Blank Word forms out of a guide's form: 申报表, 项目申报机构信息表; each cell tagged with its key path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from xianxing.documents.writing.controls import (
    BODY_FONT,
    GREY,
    HEAD_FONT,
    TITLE_FONT,
    Element,
    control,
    element,
    paragraph,
    run,
)
from xianxing.documents.writing.filing_toml import blank_filing
from xianxing.documents.writing.help import help_lines, yes_no
from xianxing.i18n import current_language, gettext
from xianxing.law import Field, FieldKind, Guide

BLANK_ROWS = 3
LABEL_WIDTH, CELL_WIDTH = Mm(52), Mm(104)


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


def write_form_docx(guide: Guide, form: Form, target: Path, on: date) -> None:
    """Write one blank form, an existing file included.

    Each cell is a content control whose tag is the key path of the folder format (`content.overview`,
    `unit.contacts[0].name`), so that a filled form can be read back. Page layout follows GB/T 9704-2012
    where a form can; fonts are only named. Nothing of the guide's official text is in it.
    """
    document = docx.Document()
    _page(document)
    body = document.element.body
    body.insert(0, paragraph(run(gettext(form.name), font=TITLE_FONT, half_points=44), align="center"))
    body.insert(1, paragraph(run(str(guide.label), font=BODY_FONT, half_points=28), align="center"))
    for number, (group, title) in enumerate(form.groups, 1):
        words = f"{_ordinal(number)}{gettext(title)}" if len(form.groups) > 1 else gettext(title)
        document.element.body.insert(-1, paragraph(run(words, font=HEAD_FONT, half_points=32)))
        _fields(document, guide, guide.fields_of(group), on)
    document.core_properties.title = gettext(form.name)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime.combine(on, time())
    document.save(str(target))


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    footer = section.footer.paragraphs[0]._p
    footer.getparent().replace(footer, _page_number())
    for leftover in list(document.element.body.iterchildren()):
        if not leftover.tag.endswith("}sectPr"):
            leftover.getparent().remove(leftover)


def _page_number() -> Element:
    def piece(text: str) -> Element:
        return run(text, font="宋体", half_points=28)

    field = element("fldSimple", instr=" PAGE ")
    field.append(piece("1"))
    return paragraph(piece("— "), field, piece(" —"), align="center")


def _fields(document: Document, guide: Guide, fields: tuple[Field, ...], on: date) -> None:
    """Scalar fields as rows of label and cell; a table field as a grid of its own below its label."""
    table: Table | None = None
    for field in fields:
        if field.kind is FieldKind.TABLE:
            table = None
            document.element.body.insert(-1, paragraph(run(str(field.label), font=HEAD_FONT)))
            for line in _help_paragraphs(guide, field, on):
                document.element.body.insert(-1, line)
            _grid(document, field)
            continue
        table = table or _two_columns(document)
        _row(table, guide, field, on)


def _two_columns(document: Document) -> Table:
    table: Table = document.add_table(0, 2, style="Table Grid")
    table.autofit = False
    return table


def _new_row(table: Table) -> tuple[_Cell, ...]:
    add_row: Callable[[], _Row] = table.add_row
    return add_row().cells


def _row(table: Table, guide: Guide, field: Field, on: date) -> None:
    cells = _new_row(table)
    cells[0].width, cells[1].width = LABEL_WIDTH, CELL_WIDTH
    lines = [paragraph(run(str(field.label), font=HEAD_FONT)), *_help_paragraphs(guide, field, on)]
    _fill(cells[0], lines)
    if field.kind is FieldKind.GROUP:
        parts: list[Element] = []
        for column in field.columns:
            parts.append(paragraph(run(f"{column.label}：")))
            parts.append(_control(column, column.path))
        _fill(cells[1], parts)
    else:
        _fill(cells[1], [_control(field, field.path)])


def _help_paragraphs(guide: Guide, field: Field, on: date) -> list[Element]:
    return [paragraph(run(line, half_points=18, color=GREY)) for line in help_lines(guide, field, on)]


def _grid(document: Document, field: Field) -> None:
    """A table with a row of labels and blank rows, more of which can be copied in Word."""
    table = document.add_table(1, len(field.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, field.columns, strict=True):
        _fill(cell, [paragraph(run(str(column.label), font=HEAD_FONT, half_points=21), align="center")])
    for number in range(max(BLANK_ROWS, field.min_rows)):
        cells = _new_row(table)
        for cell, column in zip(cells, field.columns, strict=True):
            tag = f"{field.path}[{number}].{column.key}"
            _fill(cell, [_control(column, tag)])
    document.element.body.insert(-1, paragraph())


def _control(field: Field, tag: str) -> Element:
    choices: list[tuple[str, str]] = []
    if field.kind is FieldKind.BOOLEAN:
        choices = [(yes_no(True), "true"), (yes_no(False), "false")]
    elif field.kind is FieldKind.CHOICE and not field.open_choices:
        choices = [(str(choice.label), str(choice.value)) for choice in field.choices]
    wording = "(choose)" if choices else "(date)" if field.kind is FieldKind.DATE else "(fill in)"
    return control(tag, str(field.label), gettext(wording), choices=choices, day=field.kind is FieldKind.DATE)


def _fill(cell: _Cell, parts: list[Element]) -> None:
    """Put these paragraphs and controls into the cell instead of what is there; a cell ends with a
    paragraph.
    """
    for old in list(cell._tc.iterchildren()):
        if not old.tag.endswith("}tcPr"):
            cell._tc.remove(old)
    for part in parts:
        cell._tc.append(part)


def _ordinal(number: int) -> str:
    return gettext("{number}. ").format(
        number="零一二三四五六七八九"[number] if current_language() != "en" else number
    )
