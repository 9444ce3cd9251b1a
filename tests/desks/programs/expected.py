"""The routes of the pages about programs; each asks the case itself who may read it."""

from __future__ import annotations

EXPECTED = {
    "programs:case": "anyone_logged_in",
    "programs:revoke": "anyone_logged_in",
    "programs:hooks": "anyone_logged_in",
    "programs:group": "secretariat",
    "programs:change-hook": "anyone_logged_in",
}
# A draft's units read its rooms, of which there is nothing yet; nobody else knows the draft.
OWN = {"programs:case": {"member"}, "programs:hooks": {"member"}}
# No address of the example was ever told, and it has no token.
EXAMPLES = {"hook": 1}
ABSENT = frozenset({"programs:revoke", "programs:change-hook"})
