"""A tie: one reason for which somebody is related to the firm, with the way to it and the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xianxing.law.findings import Result
from xianxing.toolbox.tables import Row

_RANK = {Result.MET: 0, Result.MANUAL_REVIEW: 1, Result.UNKNOWN: 2}


@dataclass(frozen=True)
class Tie:
    """One limb of one regime that holds for an entity; `result` isn't met where data can't decide it."""

    entity: str
    limb: str
    path: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    result: Result = Result.MET

    @property
    def rank(self) -> tuple[int, int, tuple[str, ...]]:
        """The surer and the shorter first."""
        return (_RANK[self.result], len(self.path), self.path)


@dataclass
class Ties:
    """The ties of one stretch of days: of several ways to one limb the surest and shortest."""

    by_entity: dict[str, dict[str, Tie]] = field(default_factory=dict)

    @classmethod
    def of(cls, ties: Iterable[Tie]) -> Ties:
        """The ties, one an entity and limb."""
        found = cls()
        for tie in ties:
            found.add(tie)
        return found

    def add(self, tie: Tie) -> None:
        """Take a tie in, where no better one is there."""
        limbs = self.by_entity.setdefault(tie.entity, {})
        kept = limbs.get(tie.limb)
        if kept is None or tie.rank < kept.rank:
            limbs[tie.limb] = tie

    def best(self, entity: str) -> Tie | None:
        """The surest tie of an entity, of those the first limb."""
        limbs = self.by_entity.get(entity)
        if not limbs:
            return None
        return min(limbs.values(), key=lambda tie: (_RANK[tie.result], tie.limb))

    def __iter__(self) -> Iterator[Tie]:
        for entity in sorted(self.by_entity):
            for limb in sorted(self.by_entity[entity]):
                yield self.by_entity[entity][limb]
