"""Approved estimates of a year's daily trades: what they cover isn't levelled, only what goes beyond."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.tables import Row

NEVER_DAILY = frozenset({"guarantee", "financial_assistance"})
Pool = tuple[int, str, str]  # year, controller, kind


@dataclass
class Estimates:
    """The estimates of a folder, and how much of each has been used by the trades so far."""

    rows: dict[Pool, list[tuple[date, Fraction, Row]]]
    _used: dict[Pool, Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    @classmethod
    def read(cls, inputs: Inputs) -> Estimates:
        """The estimates that somebody approved; one without approval covers nothing."""
        approved = {row.text("id"): row.day("date") for row in inputs.rows("approvals")}
        found: dict[Pool, list[tuple[date, Fraction, Row]]] = defaultdict(list)
        for row in inputs.rows("estimates"):
            day, year, amount = approved.get(row.text("approval")), row.number("year"), row.number("amount")
            if day is not None and year is not None and amount is not None:
                pool = (int(year), row.text("controller"), row.text("kind"))
                found[pool].append((day, Fraction(amount), row))
        return cls(dict(found))

    def cover(
        self, relations: Relations, day: date, counterparty: str, kind: str, amount: Fraction
    ) -> tuple[Fraction, tuple[Row, ...]]:
        """How much of a trade's amount is covered, which is used up by it, and the estimates' rows."""
        if kind in NEVER_DAILY:
            return Fraction(0), ()
        covered = Fraction(0)
        found: list[Row] = []
        for pool in self._pools(day, kind):
            rows = [one for one in self.rows[pool] if one[0] < day]
            members = relations.control(day).closure(pool[1]).members
            if not rows or counterparty not in members:
                continue
            left = _total(rows) - self._used[pool]
            part = min(left, amount - covered)
            if part > 0:
                self._used[pool] += part
                covered += part
                found += [row for _day, _amount, row in rows]
        return covered, tuple(found)

    def _pools(self, day: date, kind: str) -> list[Pool]:
        return sorted(pool for pool in self.rows if pool[0] == day.year and pool[2] == kind)


def _total(rows: Iterable[tuple[date, Fraction, Row]]) -> Fraction:
    return sum((amount for _day, amount, _row in rows), Fraction(0))
