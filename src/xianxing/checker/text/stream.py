"""Every word of a filing in one stream: the cells of the form, then each file with all its places.

A rule that looks for something looks through `sought(case, name)`: everything but the kinds of places that
`places.toml` says are left out, with the reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xianxing.checker.filing import FilingFile
from xianxing.documents.model import Block, PlaceKind
from xianxing.documents.texts import texts_of
from xianxing.law import Text

if TYPE_CHECKING:
    from xianxing.checker.case import CheckContext, Slot


@dataclass(frozen=True)
class FilingText:
    """Words of a filing where they stand. `location` is that of a finding, in the folder format's grammar.

    `slot` is the cell for `PlaceKind.CELL`, `item` the file for every other kind. `visible` and `sure` as in
    `PlacedText`; so is `block`.
    """

    kind: PlaceKind
    text: str
    location: str
    visible: bool = True
    sure: bool = True
    slot: Slot | None = None
    item: FilingFile | None = None
    block: Block | None = None


def filing_texts(case: CheckContext) -> Iterator[FilingText]:
    """All words of a filing; of a file that could not be used there is only its name."""
    for slot in case.cells:
        if slot.text and slot.field.path != "material.file":
            yield FilingText(PlaceKind.CELL, slot.text, slot.location, slot=slot)
    for item in case.filing.files:
        yield from _of_file(item)
    for name in case.filing.stray:
        yield FilingText(PlaceKind.FILE_NAME, name, "")


def _of_file(item: FilingFile) -> Iterator[FilingText]:
    if item.file:
        yield FilingText(PlaceKind.FILE_NAME, item.file, item.place, item=item)
    for one in () if item.document is None else texts_of(item.document):
        if one.kind is not PlaceKind.FILE_NAME:
            place = f"{item.place}#{one.location}" if one.location else item.place
            yield FilingText(one.kind, one.text, place, one.visible, one.sure, item=item, block=one.block)


@dataclass(frozen=True)
class Search:
    """What rules look for wherever it may stand, and the kinds of places they leave out, with the reason."""

    rules: tuple[str, ...]
    leaves_out: Mapping[PlaceKind, Text]


@cache
def searches() -> Mapping[str, Search]:
    """What is looked for, by name, as `places.toml` lists it."""
    listed = tomllib.loads((files("xianxing.checker") / "places.toml").read_text("utf-8"))
    return {
        name: Search(
            tuple(one["rules"]),
            {PlaceKind(kind): Text(why["zh"], why["en"]) for kind, why in one.get("leaves_out", {}).items()},
        )
        for name, one in listed.items()
    }


def sought(case: CheckContext, name: str) -> Iterator[FilingText]:
    """The words of a filing that are looked through for something. KeyError for a name not listed."""
    omitted = searches()[name].leaves_out
    return (text for text in case.texts if text.kind not in omitted)
