"""Whom each route of incidents is for."""

from __future__ import annotations

EXPECTED = {
    "incidents:list": "staff",
    "incidents:regulations": "anyone_logged_in",
    "incidents:case": "anyone_logged_in",
    "incidents:new": "anyone_logged_in",
    "incidents:incident": "anyone_logged_in",
    "incidents:report": "anyone_logged_in",
    "incidents:pdf": "anyone_logged_in",
    "incidents:docx": "anyone_logged_in",
    "incidents:tolerance": "anyone_logged_in",
    "incidents:draft-pdf": "anyone_logged_in",
    "incidents:draft-docx": "anyone_logged_in",
}
# A draft's units read its incidents, of which there are none yet; nobody else knows the draft.
OWN = {"incidents:case": {"member"}, "incidents:new": {"member"}}
# No draft has an incident; tests/desks/incidents tries those of a project on trial.
ABSENT = frozenset(
    f"incidents:{name}"
    for name in ("incident", "report", "pdf", "docx", "tolerance", "draft-pdf", "draft-docx")
)
