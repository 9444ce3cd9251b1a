"""Seals over what a person entered and no event names yet, by the secret of the site.

Whoever can write the database alone can neither enter such a row in another's name nor change one: it counts
for nothing, and the audit names it. Which columns lie under the seal stands in the table's declaration.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from xianxing.pilot.protection.declarations import Bound, WorkingData, declared, field_of, our_models
from xianxing.record.canonical import instant

ERASED: tuple[object, ...] = ({}, "")


def seal_of(row: models.Model) -> str:
    """The seal over the declared columns of a row as it stands; TypeError for a table that declares none."""
    columns = _columns(type(row))
    if not columns:
        raise TypeError(f"{row._meta.label} declares no columns under a seal")
    said = [_said(getattr(row, field_of(type(row), name).attname)) for name in columns]
    return seal_over(row._meta.label_lower, said)


def seal_over(what: str, said: list[Any]) -> str:
    """The seal over what stands in a row of this kind."""
    plain = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
    return salted_hmac(f"xianxing.acts.{what}", plain, algorithm="sha256").hexdigest()


def is_sealed(row: models.Model) -> bool:
    """Whether the row is as it was sealed when somebody entered it."""
    return constant_time_compare(str(getattr(row, "seal", "")), seal_of(row))


def row_faults() -> Iterator[str]:
    """Every row that is not as a person entered it, by table and row; but those that an erasure emptied."""
    for model in our_models():
        if _columns(model):
            for row in model._base_manager.order_by("pk").iterator():
                if not is_sealed(row) and getattr(row, "entry", None) not in ERASED:
                    yield f"{model._meta.db_table} {row.pk}, column seal: not as a person entered it"


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    promise = declared(model)
    if isinstance(promise, WorkingData):
        return promise.sealed
    return promise.row_seal if isinstance(promise, Bound) else ()


def _said(value: Any) -> Any:
    return instant(value) if isinstance(value, datetime) else value
