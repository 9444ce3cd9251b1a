"""Rows of figures as numbers: those of some cases counted, added up, taken away, written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xianxing.pilot.figures.definitions import figure_book
from xianxing.pilot.figures.model import RowKind, Tally
from xianxing.pilot.figures.queries import COUNTED
from xianxing.pilot.figures.record import CaseRecord, PilotRecord

# The figures that follow from the acts of each case alone: what they count changes with an act only.
FROM_ACTS = (
    "applications", "drafts", "admission", "started", "final_states", "state_times", "days_to_notice",
    "days_to_start", "corrected", "comments_considered", "items", "items_overdue", "item_times", "exits",
    "extension_months",
)  # fmt: skip


class Tallies:
    """The rows of several figures and parts, by kind, and how many things still go on."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._rows: dict[tuple[str, str], Counter[RowKind]] = {}
        self._running: Counter[tuple[str, str]] = Counter()

    def of(self, key: str, part: str) -> Tally:
        """The rows of a figure or part."""
        rows = self._rows.get((key, part), Counter())
        return Tally({kind: n for kind, n in rows.items() if n}, self._running[key, part])

    def count(self, record: PilotRecord, cases: Sequence[CaseRecord], sign: int = 1) -> None:
        """Add the rows of some cases, or take them away by a `sign` of -1."""
        if not cases:
            return
        record = replace(record, cases=cases)
        for key in FROM_ACTS:
            for figure in COUNTED[key](record, figure_book().definitions[key]):
                self.add(key, figure.part, figure.tally.kinds, figure.running, sign)

    def add(self, key: str, part: str, kinds: Mapping[RowKind, int], running: int = 0, sign: int = 1) -> None:
        """Add so many rows of each kind to a figure or part."""
        rows = self._rows.setdefault((key, part), Counter())
        for kind, n in kinds.items():
            rows[kind] += sign * n
        self._running[key, part] += sign * running

    def plain(self) -> list[Any]:
        """All of it in JSON's own kinds."""
        return [
            [key, part, self._running[key, part], [[*kind, n] for kind, n in rows.items() if n]]
            for (key, part), rows in self._rows.items()
            if any(rows.values()) or self._running[key, part]
        ]

    def add_plain(self, plain: Sequence[Any]) -> None:
        """Add what `plain` wrote down."""
        for key, part, running, rows in plain:
            self.add(key, part, {RowKind(*kind): n for *kind, n in rows}, running)
