"""Whom each route of the act pages is for, and example objects of its addresses."""

from __future__ import annotations

from uuid import UUID

EXPECTED = {
    f"acts:{name}": "anyone_logged_in" for name in ("case", "act", "pending", "take-back", "evidence")
}
# A case is read by its units and by those who judge what was filed: of the visitors, here, by the member.
OWN = {name: {"member"} for name in EXPECTED}
EXAMPLES: dict[str, object] = {"step": "freeze", "pending": UUID(int=1), "evidence": UUID(int=1)}
# With these objects there is nothing to see; tests/desks/acts tries them with real ones.
ABSENT = frozenset({"acts:pending", "acts:take-back", "acts:evidence"})
