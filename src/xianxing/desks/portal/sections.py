"""The form cut into pages, one topic each; what the guide's form has and no topic names comes at the end."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind, Guide, Result
from xianxing.law.text import Text
from xianxing.pilot.filings.check.findings import Stated
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.draft.values import DERIVED

LAST = "more"


@dataclass(frozen=True)
class Section:
    """One page of the form: its id in the address, its name, its fields in order."""

    id: str
    label: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Status:
    """How far a section or sheet has got: a word, its colour, and how many findings stand in it."""

    word: str
    tone: str
    findings: int


@cache
def sections_of(guide: Guide) -> tuple[Section, ...]:
    """The pages of a guide's form, without empty ones."""
    data = tomllib.loads((Path(__file__).parent / "sections.toml").read_text("utf-8"))["section"]
    content = {field.key: field for field in guide.fields_of("content")}
    named = {key for entry in data for key in entry.get("fields", ())}
    made = []
    for entry in data:
        if "group" in entry:
            fields = guide.fields_of(entry["group"])
        else:
            keys = entry["fields"] or ([k for k in content if k not in named] if entry["id"] == LAST else [])
            fields = tuple(content[key] for key in keys if key in content)
        if fields:
            made.append(Section(entry["id"], Text(entry["zh"], entry["en"]), fields))
    return tuple(made)


def section_for(guide: Guide, path: str) -> Section | None:
    """The page on which a field of the form stands."""
    return next((one for one in sections_of(guide) if path in {f.path for f in one.fields}), None)


def sheet_fields(guide: Guide) -> tuple[Field, ...]:
    """What a unit writes on its sheet: neither what the lead decides nor what is confirmed by an act."""
    unit = guide.fields_of("unit")
    return tuple(f for f in unit if f.kind is not FieldKind.GROUP and f.path not in DERIVED)


def look(form: FilingForm, key: str = "") -> Callable[[str], object]:
    """Look a field's value up, of the form or of one unit's sheet, as conditions of the guide do."""
    units = form.data.get("unit")
    sheets = units if isinstance(units, list) else []
    sheet: Mapping[str, object] = next((unit for unit in sheets if unit.get("id") == key), {})

    def found(path: str) -> object:
        group, _, name = path.partition(".")
        place = sheet if group == "unit" else form.data.get(group)
        return place.get(name) if isinstance(place, Mapping) else None

    return found


def status(
    fields: Iterable[Field], form: FilingForm, key: str, spots: Mapping[str, tuple[Stated, ...]]
) -> Status:
    """The status of some fields: empty, in progress, with findings, or complete."""
    asked = look(form, key)
    prefix = f"unit[{key}]." if key else ""
    filled = missing = count = 0
    for field in fields:
        place = (key, field.path)
        if place in form.rows or (place in form.cells and form.cells[place].value is not None):
            filled += 1
        elif field.required(asked):
            missing += 1
        base = f"{prefix}{field.key}" if key else field.path
        count += sum(
            one.finding.result is Result.UNMET
            for spot, group in spots.items()
            if spot == base or spot.startswith(f"{base}[")
            for one in group
        )
    if not filled:
        return Status(gettext("Empty"), "quiet", 0)
    if missing:
        return Status(gettext("In progress"), "info", count)
    if count:
        return Status(gettext("To look at"), "watch", count)
    return Status(gettext("Complete"), "good", 0)
