"""Whom each route of changes is for."""

from __future__ import annotations

EXPECTED = {
    "changes:list": "staff",
    "changes:case": "anyone_logged_in",
    "changes:change": "anyone_logged_in",
}
# A draft's units read its changes, of which there are none yet; nobody else knows the draft.
OWN = {"changes:case": {"member"}}
# Before the start nothing can be told; tests/desks/changes tries a project on trial.
ABSENT = frozenset({"changes:change"})
