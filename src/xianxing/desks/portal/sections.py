"""The form cut into pages, one topic each; what the guide's form has and no topic names comes at the end."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind, Guide, Result
from xianxing.law.form import Lookup
from xianxing.law.text import Text
from xianxing.pilot.filings.check.findings import Stated
from xianxing.pilot.filings.draft.form import FilingForm, lookup
from xianxing.pilot.filings.draft.values import DERIVED

LAST = "more"


@dataclass(frozen=True)
class FormSection:
    """One page of the form: its id in the address, its name, its fields in order."""

    id: str
    label: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Status:
    """How far a section or sheet has got: a word, its colour, and how many findings stand in it.

    `done` of `total` questions that must be answered are; 0 of 0 where there is nothing to count.
    """

    word: str
    tone: str
    findings: int
    done: int = 0
    total: int = 0


@cache
def sections_of(guide: Guide) -> tuple[FormSection, ...]:
    """The pages of a guide's form, without empty ones."""
    return _cut("section", [*guide.fields_of("project"), *guide.fields_of("content")])


@cache
def sheet_parts_of(guide: Guide) -> tuple[FormSection, ...]:
    """The pages of a unit's sheet, without empty ones."""
    return _cut("part", sheet_fields(guide))


def section_for(guide: Guide, path: str) -> FormSection | None:
    """The page on which a field stands: of the form, or of a sheet; None for one that no page shows."""
    pages = (*sections_of(guide), *sheet_parts_of(guide))
    return next((one for one in pages if path in {f.path for f in one.fields}), None)


def sheet_fields(guide: Guide) -> tuple[Field, ...]:
    """What a unit writes on its sheet: neither what the lead decides nor what is confirmed by an act."""
    unit = guide.fields_of("unit")
    return tuple(f for f in unit if f.kind is not FieldKind.GROUP and f.path not in DERIVED)


def _cut(kind: str, fields: Iterable[Field]) -> tuple[FormSection, ...]:
    """Fields on the pages that the table of that kind names; what it names nowhere stands on the last one."""
    data = tomllib.loads((Path(__file__).parent / "sections.toml").read_text("utf-8"))[kind]
    form = {field.path: field for field in fields}
    named = {path for entry in data for path in entry["fields"]}
    made = []
    for entry in data:
        paths = [path for path in form if path not in named] if entry["id"] == LAST else entry["fields"]
        found = tuple(form[path] for path in paths if path in form)
        if found:
            made.append(FormSection(entry["id"], Text(entry["zh"], entry["en"]), found))
    return tuple(made)


def look(form: FilingForm, key: str = "") -> Lookup:
    """Look a field's value up, of the form or of one unit's sheet, as conditions of the guide do."""
    return lookup(form.data, key)


def status(
    fields: Iterable[Field], form: FilingForm, key: str, spots: Mapping[str, tuple[Stated, ...]]
) -> Status:
    """The status of some fields: empty, in progress, with findings, or complete."""
    asked = look(form, key)
    prefix = f"unit[{key}]." if key else ""
    filled = done = total = count = 0
    for field in fields:
        if not field.asked(asked):
            continue
        place = (key, field.path)
        answered = place in form.rows or (place in form.cells and form.cells[place].value is not None)
        filled += answered
        if field.required(asked):
            total += 1
            done += answered
        base = f"{prefix}{field.key}" if key else field.path
        count += sum(
            one.finding.result is Result.UNMET
            for spot, group in spots.items()
            if spot == base or spot.startswith(f"{base}[")
            for one in group
        )
    if not filled:
        return Status(gettext("Empty"), "quiet", 0, done, total)
    if done < total:
        return Status(gettext("In progress"), "info", count, done, total)
    if count:
        return Status(gettext("To look at"), "watch", count, done, total)
    return Status(gettext("Complete"), "good", 0, done, total)
