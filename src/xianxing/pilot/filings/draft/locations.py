"""Places of a filing that outlive moved rows: `content.exit_plan[0].funds` kept by the row's own id."""

from __future__ import annotations

import re
from uuid import UUID

from xianxing.pilot.filings.draft.form import FilingForm

_TABLE = re.compile(r"^(?:(project|content)|unit\[([^\]]+)\])\.([a-z_]+)\[([^\]]+)\](.*)$")
_MATERIAL = re.compile(r"^material\[([^\]]+)\](.*)$")
_UNIT = re.compile(r"^unit\[([^\]]+)\]")


def anchored(form: FilingForm, location: str) -> str:
    """The location with a row's or file's number replaced by its id; as it is where there is no such row."""
    table = _TABLE.match(location)
    if table and _is_number(table[4]):
        rows = _rows(form, table)
        index = int(table[4])
        if index < len(rows):
            return f"{_head(table)}[{rows[index]}]{table[5]}"
    material = _MATERIAL.match(location)
    if material and _is_number(material[1]) and int(material[1]) < len(form.materials):
        return f"material[#{form.materials[int(material[1])][0].pk}]{material[2]}"
    return location


def located(form: FilingForm, anchor: str) -> str | None:
    """The location as it is now, None for a row or file that isn't there any more."""
    table = _TABLE.match(anchor)
    if table and not _is_number(table[4]):
        rows = [str(row) for row in _rows(form, table)]
        return f"{_head(table)}[{rows.index(table[4])}]{table[5]}" if table[4] in rows else None
    material = _MATERIAL.match(anchor)
    if material and material[1].startswith("#"):
        ids = [f"#{one.pk}" for one, _version in form.materials]
        return f"material[{ids.index(material[1])}]{material[2]}" if material[1] in ids else None
    return anchor


def unit_of(location: str) -> str:
    """The id of the unit on whose sheet a place stands, "" for any other place."""
    found = _UNIT.match(location)
    return found[1] if found else ""


def spot(location: str) -> str:
    """The cell, row or file that a location belongs to: without a row's column, a heading, a page."""
    plain = location.partition("#")[0]
    found = _TABLE.match(plain)
    return f"{_head(found)}[{found[4]}]" if found else plain


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 7


def _rows(form: FilingForm, table: re.Match[str]) -> list[UUID | None]:
    place = (table[2] or "", f"{table[1] or 'unit'}.{table[3]}")
    return [row.row for row in form.rows.get(place, ())]


def _head(table: re.Match[str]) -> str:
    return f"{table[1] or f'unit[{table[2]}]'}.{table[3]}"
