"""What could be changed so that an item is reached: for each alternative its cells and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import ceil, floor

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import (
    RANGES,
    AllOf,
    AnyOf,
    Flag,
    ItemCondition,
    Person,
    Recheck,
    TermLine,
    Waived,
    When,
)
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS
from xianxing.toolbox.evaluation.scales import Bands, BestOf, GivenPoints, Scale
from xianxing.toolbox.evaluation.terms import RuleTerm
from xianxing.toolbox.evaluation.versions import SchemeVersion

Step = Mapping[tuple[str, int], Fraction]  # (indicator, years back) → the value it would have
NOTHING: Step = {}
CENT = 100


def steps(condition: ItemCondition, facts: FirmFacts, version: SchemeVersion) -> list[Step]:
    """Every way to reach a condition; only the empty one where it is reached, or open."""
    judged = condition.judge(facts, version)
    if judged.result is not Result.UNMET and not isinstance(condition, Person):
        return [NOTHING]
    return list(_ways(condition, facts, version))


def _ways(condition: ItemCondition, facts: FirmFacts, version: SchemeVersion) -> Iterator[Step]:
    if isinstance(condition, TermLine):
        if version.numbers[condition.key].comparator in RANGES:
            return
        yield from _to_line(condition.term, facts, version.limit(condition.key))
    elif isinstance(condition, Flag):
        yield {(condition.indicator, 0): Fraction(int(condition.wanted))}
    elif isinstance(condition, AnyOf):
        for part in condition.parts:
            yield from _ways(part, facts, version)
    elif isinstance(condition, AllOf):
        yield from _together(condition, facts, version)
    elif isinstance(condition, When):
        flagged = Flag(condition.flag).judge(facts, version).result is Result.MET
        branch = condition.then if flagged else condition.otherwise
        yield from steps(branch, facts, version) if branch else [NOTHING]
    elif isinstance(condition, Waived):
        yield from _ways(condition.condition, facts, version)
        yield from _ways(condition.waiver, facts, version)
    elif isinstance(condition, Recheck):
        branch = condition.then if facts.recheck else condition.otherwise
        yield from steps(branch, facts, version) if branch else [NOTHING]
    else:
        yield NOTHING


def _together(condition: AllOf, facts: FirmFacts, version: SchemeVersion) -> Iterator[Step]:
    """One way of each part; where two ask for more of one cell the larger change counts."""
    for ways in product(*(steps(part, facts, version) for part in condition.parts)):
        merged: dict[tuple[str, int], Fraction] = {}
        for way in ways:
            for cell, value in way.items():
                now = facts.year(*cell).value if cell[1] else facts.get(cell[0]).value
                before = merged.get(cell)
                if before is None or abs(value - (now or 0)) > abs(before - (now or 0)):
                    merged[cell] = value
        yield merged


def better_bands(scale: Scale, facts: FirmFacts, version: SchemeVersion) -> Iterator[Step]:
    """Every way to more points of a scale than it gives now."""
    found = scale.score(facts, version)
    if found.points is None:
        return
    if isinstance(scale, BestOf):
        for part in scale.parts:
            for step in better_bands(part, facts, version):
                points = scale.score(facts.changed(step), version).points
                if points is not None and points > found.points:
                    yield step
    elif isinstance(scale, Bands):
        for pack, points in version.bands(scale.key):
            if points > found.points and pack.threshold is not None:
                yield from _to_line(scale.term, facts, Fraction(pack.threshold))
    elif isinstance(scale, GivenPoints):
        most = version.limit(scale.key)
        choices = INDICATORS[scale.indicator].choices or range(1, floor(most) + 1)
        for given in choices:
            if found.points < given <= most:
                yield {(scale.indicator, 0): Fraction(given)}


def _to_line(term: RuleTerm, facts: FirmFacts, limit: Fraction) -> Iterator[Step]:
    """The change of the last year's cell, or of the cell that the term looks at, that reaches the limit."""
    distance = term.distance(facts, limit)
    if distance is None:
        return
    back = distance.back
    fact = facts.year(distance.indicator, back) if back else facts.get(distance.indicator)
    if fact.value is None:
        return
    change = distance.needed - distance.now
    yield {(distance.indicator, back): _whole(distance.indicator, fact.value + change, up=change > 0)}


def _whole(indicator: str, value: Fraction, *, up: bool) -> Fraction:
    """The next value that there can be: whole persons and patents, whole cents."""
    known = INDICATORS[indicator]
    parts = 1 if known.whole or known.unit == "person" else CENT if known.unit == "CNY" else 0
    if not parts:
        return value
    return Fraction(ceil(value * parts) if up else floor(value * parts), parts)
