"""The audience of each route of complaints."""

from __future__ import annotations

EXPECTED = {
    "complaints:intake": "public",
    "complaints:status": "public",
    "complaints:own": "member",
    "complaints:own-enter": "member",
    "complaints:own-complaint": "member",
    "complaints:ledger": "staff",
    "complaints:enter": "secretariat",
    "complaints:counts": "staff",
    "complaints:table": "staff",
    "complaints:complaint": "staff",
    "complaints:file": "staff",
}
EXAMPLES: dict[str, object] = {"complaint": "T22222222"}
# With this number there is nothing to see; tests/desks/complaints tries them with real ones.
ABSENT = frozenset({"complaints:own-complaint", "complaints:complaint", "complaints:file"})
