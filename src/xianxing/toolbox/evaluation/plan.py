"""The cheapest changes after which a firm would pass, found by trying them; with what was assumed.

Each candidate is judged again as a whole, since what helps one item may harm another: more revenue makes R&D
a smaller part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.evaluation import innovative, little_giant, srdi, star
from xianxing.toolbox.evaluation.conditions import ItemCondition
from xianxing.toolbox.evaluation.evaluation import Evaluation, JudgedItem
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.evaluation.scales import ScoredItem
from xianxing.toolbox.evaluation.steps import Step, better_bands, steps
from xianxing.toolbox.evaluation.words import assumption
from xianxing.toolbox.numbers import plain

MOST_TRIED = 400
Judge = Callable[[FirmFacts], Evaluation]
# Flags without a price, other cells without one, the price of the rest in yuan, by what part cells change.
Cost = tuple[int, int, Fraction, Fraction]
FREE: Cost = (0, 0, Fraction(0), Fraction(0))
CONDITIONS: dict[str, dict[str, ItemCondition]] = {
    star.NAME: {item.name: item.condition for item in star.ITEMS},
    srdi.NAME: {item.name: item.condition for item in srdi.ITEMS},
    little_giant.NAME: {item.name: item.condition for item in little_giant.ITEMS},
}
LITTLE_GIANT_2022: dict[str, ItemCondition] = {item.name: item.condition for item in little_giant.ITEMS_2022}
SCORED: dict[str, tuple[ScoredItem, ...]] = {innovative.NAME: innovative.ITEMS, srdi.NAME: srdi.SCORED}
BYPASS: dict[str, ItemCondition] = {innovative.NAME: innovative.BYPASS, srdi.NAME: srdi.BYPASS}


@dataclass(frozen=True)
class Plan:
    """Cells with the values they would need; None where no way was found within what was tried.

    `proved` says that nothing cheaper was left untried. `after` is the whole as it would be.
    """

    before: Evaluation
    changes: Step | None
    cost: Cost
    after: Evaluation | None
    proved: bool


def cheapest(evaluation: Evaluation, prices: Mapping[str, Fraction], judge: Judge) -> Plan | None:
    """The cheapest plan; None for who passes, who is open, or who is kept out whatever its figures are."""
    if not _has_obstacle(evaluation) or _is_barred(evaluation):
        return None
    number = count()
    best: list[tuple[Cost, int, FirmFacts]] = [
        (_cost(evaluation.facts, {}, prices), next(number), evaluation.facts)
    ]
    seen = {frozenset(evaluation.facts.overrides.items())}
    tried = 0
    while best and tried < MOST_TRIED:
        cost, _place, facts = heappop(best)
        tried += 1
        found = judge(facts)
        if not _has_obstacle(found):
            return Plan(evaluation, facts.overrides, cost, found, proved=True)
        for step in _next(found):
            following = facts.changed(step)
            key = frozenset(following.overrides.items())
            if key not in seen:
                seen.add(key)
                heappush(
                    best, (_cost(evaluation.facts, following.overrides, prices), next(number), following)
                )
    return Plan(evaluation, None, FREE, None, proved=not best)


def plan_json(plan: Plan) -> dict[str, JSON]:
    """A plan with its changes, each from what to what, and what stays open after it."""
    facts, version, after = plan.before.facts, plan.before.version, plan.after
    flags, unpriced, yuan, _part = plan.cost
    changes: list[JSON] = []
    open_: list[JSON] = [item.name for item in after.items if item.result in _OPEN] if after else []
    assumed: list[JSON] = [
        assumption(one) for one in (*ASSUMED, PRICED if not flags and not unpriced else FEWEST)
    ]
    for (indicator, back), value in sorted((plan.changes or {}).items()):
        now = (facts.year(indicator, back) if back else facts.get(indicator)).value
        changes.append(
            {
                "indicator": indicator,
                "period": str(facts.last_year - back),
                "now": None if now is None else plain(now),
                "needed": plain(value),
                "gap": plain(abs(value - (now or 0))),
                "unit": INDICATORS[indicator].unit,
            }
        )
    return {
        "firm": facts.firm.text("id"),
        "scheme": plan.before.scheme,
        "pack": version.id if version else None,
        "found": plan.changes is not None,
        "changes": changes,
        "cost": plain(yuan) if plan.changes is not None and not flags and not unpriced else None,
        "proved": plan.proved,
        "after": after.result.value if after else None,
        "by": after.by if after else None,
        "open": open_,
        "assumptions": assumed,
    }


# What every plan assumes, and how its cost was measured; `words` says each in a sentence.
ASSUMED, PRICED, FEWEST = ("others_unchanged", "last_year_restated", "ratio_by_numerator"), "priced", "fewest"
_OPEN = (Result.UNKNOWN, Result.MANUAL_REVIEW)


def _next(found: Evaluation) -> Iterator[Step]:
    """Ways on from here: to the first item that isn't reached, past it, or to more points."""
    version = found.version
    if version is None:
        return
    if found.scheme == star.NAME:
        yield from steps(star.FIFTY, found.facts, version)
    if "points.main_share.1" in version or found.scheme == innovative.NAME:
        yield from _to_entry(found)
        return
    conditions = CONDITIONS[found.scheme]
    if found.scheme == little_giant.NAME and not version.head.confirmed:
        conditions = LITTLE_GIANT_2022
    for item in found.items:
        if _is_obstacle(item):
            yield from steps(conditions[item.name], found.facts, version)
            return


def _to_entry(found: Evaluation) -> Iterator[Step]:
    """The first entry condition that isn't reached; then more points, or a bypass."""
    version, scheme = found.version, found.scheme
    if version is None:
        return
    entry: dict[str, ItemCondition] = {
        one.name: one.condition for one in SCORED[scheme] if one.condition is not None
    }
    if scheme == srdi.NAME:
        entry["revenue"] = srdi.REVENUE
    for item in found.items:
        if item.name in entry and _is_obstacle(item):
            yield from steps(entry[item.name], found.facts, version)
            return
    yield from steps(BYPASS[scheme], found.facts, version)
    for one in SCORED[scheme]:
        yield from better_bands(one.scale, found.facts, version)


def _has_obstacle(found: Evaluation) -> bool:
    if found.scheme == star.NAME or found.scheme == innovative.NAME:
        return found.result is Result.UNMET
    return found.result is Result.UNMET or any(_is_obstacle(item) for item in found.items)


def _is_obstacle(item: JudgedItem) -> bool:
    """An item that isn't reached, also where only a person may say so because its text isn't confirmed."""
    return item.result is Result.UNMET or bool(item.judged.gaps)


def _is_barred(found: Evaluation) -> bool:
    return any(one.name == star.BARRED and one.result is Result.UNMET for one in found.beside)


def _cost(facts: FirmFacts, changes: Step, prices: Mapping[str, Fraction]) -> Cost:
    flags, unpriced, yuan, part = 0, 0, Fraction(0), Fraction(0)
    for (indicator, back), value in changes.items():
        now = (facts.year(indicator, back) if back else facts.get(indicator)).value or Fraction(0)
        gap = abs(value - now)
        if not gap:
            continue
        part += gap / max(abs(value), abs(now), Fraction(1, 10**9))
        if indicator in prices:
            yuan += gap * prices[indicator]
        else:
            flags += INDICATORS[indicator].form is IndicatorForm.FLAG
            unpriced += INDICATORS[indicator].form is not IndicatorForm.FLAG
    return flags, unpriced, yuan, part
