"""中小企业划型: the class of a firm by its staff, revenue or assets, every lower bound reached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import AllOf, JudgedCondition, TermLine
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.terms import Now
from xianxing.toolbox.evaluation.versions import SchemeVersion, version_on

NAME = "size"
SIZE_CLASSES = (
    "industry", "construction", "wholesale", "retail", "transport", "software", "telecom", "leasing",
    "other", "agriculture", "storage", "post", "lodging", "catering", "real_estate", "property_management",
)  # fmt: skip
SIZES, SMALLEST = ("large", "medium", "small"), "micro"
_MEASURES = {"staff": "staff", "revenue": "revenue", "assets": "total_assets"}


@dataclass(frozen=True)
class Sized:
    """A firm's size; None where it isn't known, and then what would settle it."""

    facts: FirmFacts
    size: str | None
    result: Result
    judged: JudgedCondition | None = None
    version: SchemeVersion | None = None


def size_of(facts: FirmFacts) -> Sized:
    """The largest size whose bounds are all reached; unknown while a larger one may still be reached."""
    version = version_on(NAME, facts.applied_on)
    size_class = facts.firm.text("size_class")
    if version is None or not size_class:
        return Sized(facts, None, Result.UNKNOWN, version=version)
    judged = None
    for size in SIZES:
        judged = _bounds(size_class, size, version.keys).judge(facts, version)
        if judged.result is Result.MET:
            return Sized(facts, size, Result.MET, judged, version)
        if judged.result is not Result.UNMET:
            return Sized(facts, None, judged.result, judged, version)
    return Sized(facts, SMALLEST, Result.MET, judged, version)


@cache
def _bounds(size_class: str, size: str, keys: frozenset[str]) -> AllOf:
    return AllOf(
        tuple(
            TermLine(name, Now(indicator), key)
            for name, indicator in _MEASURES.items()
            if (key := f"{size_class}.{size}.{name}") in keys
        )
    )
