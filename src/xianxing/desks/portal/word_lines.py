"""One difference between a file and the filing, in words: label, what would change, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xianxing.documents.writing import shown
from xianxing.i18n import gettext
from xianxing.law import Field, Guide
from xianxing.pilot.filings.draft.diff import Segments, differ_all
from xianxing.pilot.filings.word.comparing import DifferenceKind, Item


@dataclass(frozen=True)
class DifferentColumn:
    """One column that differs (`label` "" for a plain cell)."""

    label: str
    segments: Segments


@dataclass(frozen=True)
class Trouble:
    """What doesn't fit: the column, why, and the words of the file, which the person can copy."""

    label: str
    message: str
    text: str


@dataclass(frozen=True)
class DifferenceLine:
    """A difference on the page; `tone` is its tag's."""

    key: str
    label: str
    word: str
    tone: str
    both: bool
    allowed: bool
    chosen: bool
    acceptable: bool
    parts: tuple[DifferentColumn, ...]
    troubles: tuple[Trouble, ...]


def line_of(item: Item, guide: Guide) -> DifferenceLine:
    """The line of an item, in the current language."""
    field = guide.field(item.path)
    word, tone = _tag(item)
    columns = {column.key: column for column in field.columns} if item.row else {"": field}
    texts = dict(item.texts)
    troubles = tuple(
        Trouble(str(columns[key].label) if key in columns and key else "", message, texts.get(key, ""))
        for key, message in item.problems
    )
    parts = () if item.kind is DifferenceKind.PROBLEM else tuple(_parts(item, columns))
    return DifferenceLine(
        item.key,
        str(field.label),
        word,
        tone,
        item.both,
        item.allowed,
        item.chosen,
        item.acceptable,
        parts,
        troubles,
    )


def _parts(item: Item, columns: Mapping[str, Field]) -> list[DifferentColumn]:
    texts = {
        key: (shown(column, _column(item.old, key)), shown(column, _column(item.new, key)))
        for key, column in columns.items()
    }
    differing = {key: pair for key, pair in texts.items() if pair[0] != pair[1]}
    compared = differ_all(list(differing.values()))
    return [
        DifferentColumn(str(columns[key].label) if key else "", segments)
        for key, segments in zip(differing, compared, strict=True)
    ]


def _column(value: object, key: str) -> object:
    if not key:
        return value
    return value.get(key) if isinstance(value, Mapping) else None


def _tag(item: Item) -> tuple[str, str]:
    words = {
        DifferenceKind.CHANGED: (gettext("Changed"), "info"),
        DifferenceKind.ADDED: (gettext("New row"), "good"),
        DifferenceKind.REMOVED: (gettext("Row gone from the file"), "watch"),
        DifferenceKind.PROBLEM: (gettext("Doesn't fit"), "bad"),
    }
    return words[item.kind]
