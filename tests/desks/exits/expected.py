"""Whom each route of exits is for."""

from __future__ import annotations

EXPECTED = {
    "exits:tables": "public",
    "exits:room": "anyone_logged_in",
    "exits:assess-group": "staff",
    "exits:assess": "anyone_logged_in",
    "exits:assessment": "anyone_logged_in",
    "exits:measures": "anyone_logged_in",
    "exits:prove": "anyone_logged_in",
    "exits:check": "anyone_logged_in",
    "exits:referrals": "anyone_logged_in",
    "exits:work-report": "anyone_logged_in",
}
NOT_OF_DRAFTS = ("exits:tables", "exits:assess-group", "exits:assessment")
# A draft's pilot institutions read its room, in which there is nothing yet; nobody else knows the draft.
OWN = {name: {"member"} for name in EXPECTED if name not in NOT_OF_DRAFTS}
# There is no assessment of a draft, and the group doesn't know it; tests/desks/exits tries one on trial.
ABSENT = frozenset({"exits:assess-group", "exits:assessment"})
EXAMPLES: dict[str, object] = {"measure": "customers"}
