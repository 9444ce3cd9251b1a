"""Whom the table of classified protection is for."""

from __future__ import annotations

EXPECTED = {"classified:table": "protection_table", "classified:export": "protection_table"}
