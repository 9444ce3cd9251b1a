"""Seals over delegations and what became of them, by the secret of the site: SQL alone makes no deputy."""

from __future__ import annotations

import json
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from xianxing.pilot.delegations.models import Delegation, DelegationChange


def seal_of_delegation(row: Delegation) -> str:
    """The seal of a delegation: over who, for whom, what, when, and in which words."""
    said = [
        str(row.pk), row.delegator_id, row.deputy_id, row.roles, row.means, row.first_day.isoformat(),
        row.last_day.isoformat(), row.words, row.given_at.timestamp(),
    ]  # fmt: skip
    return _seal("given", said)


def seal_of_change(row: DelegationChange) -> str:
    """The seal of a change: which delegation, what became of it, by whom, when and why."""
    return _seal("change", [str(row.delegation_id), row.kind, row.by_id, row.at.timestamp(), row.reason])


def holds(row: Delegation | DelegationChange) -> bool:
    """Whether the row is as it was sealed when somebody gave, accepted or ended it."""
    made = seal_of_delegation(row) if isinstance(row, Delegation) else seal_of_change(row)
    return constant_time_compare(row.seal, made)


def _seal(what: str, said: list[Any]) -> str:
    plain = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return salted_hmac(f"xianxing.delegations.{what}", plain, algorithm="sha256").hexdigest()
