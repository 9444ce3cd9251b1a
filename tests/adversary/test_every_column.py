"""Whoever changes one column of one row that an act rests on is found out, by table, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from tests.adversary.attacks import for_a_moment, is_noticed, said_of_everything, without_triggers
from tests.adversary.record_scene import Stage
from xianxing.pilot.cases.models import Cosignature, Log, PublicationReceipt, Receipt, ReducedState
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.protection.declarations import (
    AppendOnly,
    Bound,
    Recomputed,
    WorkingData,
    declared,
    field_of,
    our_models,
)
from xianxing.pilot.protection.triggers import triggers

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# Copies of what others hold: a receipt is made anew from the log, a witness has its own word. The log's row
# is made anew under the site's name, a reduced state from the events.
GIVEN_OUT = (Cosignature, Log, PublicationReceipt, Receipt, ReducedState)
MOST_ROWS = 9

Column = tuple[type[models.Model], str]
Rows = dict[type[models.Model], models.Model]


def columns() -> Iterator[Column]:
    """Every column of ours that an audit must know."""
    for model in our_models():
        promise = declared(model)
        if isinstance(promise, AppendOnly):
            yield from ((model, name) for name in promise.recomputed)
        elif isinstance(promise, Bound):
            named = (*promise.columns, *promise.recomputed, *promise.sealed)
            yield from ((model, name) for name in named)
            if promise.place:
                yield model, promise.place
        elif isinstance(promise, Recomputed):
            yield from ((model, name) for name in promise.columns)
        elif isinstance(promise, WorkingData):
            yield from ((model, name) for name in promise.sealed)


def is_exact(model: type[models.Model], name: str) -> bool:
    """Whether the audit must name this very column."""
    promise = declared(model)
    return isinstance(promise, Bound) and name in promise.columns


def some_rows(model: type[models.Model]) -> list[models.Model]:
    """The first rows of the table: in one of them a change must be noticed."""
    return list(model._base_manager.order_by("pk")[:MOST_ROWS])


def another(model: type[models.Model], name: str, value: Any) -> Any:
    """A value that is none of this row's."""
    field = field_of(model, name)
    if isinstance(field, models.BinaryField):
        return bytes(value) + b"\0"
    if isinstance(field, models.JSONField):
        return {"forged": True}
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(value, bool) or isinstance(target, models.BooleanField):
        return not value
    if isinstance(target, models.UUIDField) or isinstance(value, UUID):
        return uuid4()
    if isinstance(target, models.DateTimeField):
        return (value or datetime.fromisoformat("2024-03-01T00:00:00+00:00")) + timedelta(days=1)
    if isinstance(target, models.DateField):
        return (value or date(2024, 3, 1)) + timedelta(days=1)
    if isinstance(target, models.CharField | models.TextField):
        return f"{(value or '')[:-1]}改"
    return (value or 0) + 1000


def changed(model: type[models.Model], row: models.Model, name: str) -> bool:
    """Change the column of the row; gives whether no constraint refused it."""
    field = field_of(model, name)
    fresh = another(model, name, getattr(row, field.attname))
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{field.attname: fresh})
    except DatabaseError:
        return False
    return True


def noticed(model: type[models.Model], row: models.Model, name: str) -> bool:
    """Whether a change of the column is refused by a constraint, or named by the audit; it is taken back."""
    if is_exact(model, name):
        return bool(noticed_together([(model, name)], {model: row}))
    try:
        with for_a_moment():
            return not changed(model, row, name) or is_noticed()
    except (DatabaseError, ValueError, KeyError):
        return True


def noticed_together(columns: Sequence[Column], rows: Rows) -> set[Column]:
    """Those of the columns, each of another table, whose change is refused or named when all are changed."""
    try:
        with for_a_moment():
            within = {column for column in columns if changed(column[0], rows[column[0]], column[1])}
            found = case_faults()
    except (DatabaseError, ValueError, KeyError):
        return set(columns) if len(columns) == 1 else set()
    said = {
        (model, name): f"{model._meta.db_table} {rows[model].pk}, column {name}:" for model, name in within
    }
    return {
        column for column in columns if column not in within or any(said[column] in fault for fault in found)
    }


def missed_of_exact() -> list[Column]:
    """The columns that an audit must name and doesn't: tried together first, then each alone."""
    waiting = [(model, name) for model, name in columns() if is_exact(model, name)]
    for turn in range(MOST_ROWS):
        rows = {
            model: row for model in {model for model, _name in waiting} for row in some_rows(model)[turn:][:1]
        }
        here = [column for column in waiting if column[0] in rows]
        while here:
            batch = list({model: (model, name) for model, name in here}.values())
            here = [column for column in here if column not in batch]
            done = noticed_together(batch, rows)
            waiting = [column for column in waiting if column not in done]
    return [
        (model, name)
        for model, name in waiting
        if not any(noticed(model, row, name) for row in some_rows(model))
    ]


def missing(model: type[models.Model], row: models.Model) -> bool:
    """Whether the row's absence is refused by a constraint, or noticed by the audit; it is put back."""
    try:
        with for_a_moment():
            model._base_manager.filter(pk=row.pk)._raw_delete("default")
            return is_noticed()
    except (DatabaseError, ValueError, KeyError):
        return True


@pytest.mark.always
def test_every_table_of_ours_declares_what_it_promises() -> None:
    assert [model._meta.label for model in our_models() if declared(model) is None] == []
    reasons = [declared(model) for model in our_models()]
    assert all(promise.reason.strip() for promise in reasons if isinstance(promise, WorkingData))
    assert all(promise.how.strip() for promise in reasons if isinstance(promise, Recomputed))


def test_no_table_of_ours_is_left_out() -> None:
    ours = {m for app in apps.get_app_configs() if app.name.startswith("xianxing") for m in app.get_models()}
    assert ours == set(our_models())


def test_every_protected_table_has_its_triggers() -> None:
    kinds = {"sqlite": {"update", "delete", "replace"}, "postgresql": {"update", "delete", "truncate"}}
    for vendor, wanted in kinds.items():
        names = {trigger.name for trigger in triggers(vendor)}
        for model in our_models():
            if isinstance(declared(model), AppendOnly | Bound):
                assert {f"{model._meta.db_table}_{what}" for what in wanted} <= names


def test_a_change_of_any_column_is_named(recorded: Stage) -> None:
    assert said_of_everything() == []
    assert {model._meta.label for model, _name in columns() if not model._base_manager.exists()} == set()
    without_triggers()
    missed = [
        *missed_of_exact(),
        *(
            (model, name)
            for model, name in columns()
            if not is_exact(model, name)
            if not any(noticed(model, row, name) for row in some_rows(model))
        ),
    ]
    assert [f"{model._meta.label}.{name}" for model, name in missed] == []


def test_a_row_that_was_taken_away_is_named(recorded: Stage) -> None:
    without_triggers()
    missed = [
        model._meta.label
        for model in {model for model, _name in columns()} - set(GIVEN_OUT)
        if not isinstance(declared(model), WorkingData)
        if not any(missing(model, row) for row in some_rows(model))
    ]
    assert missed == [], missed
