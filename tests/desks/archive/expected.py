"""Whom each route of the archive is for."""

from __future__ import annotations

EXPECTED = {
    "archive:list": "staff",
    "archive:catalogue": "staff",
    "archive:case": "staff",
    "archive:check": "staff",
    "archive:receipt": "staff",
    "archive:confirm": "staff",
    "archive:package": "staff",
}
OWN: dict[str, set[str]] = {}
# The group doesn't know a draft, and nothing of it is archived; tests/desks/archive tries a finished case.
ABSENT = frozenset(EXPECTED) - {"archive:list"}
