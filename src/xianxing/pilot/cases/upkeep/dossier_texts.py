"""The words that go into a dossier: of rows that its events name, as far as their tables give them out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.upkeep.bindings import BoundAct, acts_of
from xianxing.pilot.protection.declarations import bound_models, field_of
from xianxing.pilot.protection.namings import text_named, value_named


def texts_of(case: Case, withhold: Collection[int] = ()) -> list[bytes]:
    """What the events that are shown name and their tables give out; nothing that was erased.

    One query for the events and one a table.
    """
    shown = [act for act in acts_of(case) if act.content is not None and act.row.sequence not in withhold]
    named = set(_named(shown))
    rows: dict[str, set[str]] = {}
    for table, row, _column, _digest in named:
        rows.setdefault(table, set()).add(row)
    found: list[bytes] = []
    for model, promise in bound_models():
        table = model._meta.db_table
        if promise.texts is None or table not in rows:
            continue
        for held in model._base_manager.filter(*promise.texts.where, pk__in=rows[table]).order_by("pk"):
            for column in promise.texts.columns:
                value = getattr(held, field_of(model, column).attname)
                if (table, str(held.pk), column, str(value_named(model, column, value))) in named:
                    found.append(text_named(value))
    return found


def _named(acts: Collection[BoundAct]) -> Iterator[tuple[str, str, str, str]]:
    for act in acts:
        for naming in act.namings:
            for column, value in naming["columns"].items():
                yield str(naming["table"]), str(naming["row"]), column, str(value)
