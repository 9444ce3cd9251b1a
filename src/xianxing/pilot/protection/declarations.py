"""What a table of ours promises, declared in its model as `protection`: database, audit, tests read it.

One of four: `AppendOnly`, `Bound` by events that name its rows, `Recomputed` from events, or `WorkingData`
with the reason why nothing more is promised. `docs/record.md` says how to choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

OURS = "xianxing.pilot."
STAYS = "the record is append-only"


@dataclass(frozen=True)
class TriggerRule:
    """What the database refuses besides: before `what`, where the SQL condition holds."""

    name: str
    what: str
    refused: str
    message: str


def sealed_stays(name: str, column: str, kept: str) -> TriggerRule:
    """The rule that a sealed column keeps its contents: a new master key may be put before them, no more.

    Told by the last 16 bytes, the tag over the contents. `kept` is the SQL condition on OLD under which it
    isn't emptied either.
    """
    tag = f"substr({{row}}.{column}, length({{row}}.{column}) - 15)"
    other = f"{tag.format(row='NEW')} <> {tag.format(row='OLD')}"
    return TriggerRule(
        name,
        "UPDATE",
        f"(length(NEW.{column}) = 0 AND length(OLD.{column}) > 0 AND {kept})"
        f" OR (length(NEW.{column}) > 0 AND {other})",
        "what was sealed stays as it was sealed",
    )


@dataclass(frozen=True)
class AppendOnly:
    """Rows are added and never changed, replaced or removed, save removed where `kept` doesn't hold.

    `kept` is an SQL condition on OLD under which removal is refused; empty means always. `recomputed` are the
    columns that the audit computes again, so that a change behind the triggers is found out. `once` are
    columns that are empty at first and written once.
    """

    message: str = STAYS
    kept: str = ""
    recomputed: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    rules: tuple[TriggerRule, ...] = ()


@dataclass(frozen=True)
class DossierTexts:
    """Columns whose words go into a case's dossier beside the events that name them.

    Of those rows only for which `where` holds, as a filter of the ORM; of the others digests alone go along.
    """

    columns: tuple[str, ...]
    where: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Bound:
    """Rows that events name, column by column (`namings`), so that whoever changes one contradicts an event.

    `fixed` columns are named when the row is made and never change; `later` ones are named anew by the act
    that changes them. `erasable` ones, of either, hold words or files' traces: an erasure empties them.
    `case` is the path of fields to the case; where it is given every row of an opened case must be named.
    `emptied_by` is the filter, field and value, of rows whose sealed columns another act has emptied.
    `removable`: an erasure of the case takes the row away. `place` is the column that holds the place of the
    event which named it. `texts` says which words of it a dossier holds. `sealed` columns lie under the
    master key and answer to a digest that is named; an erasure of the case empties them. `gone` is the one of
    `later` that says when an erasure took the row's bytes: the event of that erasure names it.
    """

    fixed: tuple[str, ...]
    later: tuple[str, ...] = ()
    erasable: tuple[str, ...] = ()
    case: str = ""
    place: str = ""
    recomputed: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    gone: str = ""
    removable: bool = False
    emptied_by: tuple[str, str] | None = None
    row_seal: tuple[str, ...] = ()
    message: str = "what an act rests on stays as it is"
    kept: str = ""
    rules: tuple[TriggerRule, ...] = ()
    texts: DossierTexts | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that an event names."""
        return (*self.fixed, *self.later)


@dataclass(frozen=True)
class Recomputed:
    """Columns that follow from events or publications; `how` says which audit computes them again."""

    how: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class WorkingData:
    """Rows that people change as they work, or that can be made again; `reason` says why that is enough.

    `sealed` are the columns over which each row bears a seal by the site's secret (`row_seals`): a row that
    was written by SQL alone counts for nothing, and the audit names it.
    """

    reason: str
    sealed: tuple[str, ...] = ()


Protection = AppendOnly | Bound | Recomputed | WorkingData


def declared(model: type[models.Model]) -> Protection | None:
    """What the model itself declares; None where it declares nothing."""
    found = vars(model).get("protection")
    return found if isinstance(found, Protection) else None


def our_models() -> list[type[models.Model]]:
    """Every table of our apps, in the order of their names; those of many-to-many fields too."""
    found = apps.get_models(include_auto_created=True)
    return sorted((m for m in found if m.__module__.startswith(OURS)), key=lambda m: m._meta.db_table)


def bound_models() -> Iterator[tuple[type[models.Model], Bound]]:
    """The tables whose rows events name."""
    for model in our_models():
        found = declared(model)
        if isinstance(found, Bound):
            yield model, found


def bound(model: type[models.Model]) -> Bound:
    """The declaration of a table whose rows events name; TypeError for another."""
    found = declared(model)
    if not isinstance(found, Bound):
        raise TypeError(f"{model._meta.label} declares no columns that an event names")
    return found


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """The model's field of that name."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model._meta.label}.{name} is no column")
    return field
