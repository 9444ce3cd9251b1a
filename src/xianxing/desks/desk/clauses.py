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


def marks(guide: Guide, clauses: Iterable[str]) -> tuple[ClauseMark, ...]:
    """These clauses of a guide; one that it doesn't know keeps its id."""
    return tuple(
        ClauseMark(guide.clauses[one].display if one in guide.clauses else one, clause_address(guide, one))
        for one in clauses
    )
