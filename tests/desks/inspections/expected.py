"""Whom each page of inspections is for, and which objects the example addresses name."""

from __future__ import annotations

EXPECTED = {
    "inspections:list": "staff",
    "inspections:case": "anyone_logged_in",
    "inspections:plan": "staff",
    "inspections:inspection": "anyone_logged_in",
    "inspections:paper": "anyone_logged_in",
    "inspections:notice": "anyone_logged_in",
    "inspections:finding": "anyone_logged_in",
    "inspections:rectification": "anyone_logged_in",
}
# Of the example's draft the unit's own people see an empty list; the rest of it begins with the trial, and
# tests/desks/inspections tries a project on trial.
OWN = {"inspections:case": {"member"}}
ABSENT = frozenset(EXPECTED) - {"inspections:list", "inspections:case"}
EXAMPLES: dict[str, object] = {"finding": 1, "item": "1"}
