"""Whom each route of monitoring is for."""

from __future__ import annotations

EXPECTED = {
    "supervision:list": "staff",
    "supervision:case": "anyone_logged_in",
    "supervision:answer": "anyone_logged_in",
    "supervision:commitments": "anyone_logged_in",
    "supervision:plan": "anyone_logged_in",
    "supervision:decide": "anyone_logged_in",
}
# A draft's units read its monitoring, of which there is nothing yet; nobody else knows the draft.
OWN = {
    "supervision:case": {"member"},
    "supervision:answer": {"member"},
    "supervision:commitments": {"member"},
}
# Before the start there is no plan, and none can be signed; tests/desks/supervision tries a project on trial.
ABSENT = frozenset({"supervision:plan", "supervision:decide"})
