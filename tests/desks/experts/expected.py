"""Whom each route of the pages about experts is for, and example objects of its addresses."""

from __future__ import annotations

EXPECTED = {
    "experts:home": "expert",
    "experts:reading": "expert",
    "experts:undertaking": "expert",
    "experts:step-aside": "expert",
    "experts:opinion": "expert",
    "experts:file": "expert",
    "experts:pool": "staff",
    "experts:profile": "staff",
    "experts:staffing": "staff",
    "experts:overrule": "group_head",
    "experts:summary": "staff",
}
# The example case is a draft and the example person no expert; tests/desks/experts tries real ones.
ABSENT = frozenset(EXPECTED) - {"experts:home", "experts:pool"}
