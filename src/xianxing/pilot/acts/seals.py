"""Seals over what a person entered or brought and no event names yet, by the secret of the site.

Whoever can write the database alone can neither enter an act in another's name, nor change one that waits,
nor call another's file the own one.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import constant_time_compare, salted_hmac

from xianxing.pilot.acts.models import Evidence, PendingAct


def seal_of_act(row: PendingAct) -> str:
    """The seal of an act that waits: over the case, the step, everything entered, by whom and when."""
    return _seal(
        "pending",
        [
            str(row.pk), str(row.case_id), row.step, row.sequence, row.entry, row.entered_by_id,
            row.entered_at.timestamp(), row.stepped_up_at.timestamp() if row.stepped_up_at else None,
        ],
    )  # fmt: skip


def seal_of_evidence(row: Evidence) -> str:
    """The seal of a file that was brought: which file, by whom."""
    return _seal("evidence", [str(row.pk), row.file_id, row.brought_by_id, row.brought_at.timestamp()])


def holds(row: PendingAct | Evidence) -> bool:
    """Whether the row is as it was sealed when somebody entered or brought it."""
    made = seal_of_act(row) if isinstance(row, PendingAct) else seal_of_evidence(row)
    return constant_time_compare(row.seal, made)


def _seal(what: str, said: list[Any]) -> str:
    plain = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
    return salted_hmac(f"xianxing.acts.{what}", plain, algorithm="sha256").hexdigest()
