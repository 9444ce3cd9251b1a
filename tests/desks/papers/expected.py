"""Whom each route of papers is for; the files answer sessions and tokens alike, and 404 to everybody else."""

from __future__ import annotations

EXPECTED = {
    "papers:paper": "anyone_logged_in",
    "papers:returned": "anyone_logged_in",
    "documents:pdf": "token_or_session",
    "documents:docx": "token_or_session",
}
EXAMPLES: dict[str, object] = {"paper": "1-receipt", "returned": 1}
# With these objects there is nothing to see; tests/desks/papers tries them with real ones.
ABSENT = frozenset({"papers:paper", "papers:returned"})
