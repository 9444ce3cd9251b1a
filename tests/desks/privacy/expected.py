"""Whom each route about personal information is for."""

from __future__ import annotations

EXPECTED = {
    "privacy:notices": "public",
    "privacy:ask": "public",
    "privacy:mine": "anyone_logged_in",
    "privacy:list": "secretariat",
    "privacy:request": "secretariat",
}
# Experts ask by their account, and nobody else has one to ask by.
OWN = {"privacy:mine": {"expert"}}
# There is no such request; tests/desks/privacy tries a real one.
ABSENT = frozenset({"privacy:request"})
