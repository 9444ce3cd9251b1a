"""What a page of the form sends, cell by cell and row by row, and what of it was changed by the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from xianxing.desks.portal.cells import anchor_of, as_text, split
from xianxing.law import Field, FieldKind
from xianxing.pilot.filings.draft.cells import CellPlace
from xianxing.pilot.filings.draft.values import misfit
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, Unit


@dataclass(frozen=True)
class SentCell:
    """One cell or row as it was sent: `key` names it on the page, `based` is the version that was seen."""

    key: str
    field: Field
    place: CellPlace
    value: object
    based: int


def sent_cells(post: QueryDict, fields: Iterable[Field], unit: str) -> Iterator[SentCell]:
    """Every cell and row that a form sent, in the page's order; what isn't of the page is passed over."""
    rows = post.getlist("row")
    for field in fields:
        if field.kind is FieldKind.GROUP:
            continue
        if field.kind is not FieldKind.TABLE:
            if f"based:{field.path}" in post:
                value = split(field, post.getlist(f"v:{field.path}"))
                yield _sent(post, field.path, field, CellPlace(unit, field.path), value)
            continue
        for key in rows:
            path, _, row = key.partition("|")
            if path == field.path and (known := as_uuid(row)) is not None:
                yield _sent(post, key, field, CellPlace(unit, path, known), _columns(post, key, field))


def changed(filing: Filing, unit: Unit | None, sent: Iterable[SentCell]) -> list[SentCell]:
    """Those in which the person wrote something; a cell left as it was shown is none, whoever wrote it since.

    Two queries and one for each cell that somebody else wrote meanwhile.
    """
    held = {
        (cell.path, cell.row): cell
        for cell in Cell.objects.filter(filing=filing, unit=unit).select_related("updated_by")
    }
    return [one for one in sent if _touched(held.get((one.place.path, one.place.row)), one)]


def misfits(field: Field, key: str, value: object) -> dict[str, str]:
    """What is wrong with a kept value or row, by the id of the control."""
    if not field.columns:
        found = misfit(field, value)
        return {f"i-{anchor_of(field)}": found} if found else {}
    row = key.partition("|")[2]
    held = value if isinstance(value, dict) else {}
    told = {f"r{row}-{column.key}": misfit(column, held.get(column.key)) for column in field.columns}
    return {place: text for place, text in told.items() if text}


def as_uuid(text: str) -> UUID | None:
    """An id that a form carries; None for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        return None


def number(text: str) -> int:
    """A version number from a form; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _sent(post: QueryDict, key: str, field: Field, place: CellPlace, value: object) -> SentCell:
    return SentCell(key, field, place, value, number(post.get(f"based:{key}", "")))


def _columns(post: QueryDict, key: str, field: Field) -> dict[str, object]:
    sent = {column.key: split(column, post.getlist(f"v:{key}:{column.key}")) for column in field.columns}
    return {name: value for name, value in sent.items() if value not in (None, "")}


def _touched(cell: Cell | None, sent: SentCell) -> bool:
    if cell is None or cell.version == sent.based:
        before = cell.value if cell else None
    else:
        seen = CellVersion.objects.filter(cell=cell, version=sent.based).first()
        before = seen.value if seen else None
    return _spelt(before) != _spelt(sent.value)


def _spelt(value: object) -> object:
    """A value as forms send it and as cells keep it, made comparable."""
    if isinstance(value, Mapping):
        return {key: text for key, one in value.items() if (text := _spelt(one))} or None
    return as_text(value).replace("\r\n", "\n").strip() or None
