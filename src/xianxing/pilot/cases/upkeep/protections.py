"""The database's own rules of every app, in one list: what must be there, and what isn't."""

from __future__ import annotations

from django.db import connection

from xianxing.pilot.calls import triggers as calls
from xianxing.pilot.cases import triggers as cases
from xianxing.pilot.filings import triggers as filings
from xianxing.pilot.parties import triggers as parties

APPS = (cases, filings, parties, calls)
# Disabled ones, and those that only a replica's sessions ask, protect nothing.
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        " AND c.relnamespace = current_schema()::regnamespace"
    ),
}


def expected(vendor: str) -> frozenset[str]:
    """The triggers that a sound database has; KeyError for one that is neither SQLite nor PostgreSQL."""
    return frozenset().union(*(app.names(vendor) for app in APPS))


def present() -> frozenset[str]:
    """The triggers that the site's database has and asks."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        return frozenset(str(row[0]) for row in cursor.fetchall())


def missing() -> list[str]:
    """The triggers that somebody took away, by name; looks at names only, not at what they do."""
    return sorted(expected(connection.vendor) - present())
