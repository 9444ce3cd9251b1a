"""Schemes that sum points: what the sum and its groups reach, and the ways past them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import JudgedCondition, QualifyingGap, all_of, any_of
from xianxing.toolbox.evaluation.evaluation import BY_BYPASS, BY_ITEMS, Evaluation, JudgedItem
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.terms import Distance
from xianxing.toolbox.evaluation.versions import SchemeVersion

# name → the items that it sums, and the line that it must reach
Groups = Mapping[str, tuple[Sequence[str], Fraction]]
SCORE = "score"


@dataclass(frozen=True)
class Sums:
    """The points of each group, None where an item of it is open, and whether every line is reached."""

    points: dict[str, Fraction | None]
    result: Result
    gaps: tuple[tuple[str, QualifyingGap], ...]


def sum_up(items: Sequence[JudgedItem], groups: Groups) -> Sums:
    """Every group against its line.

    A line that stays out of reach whatever an open item gives isn't met; else what is open decides.
    """
    by_name = {item.name: item for item in items if item.most is not None}
    points: dict[str, Fraction | None] = {}
    results, gaps = [], []
    for name, (members, line) in groups.items():
        found = [by_name[member] for member in members]
        known = [item.points for item in found if item.points is not None]
        low = sum(known, Fraction(0))
        points[name] = low if len(known) == len(found) else None
        out_of_reach = sum((item.most or 0 for item in found if item.points is None), low) < line
        if out_of_reach:
            results.append(Result.UNMET)
            gaps.append((name, QualifyingGap("points", Distance("", low, line), ">=")))
        elif points[name] is not None:
            results.append(Result.MET)
        else:
            results.append(_open(found))
    return Sums(points, all_of(results), tuple(gaps))


def judge_by_points(
    scheme: str,
    facts: FirmFacts,
    version: SchemeVersion,
    items: Sequence[JudgedItem],
    groups: Groups,
    bypass: JudgedCondition,
) -> Evaluation:
    """The whole by the sum of all points and by each group of them, or past them by a bypass."""
    every = {SCORE: (tuple(item.name for item in items), version.limit(SCORE)), **groups}
    sums = sum_up(items, every)
    result, by = pass_by(sums.result, bypass.result)
    unmet = result is Result.UNMET
    gaps = [*sums.gaps, *((BY_BYPASS, gap) for gap in bypass.gaps)] if unmet else []
    return Evaluation(
        facts=facts,
        scheme=scheme,
        version=version,
        result=result,
        by=by,
        items=items,
        beside=[JudgedItem(BY_BYPASS, bypass)],
        score=sums.points.pop(SCORE),
        groups=sums.points,
        gaps=gaps,
    )


def pass_by(points: Result, bypass: Result) -> tuple[Result, str | None]:
    """The points first, then the ways past them."""
    result = any_of((points, bypass))
    if result is not Result.MET:
        return result, None
    return result, BY_ITEMS if points is Result.MET else BY_BYPASS


def _open(items: Sequence[JudgedItem]) -> Result:
    open_ = {item.result for item in items if item.points is None}
    return Result.UNKNOWN if Result.UNKNOWN in open_ else Result.MANUAL_REVIEW
