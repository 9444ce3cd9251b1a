"""Whom each route of lessons, library and proposed rules is for."""

from __future__ import annotations

EXPECTED = {
    "lessons:public-library": "public",
    "lessons:public-library-csv": "public",
    "lessons:public-library-json": "public",
    "lessons:public-entry": "public",
    "lessons:public-rules": "public",
    "lessons:public-rules-json": "public",
    "lessons:list": "staff",
    "lessons:accepted": "staff",
    "lessons:library-list": "staff",
    "lessons:rules-list": "figures",
    "lessons:case": "anyone_logged_in",
    "lessons:lesson": "anyone_logged_in",
    "lessons:library": "anyone_logged_in",
    "lessons:entry": "anyone_logged_in",
    "lessons:rules": "anyone_logged_in",
    "lessons:rule": "anyone_logged_in",
}
# A draft's units read its rooms, in which there is nothing yet; nobody else knows the draft.
OWN = {"lessons:case": {"member"}, "lessons:library": {"member"}}
# The rest begins with the trial, and tests/desks/lessons tries projects that run and have ended.
ABSENT = frozenset({"lessons:lesson", "lessons:entry", "lessons:rules", "lessons:rule"})
EXAMPLES: dict[str, object] = {"reference": "A2024-001"}
