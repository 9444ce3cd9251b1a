"""Evaluations as the contract's JSON: items with values, limits, rows, distances, and data coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from xianxing.law.findings import JSON
from xianxing.toolbox.evaluation.conditions import QualifyingGap
from xianxing.toolbox.evaluation.evaluation import Evaluation, JudgedItem
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.size import Sized
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.tables import Row


def as_json(evaluation: Evaluation) -> dict[str, JSON]:
    """One evaluation."""
    version, facts = evaluation.version, evaluation.facts
    groups: dict[str, JSON] = {name: _number(points) for name, points in evaluation.groups.items()}
    return {
        "firm": facts.firm.text("id"),
        "scheme": evaluation.scheme,
        "pack": version.id if version else None,
        "day": facts.applied_on.isoformat(),
        "result": evaluation.result.value,
        "by": evaluation.by,
        "score": _number(evaluation.score),
        "items": [_item(item) for item in evaluation.items],
        "beside": [_item(item) for item in evaluation.beside],
        "groups": groups,
        "gaps": [_gap(name, gap, facts.last_year) for name, gap in evaluation.gaps],
        "coverage": coverage(facts),
    }


def size_json(sized: Sized) -> dict[str, JSON]:
    """One firm's size, with what was compared last."""
    judged = sized.judged
    return {
        "firm": sized.facts.firm.text("id"),
        "class": sized.size,
        "result": sized.result.value,
        "size_class": sized.facts.firm.text("size_class") or None,
        "pack": sized.version.id if sized.version else None,
        "missing": list(judged.missing if judged else ("size_class",)),
        "evidence": _rows(judged.rows if judged else ()),
    }


def coverage(facts: FirmFacts) -> dict[str, JSON]:
    """How many of the facts that were asked for are there, and which aren't."""
    asked = facts.asked
    missing = sorted(fact.cell for fact in asked if not fact.rows)
    disputed = sorted(fact.cell for fact in asked if fact.conflict)
    needed = len(asked)
    known = needed - len(missing)
    stated = [row.number("confidence") for fact in asked for row in fact.rows]
    confidence = min((one for one in stated if one is not None), default=None)
    return {
        "known": known,
        "needed": needed,
        "share": plain(Fraction(known, needed)) if needed else None,
        "missing": list(missing),
        "disputed": list(disputed),
        "lowest_confidence": None if confidence is None else plain(confidence),
    }


def _item(item: JudgedItem) -> dict[str, JSON]:
    judged = item.judged
    found: dict[str, JSON] = {
        "item": item.name,
        "result": item.result.value,
        "value": _one(judged.values),
        "limit": _one(judged.limits),
        "comparator": _one(judged.comparators),
        "unit": _one(judged.units),
        "missing": list(judged.missing),
        "evidence": _rows(judged.rows),
    }
    if len(judged.parts) > 1:
        found["parts"] = {name: part.value for name, part in judged.parts.items()}
    if judged.exact:
        found["exact"] = _one(judged.exact) if len(judged.values) == 1 else dict(judged.exact)
    if item.most is not None:
        found |= {"points": _number(item.points), "most": plain(item.most)}
    return found


def _one(named: Mapping[str, str | None]) -> JSON:
    """The only value as it is; several by their names."""
    if len(named) == 1:
        return next(iter(named.values()))
    return dict(named) if named else None


def _gap(name: str, gap: QualifyingGap, last_year: int) -> dict[str, JSON]:
    distance = gap.distance
    return {
        "item": name,
        "alternative": gap.alternative,
        "indicator": distance.indicator or None,
        "period": str(last_year - distance.back) if distance.indicator else None,
        "now": plain(distance.now),
        "comparator": gap.comparator,
        "needed": plain(distance.needed),
        "gap": plain(abs(distance.needed - distance.now)),
        "unit": distance.unit,
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)


def _rows(rows: Iterable[Row]) -> list[JSON]:
    found = dict.fromkeys((row.table, row.line) for row in rows)
    return [{"table": table, "line": line} for table, line in found]
