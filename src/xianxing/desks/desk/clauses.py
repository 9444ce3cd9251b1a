"""Clauses as marks that lead to their words, on the page of the guide that this server shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xianxing.desks.look.guides import clause_address
from xianxing.law import Guide


@dataclass(frozen=True)
class ClauseMark:
    """A clause as lawyers write it; without address where this server shows no page of the guide."""

    label: str
    url: str


class MarksOfPage:
    """The marks of one page: of the same clauses once, since finding a guide reads its folders."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[tuple[str, tuple[str, ...]], tuple[ClauseMark, ...]] = {}

    def of(self, guide: Guide, clauses: Iterable[str]) -> tuple[ClauseMark, ...]:
        """As `marks`."""
        asked = (guide.digest, tuple(clauses))
        if asked not in self._known:
            self._known[asked] = marks(guide, asked[1])
        return self._known[asked]


def marks(guide: Guide, clauses: Iterable[str]) -> tuple[ClauseMark, ...]:
    """These clauses of a guide; one that it doesn't know keeps its id."""
    return tuple(
        ClauseMark(guide.clauses[one].display if one in guide.clauses else one, clause_address(guide, one))
        for one in clauses
    )
