"""Whom each route of CSRC's room is for."""

from __future__ import annotations

from uuid import UUID

EXPECTED = {
    "csrc:home": "csrc",
    "csrc:case": "csrc",
    "csrc:package": "staff",
    "csrc:zip": "anyone_logged_in",
}
EXAMPLES: dict[str, object] = {"case": UUID(int=1), "package": "SZ-P1"}
# With these objects there is nothing to see; tests/desks/csrc tries them with real ones.
ABSENT = frozenset({"csrc:case", "csrc:package", "csrc:zip"})
