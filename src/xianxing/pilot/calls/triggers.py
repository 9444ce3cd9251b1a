"""What the database itself refuses about published extensions; migrations 0002 to 0004 make it."""

from __future__ import annotations


def names(vendor: str) -> frozenset[str]:
    """The triggers that a sound database has on extensions."""
    also = {"sqlite": "extension_replace", "postgresql": "extension_truncate"}[vendor]
    return frozenset({"extension_update", "extension_delete", also})
