"""A filled form as PDF, set by typst with a font that comes from a package; data stay text, never markup."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from xianxing.documents.writing.filling import Filling
from xianxing.documents.writing.forms import Form, ordinal
from xianxing.documents.writing.glyphs import drawable
from xianxing.documents.writing.value_text import printable, shown
from xianxing.i18n import current_language, gettext
from xianxing.law import Field, FieldKind, Guide

TEMPLATE = Path(__file__).with_name("form.typ")
FONT = "Noto Sans CJK SC"
_FONT_PACKAGE = "manimgx_fonts_cjk"
_WEIGHTS = {FieldKind.TEXT: 5, FieldKind.SHORT_TEXT: 3, FieldKind.CHOICE: 3, FieldKind.DATE: 3}


class TypesettingError(RuntimeError):
    """The page could not be set as it should be: the font is missing, or typst had something to say."""


def write_form_pdf(guide: Guide, form: Form, filling: Filling, *, made: datetime, mark: str = "") -> bytes:
    """The form as PDF with page numbers, the filling's footer and its stamp; `mark` is a water mark.

    Sixty cells take some tenths of a second: never call it inside a transaction. Raises TypesettingError
    where a warning says that the page isn't as it should be; a character that no font has is shown as
    〔U+XXXX〕 instead.
    """
    return typeset(TEMPLATE, _data(guide, form, filling, mark), made=made)


def typeset(template: Path, data: Mapping[str, object], *, made: datetime) -> bytes:
    """A PDF (PDF/A-2u) from one of our templates and its data, which it gets as JSON in `sys.inputs.data`."""
    at = made.astimezone(UTC).replace(microsecond=0)
    return _compiled(template, data, format="pdf", pdf_standards="a-2u", timestamp=at)


def typeset_png(template: Path, data: Mapping[str, object], *, dots: int) -> bytes:
    """The single page of one of our templates as PNG, so many dots an inch; see `typeset`."""
    return _compiled(template, data, format="png", ppi=float(dots))


def _compiled(template: Path, data: Mapping[str, object], **how: Any) -> bytes:
    fonts, font = _fonts()
    inputs = {"data": json.dumps(_drawable(data, font), ensure_ascii=False)}
    try:
        compiled, warnings = typst.compile_with_warnings(
            template.read_bytes(), font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs, **how
        )
    except typst.TypstError as error:
        raise TypesettingError(error.message) from error
    if warnings or not isinstance(compiled, bytes):
        raise TypesettingError("; ".join(warning.message for warning in warnings) or "no single file")
    return compiled


@cache
def _fonts() -> tuple[typst.Fonts, Path]:
    spec = find_spec(_FONT_PACKAGE)
    folders = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
    path = next((font.path for font in fonts.fonts() if font.family == FONT and font.path), None)
    if path is None:
        raise TypesettingError(f"no font {FONT} in {_FONT_PACKAGE}")
    return fonts, Path(path)


def _drawable(value: object, font: Path) -> object:
    if isinstance(value, str):
        return drawable(value, font)
    if isinstance(value, Mapping):
        return {key: _drawable(item, font) for key, item in value.items()}
    return [_drawable(item, font) for item in value] if isinstance(value, (list, tuple)) else value


def _data(guide: Guide, form: Form, filling: Filling, mark: str) -> dict[str, object]:
    english = current_language() == "en"
    sections = []
    for number, (group, title) in enumerate(form.groups, 1):
        words = f"{ordinal(number)}{gettext(title)}" if len(form.groups) > 1 else gettext(title)
        sections.append({"title": words, "parts": list(_parts(guide.fields_of(group), filling))})
    return {
        "title": gettext(form.name),
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
        "below": [line for line in (str(guide.label), filling.title) if line],
        "footer": [line for line in (filling.footer, filling.stamp.line()) if line],
        "mark": mark,
        "empty": gettext("(not filled in)"),
        "sections": sections,
    }


def _parts(fields: tuple[Field, ...], filling: Filling) -> Iterator[dict[str, object]]:
    """Plain fields one below the other in one table, each table field as a grid of its own."""
    pairs: list[list[str]] = []
    for field in fields:
        if field.kind is not FieldKind.TABLE:
            pairs.append([str(field.label), _cell(field, filling)])
            continue
        if pairs:
            yield {"kind": "pairs", "rows": pairs}
            pairs = []
        yield _grid(field, filling)
    if pairs:
        yield {"kind": "pairs", "rows": pairs}


def _cell(field: Field, filling: Filling) -> str:
    value = filling.value(field)
    if field.kind is not FieldKind.GROUP:
        return printable(shown(field, value))
    held = value if isinstance(value, Mapping) else {}
    lines = [
        f"{column.label}：{shown(column, held[column.key])}" for column in field.columns if column.key in held
    ]
    return printable("\n".join(lines))


def _grid(field: Field, filling: Filling) -> dict[str, object]:
    return {
        "kind": "grid",
        "label": str(field.label),
        "heads": [{"label": str(one.label), "weight": _WEIGHTS.get(one.kind, 2)} for one in field.columns],
        "rows": [
            [printable(shown(column, row.get(column.key))) for column in field.columns]
            for _mark, row in filling.records(field)
        ],
    }
