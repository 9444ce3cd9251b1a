"""Whom each route of the figures is for."""

from __future__ import annotations

EXPECTED = {
    f"figures:{name}": "figures"
    for name in ("index", "definitions", "regimes", "workbook", "public-csv", "rows", "rows-file")
} | {"figures:report": "staff"}
# No figure bears the key that stands in the example's address.
ABSENT = frozenset({"figures:rows", "figures:rows-file"})
