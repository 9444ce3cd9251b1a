"""The rows of the group on which a relation hangs: without one of them, or without two, it isn't there.

Sets of three rows and more aren't searched, and nothing that isn't in the folder is imagined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.related_parties.register import DATED, Register
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.related_parties.ties import Tie

Place = tuple[str, int]  # table, line
SEARCHED = 2  # rows that are left out together


@dataclass
class DecisiveFacts:
    """Leaves rows out of a register and looks again; what was looked at once is kept."""

    relations: Relations
    _without: dict[frozenset[Place], Relations] = field(default_factory=dict)

    def of(self, entity: str, day: date) -> dict[str, JSON] | None:
        """The smallest sets of rows without which an entity isn't related; None where it isn't at all."""
        tie = self._tie(frozenset(), entity, day)
        if tie is None:
            return None
        single: set[frozenset[Place]] = set()
        pairs: set[frozenset[Place]] = set()
        for first in _rows(tie):
            left = self._tie(frozenset((first,)), entity, day)
            if left is None:
                single.add(frozenset((first,)))
                continue
            for second in _rows(left):
                both = frozenset((first, second))
                if self._tie(both, entity, day) is None:
                    pairs.add(both)
        found = single or pairs
        sets: list[JSON] = [_shown(one) for one in sorted(found, key=sorted)]
        return {"entity": entity, "day": day.isoformat(), "rows": sets, "searched": SEARCHED}

    def answers(self, asked: Iterable[tuple[str, date]]) -> list[JSON]:
        """The decisive rows of each entity and day, in one order."""
        every = (self.of(entity, day) for entity, day in sorted(set(asked)))
        return [one for one in every if one is not None]

    def _tie(self, without: frozenset[Place], entity: str, day: date) -> Tie | None:
        standing = self._left(without).standing(entity, day)
        return standing[1] if standing and standing[1].result is Result.MET else None

    def _left(self, without: frozenset[Place]) -> Relations:
        if not without:
            return self.relations
        if without not in self._without:
            register = self.relations.register
            tables = {
                name: tuple(row for row in register.tables[name] if (name, row.line) not in without)
                for name in DATED
            }
            self._without[without] = Relations(Register(register.entities, tables), self.relations.firm)
        return self._without[without]


def _rows(tie: Tie) -> Iterator[Place]:
    """The rows of a tie that can be left out: entities themselves can't."""
    return iter(dict.fromkeys((row.table, row.line) for row in tie.rows if row.table in DATED))


def _shown(places: frozenset[Place]) -> list[JSON]:
    return [{"table": table, "line": line} for table, line in sorted(places)]
