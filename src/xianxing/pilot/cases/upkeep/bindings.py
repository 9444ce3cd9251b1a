"""What events name against the rows as they are: table, row, column and event of every difference."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from xianxing.pilot.cases.domain.erasing import KEPT
from xianxing.pilot.cases.models import Case, Event, Payload
from xianxing.pilot.protection.declarations import Bound, bound_models, field_of
from xianxing.pilot.protection.namings import EMPTY, RESTS_ON, value_named
from xianxing.procedure.events import ERASED_WHOLE, JSON

Content = dict[str, Any]
_read = json.JSONDecoder().decode


class ActRow(NamedTuple):
    """What the audit reads of an event's row; a model's instance takes three times as long to make."""

    place: int
    sequence: int
    step: str
    role: str
    at: datetime
    target_state: str
    version: str
    procedural: Mapping[str, Any]
    skeleton: bytes
    erases: int | None


@dataclass(frozen=True)
class BoundAct:
    """An event with what it commits to, or, once that was erased, with what the erasure kept of it."""

    row: ActRow
    content: Content | None
    kept: Content

    @property
    def namings(self) -> list[dict[str, Any]]:
        """The rows that the act names."""
        said = self.kept if self.content is None else self.content
        return list(said.get(RESTS_ON, []))


@dataclass
class Expected:
    """What the events say of one row: of each column the value and the event that named it last."""

    columns: dict[str, tuple[JSON, int]] = field(default_factory=dict)
    place: int | None = None
    emptied: set[str] = field(default_factory=set)
    gone: bool = False
    whole: bool = False
    event: int = 0


def acts_of(case: Case) -> list[BoundAct]:
    """The case's events in order, each with its content; one query."""
    columns = (
        Event.objects.filter(case=case).order_by("sequence").values_list(*ActRow._fields, "payload__body")
    )
    found = [(ActRow(*row), body) for *row, body in columns]
    rows = [row for row, _body in found]
    contents = {row.sequence: _content(body) for row, body in found}
    kept = {row.erases: (contents[row.sequence] or {}).get(KEPT, {}) for row in rows if row.erases}
    return [BoundAct(row, contents[row.sequence], kept.get(row.sequence, {})) for row in rows]


def cases_by_table(first: UUID, last: UUID) -> dict[str, set[UUID]]:
    """Of the cases between two, those that have rows in each table whose rows events must name.

    Asks once a table: whoever walks over many cases spares with it the question after rows that aren't there.
    """
    return {
        model._meta.db_table: set(
            model._base_manager.filter(**{f"{promise.case}__gte": first, f"{promise.case}__lte": last})
            .values_list(promise.case, flat=True)
            .distinct()
        )
        for model, promise in bound_models()
        if promise.case
    }


def binding_faults(
    case: Case, acts: list[BoundAct], having: Mapping[str, Collection[UUID]] | None = None
) -> Iterator[str]:
    """Every difference between the rows of a case and what its events name, and every row that none names.

    `having` is what `cases_by_table` says; without it every table is asked.
    """
    faults: list[str] = []
    promises = list(bound_models())
    said = _expected(acts, {model._meta.db_table: promise for model, promise in promises}, faults)
    yield from faults
    for model, promise in promises:
        table = model._meta.db_table
        if table in said or (promise.case and (having is None or case.pk in having[table])):
            yield from _of_table(case, model, promise, said.get(table, {}))


def _content(body: bytes | None) -> Content | None:
    found = _read(str(body, "utf-8")) if body is not None else None
    return found if isinstance(found, dict) else None


def _expected(
    acts: list[BoundAct], promises: Mapping[str, Bound], faults: list[str]
) -> dict[str, dict[str, Expected]]:
    said: dict[str, dict[str, Expected]] = {}
    for act in acts:
        number = act.row.sequence
        for naming in act.namings:
            table, row = str(naming["table"]), str(naming["row"])
            promise = promises.get(table)
            held = said.setdefault(table, {}).setdefault(row, Expected())
            held.event = number
            if "place" in naming:
                held.place = act.row.place
            for column, value in naming["columns"].items():
                before = held.columns.get(column)
                if promise and column in promise.fixed and before and value not in (None, before[0]):
                    faults.append(f"{table} {row}, column {column}: event {number} names another than before")
                held.columns[column] = (value, number)
                held.emptied.discard(column)
                if value is None and promise and column in promise.erasable:
                    held.emptied.add(column)
        if act.row.step == ERASED_WHOLE:
            _empty(said, promises)
    return said


def _empty(said: dict[str, dict[str, Expected]], promises: Mapping[str, Bound]) -> None:
    """An erasure of the whole case: from here on its rows hold no words, and some are gone."""
    for table, rows in said.items():
        for held in rows.values():
            held.gone, held.whole = held.gone or promises[table].removable, True
            held.emptied |= set(promises[table].erasable) & set(held.columns)


def _of_table(
    case: Case, model: type[models.Model], promise: Bound, said: dict[str, Expected]
) -> Iterator[str]:
    table, manager = model._meta.db_table, model._base_manager
    rows = {str(row.pk): row for row in manager.filter(pk__in=list(said))} if said else {}
    if promise.case:
        rows |= {str(row.pk): row for row in manager.filter(**{promise.case: case})}
    for key, row in sorted(rows.items()):
        held = said.get(key)
        if held is None:
            yield f"{table} {key}: no event names this row"
        elif held.gone:
            yield f"{table} {key}: erased, and still there"
        else:
            yield from _of_row(f"{table} {key}", model, promise, row, held)
    for key in sorted(said.keys() - rows.keys()):
        if not said[key].gone:
            yield f"{table} {key}: the row that event {said[key].event} names is gone"


def _of_row(
    where: str, model: type[models.Model], promise: Bound, row: models.Model, held: Expected
) -> Iterator[str]:
    for column, (value, event) in held.columns.items():
        actual = getattr(row, field_of(model, column).attname)
        if column in held.emptied:
            if _plain(actual) not in EMPTY:
                yield f"{where}, column {column}: erased, and still there"
        elif value_named(model, column, actual) != value and not (
            column == promise.gone and _erased_elsewhere(model, row, promise)
        ):
            yield f"{where}, column {column}: not what event {event} rests on"
    yield from _of_bytes(where, promise, row, held)
    if promise.place and getattr(row, promise.place) != held.place:
        yield f"{where}, column {promise.place}: not the place of the event that names it"


def _of_bytes(where: str, promise: Bound, row: models.Model, held: Expected) -> Iterator[str]:
    """Sealed columns hold something until the case was erased whole; no bytes go before something says so."""
    for column in promise.sealed:
        empty = len(bytes(getattr(row, column))) == 0
        if held.whole != empty and not (empty and _emptied_by_act(promise, row)):
            yield f"{where}, column {column}: {'erased, and still there' if held.whole else 'emptied'}"
    named = promise.gone in held.columns or held.whole or not promise.gone
    if not named and getattr(row, promise.gone) is not None:
        yield f"{where}, column {promise.gone}: no event says so"


def _emptied_by_act(promise: Bound, row: models.Model) -> bool:
    """Whether an act, which events name as any, erased the words of this row alone."""
    if promise.emptied_by is None:
        return False
    field, value = promise.emptied_by
    return type(row)._base_manager.filter(pk=row.pk, **{field: value}).exists()


def _erased_elsewhere(model: type[models.Model], row: models.Model, promise: Bound) -> bool:
    """Whether the erasure of another case, which had the same file, says that its bytes are gone."""
    said = value_named(model, promise.gone, getattr(row, promise.gone))
    for body in Payload.objects.filter(event__step=ERASED_WHOLE).values_list("body", flat=True):
        for naming in json.loads(bytes(body)).get(RESTS_ON, []):
            same = (naming["table"], naming["row"]) == (model._meta.db_table, str(row.pk))
            if same and said is not None and naming["columns"].get(promise.gone) == said:
                return True
    return False


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
