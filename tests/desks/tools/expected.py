"""Whom each route of the toolbox is for."""

from __future__ import annotations

EXPECTED = {
    f"tools:{name}": "tools"
    for name in (
        "index", "tool", "new", "rules", "schema", "run", "mend", "findings", "finding", "rows", "chart",
        "drawing", "file", "folder", "compare", "erase", "anchor", "anchor-statement",
    )
}  # fmt: skip
EXAMPLES: dict[str, object] = {
    "tool": "related-parties",
    "tool_run": "00000000-0000-0000-0000-000000000000",
    "listing": "trades",
    "ordinal": 0,
    "written": "result.json",
}
# Nothing was run in the matrix's house; tests/desks/tools tries runs of each organ.
ABSENT = frozenset(EXPECTED) - {f"tools:{name}" for name in ("index", "tool", "new", "rules", "schema")}
