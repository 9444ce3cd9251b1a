"""Whom each route of local support and the talent pool is for."""

from __future__ import annotations

EXPECTED = {
    "incentives:talent": "anyone_logged_in",
    "incentives:pool": "staff",
    "incentives:pool-csv": "staff",
    "incentives:support-list": "staff",
    "incentives:support": "anyone_logged_in",
    "incentives:group-policy": "anyone_logged_in",
    "incentives:policy": "anyone_logged_in",
}
# A draft's units read which policies are in force. The pool is for people of institutions and of the group.
OWN = {
    "incentives:support": {"member"},
    "incentives:group-policy": {"member"},
    "incentives:policy": {"member"},
    "incentives:talent": {"member", "other_member", "staff"},
}
# No unit of the example's draft has the key in the address; tests/desks/incentives tries projects that run.
ABSENT = frozenset({"incentives:policy", "incentives:group-policy"})
EXAMPLES: dict[str, object] = {"policy": "participants"}
