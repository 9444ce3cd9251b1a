"""Whom each route of the pages about experts is for, and example objects of its addresses."""

from __future__ import annotations

EXPECTED = {
    "experts:home": "expert_or_guest",
    "experts:reading": "expert_or_guest",
    "experts:undertaking": "expert_or_guest",
    "experts:step-aside": "expert_or_guest",
    "experts:opinion": "expert_or_guest",
    "experts:file": "expert_or_guest",
    "experts:unsent": "expert_or_guest",
    "experts:guest-leave": "expert_or_guest",
    "experts:guest-entry": "entering",
    "experts:guest": "secretariat",
    "experts:pool": "staff",
    "experts:profile": "staff",
    "experts:staffing": "staff",
    "experts:overrule": "group_head",
    "experts:summary": "staff",
}
# The example case is a draft and the example person no expert; tests/desks/experts tries real ones.
ABSENT = frozenset(EXPECTED) - {
    "experts:home",
    "experts:pool",
    "experts:unsent",
    "experts:guest-leave",
}
