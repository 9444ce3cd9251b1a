"""One firm under one version of one scheme: its items, the whole, how it came about, and its distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import ItemCondition, JudgedCondition, QualifyingGap, all_of
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.versions import SchemeVersion

BY_ITEMS, BY_BYPASS = "items", "bypass"


@dataclass(frozen=True)
class SchemeItem:
    """One item of a scheme by the name that the contract gives it."""

    name: str
    condition: ItemCondition


@dataclass(frozen=True)
class JudgedItem:
    """What became of one item; `points` where the scheme gives them, `most` the best that it could give."""

    name: str
    judged: JudgedCondition
    points: Fraction | None = None
    most: Fraction | None = None

    @property
    def result(self) -> Result:
        """What the item says."""
        return self.judged.result


@dataclass(frozen=True)
class Evaluation:
    """The whole; `version` is None where no text was in force, `by` is None where the firm doesn't pass.

    `beside` are conditions that judge the whole and are no items; `gaps` those of the whole, by item.
    """

    facts: FirmFacts
    scheme: str
    version: SchemeVersion | None
    result: Result
    by: str | None = None
    items: Sequence[JudgedItem] = ()
    beside: Sequence[JudgedItem] = ()
    score: Fraction | None = None
    groups: dict[str, Fraction | None] = field(default_factory=dict)
    gaps: Sequence[tuple[str, QualifyingGap]] = ()


def judge_items(items: Sequence[SchemeItem], facts: FirmFacts, version: SchemeVersion) -> list[JudgedItem]:
    """Every item, in its order."""
    return [JudgedItem(item.name, item.condition.judge(facts, version)) for item in items]


def whole_of(items: Sequence[JudgedItem]) -> Result:
    """Any item that isn't met decides, else what is unknown, else what a person looks at."""
    return all_of(item.result for item in items)


def gaps_of(items: Sequence[JudgedItem]) -> list[tuple[str, QualifyingGap]]:
    """The distances of items that aren't met."""
    return [(item.name, gap) for item in items for gap in item.judged.gaps]


def judge_by_items(
    scheme: str, items: Sequence[SchemeItem], facts: FirmFacts, version: SchemeVersion
) -> Evaluation:
    """The whole by all items together."""
    judged = judge_items(items, facts, version)
    result = whole_of(judged)
    by = BY_ITEMS if result is Result.MET else None
    return Evaluation(facts, scheme, version, result, by, judged, gaps=gaps_of(judged))


def unconfirmed(item: JudgedItem) -> JudgedItem:
    """An item of a text that nobody confirmed: where it isn't reached a person looks, its distances stay."""
    if item.result is not Result.UNMET:
        return item
    return replace(item, judged=replace(item.judged, result=Result.MANUAL_REVIEW))
