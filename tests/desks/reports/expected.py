"""Whom each route of reports is for."""

from __future__ import annotations

EXPECTED = {
    "reports:list": "staff",
    "reports:case": "anyone_logged_in",
    "reports:write": "anyone_logged_in",
    "reports:write-item": "anyone_logged_in",
    "reports:report": "anyone_logged_in",
    "reports:word": "anyone_logged_in",
}
# A draft's units read its reports, of which there are none yet; nobody else knows the draft.
OWN = {"reports:case": {"member"}}
# Before the start nothing can be reported; tests/desks/reports tries a project on trial.
ABSENT = frozenset({"reports:write", "reports:write-item", "reports:report", "reports:word"})
EXAMPLES = {"form": "needed", "item": "1"}
