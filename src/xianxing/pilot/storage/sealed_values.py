"""What the apps keep under the master keys: each says how much lies under which key, and wraps it anew."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import models, transaction
from django.db.models import BinaryField, F, QuerySet
from django.db.models.functions import Substr

from xianxing.pilot.storage.keys import KeyFileError, MasterKeys, master_keys
from xianxing.pilot.storage.sealing import (
    LONGEST_HEAD,
    DamagedError,
    key_of_value,
    open_value,
    opens,
    rewrap_value,
    start_under,
)

Row = Any


class Kept(Protocol):
    """One kind of things under the master keys; `model` is the label of the model that holds them."""

    @property
    def model(self) -> str:
        """Such as `parties.Letter`."""

    def under(self) -> dict[str, int]:
        """How many lie under which key."""

    def rewrap(self, keys: MasterKeys, *, most: int) -> int:
        """Wrap at most so many that lie under another key than the active one; returns how many were done."""

    def unopened(self, keys: MasterKeys) -> Iterator[str]:
        """Every one that none of these keys opens, by its primary key; reads no contents."""


@dataclass(frozen=True)
class SealedValues:
    """Values sealed by `seal_value` in a column of a model; `about` says what each is bound to.

    `answers` says whether an opened value is the one that the row's own digest is of, where it has one.
    """

    model: str
    column: str
    about: Callable[[Row], bytes]
    answers: Callable[[Row, bytes], bool] | None = None

    def under(self) -> dict[str, int]:
        """See `Kept.under`."""
        starts = self._rows().values_list("start", flat=True)
        return dict(Counter(key_of_value(bytes(start)) for start in starts.iterator()))

    @transaction.atomic
    def rewrap(self, keys: MasterKeys, *, most: int) -> int:
        """See `Kept.rewrap`."""
        present = start_under(keys.active)
        cut = Substr(F(self.column), 1, len(present), output_field=BinaryField())
        old = self._full().annotate(present=cut).exclude(present=present)
        rows = list(old.select_for_update().order_by("pk")[:most])
        for row in rows:
            fresh = rewrap_value(keys, self.about(row), bytes(getattr(row, self.column)))
            self._manager().filter(pk=row.pk).update(**{self.column: fresh})
        return len(rows)

    def unopened(self, keys: MasterKeys) -> Iterator[str]:
        """See `Kept.unopened`."""
        for row in self._rows().defer(self.column).iterator():
            if not opens(keys, self.about(row), bytes(row.start)):
                yield str(row.pk)

    def others(self, keys: MasterKeys) -> Iterator[str]:
        """Every value that can't be opened or isn't the one of its row's digest, by table, row and column."""
        answers, table = self.answers, self._manager().model._meta.db_table
        for row in self._full().order_by("pk").iterator() if answers else ():
            where = f"{table} {row.pk}, column {self.column}"
            try:
                value = open_value(keys, self.about(row), bytes(getattr(row, self.column)))
                if answers and not answers(row, value):
                    yield f"{where}: not what its digest is of"
            except (DamagedError, KeyFileError, ValueError, struct.error) as problem:
                yield f"{where}: can't be opened: {problem}"

    def _rows(self) -> QuerySet[Row]:
        start = Substr(F(self.column), 1, LONGEST_HEAD, output_field=BinaryField())
        rows: QuerySet[Row] = self._full().annotate(start=start)
        return rows

    def _full(self) -> QuerySet[Row]:
        return self._manager().exclude(**{self.column: b""}).exclude(**{f"{self.column}__isnull": True})

    def _manager(self) -> models.Manager[Row]:
        manager: models.Manager[Row] = apps.get_model(self.model)._base_manager
        return manager


_kept: dict[tuple[str, str], Kept] = {}


def register_kept(kept: Kept) -> None:
    """Have key rotation, the doctor and restoring know of it; called once from an `AppConfig.ready`."""
    _kept[kept.model, getattr(kept, "column", "")] = kept


def all_kept() -> list[Kept]:
    """Everything that was registered, in the order of the models' labels."""
    return [_kept[name] for name in sorted(_kept)]


def value_faults() -> list[str]:
    """Every sealed value that isn't the one that the record knows; opens all that have a digest."""
    keys = master_keys()
    known = [kept for kept in all_kept() if isinstance(kept, SealedValues)]
    return [fault for kept in known for fault in kept.others(keys)]


def missing_keys(keys: MasterKeys) -> dict[str, int]:
    """The ids of keys that something lies under and that aren't there, each with how much that is."""
    found: Counter[str] = Counter()
    for kept in all_kept():
        found.update({key: count for key, count in kept.under().items() if key not in keys.keys})
    return dict(found)
