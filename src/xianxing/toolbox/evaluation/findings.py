"""One finding for a firm and scheme: the whole, its items with their rows, and what would change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from xianxing.i18n import current_language, gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.evaluation.conditions import JudgedCondition
from xianxing.toolbox.evaluation.evaluation import Evaluation, JudgedItem
from xianxing.toolbox.evaluation.points import SCORE
from xianxing.toolbox.evaluation.report import coverage
from xianxing.toolbox.evaluation.versions import versions_of
from xianxing.toolbox.evaluation.words import (
    comparator_sign,
    item_name,
    number,
    result_name,
    scheme_name,
    value_name,
)
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.tables import Row


@dataclass(frozen=True)
class ItemRow(Row):
    """An item with its result, at the first row that it rests on."""

    item: str = ""
    result: str = ""

    @property
    def evidence(self) -> dict[str, JSON]:
        """Where the row stands, for which item, and what the item says."""
        return {**super().evidence, "item": self.item, "result": self.result}


def finding_of(evaluation: Evaluation) -> ToolFinding:
    """The finding; of a scheme with points its value is the score."""
    facts, version = evaluation.facts, evaluation.version
    score = evaluation.score
    limit = version.numbers.get(SCORE) if version and score is not None else None
    return ToolFinding(
        rule=f"ev-{evaluation.scheme}",
        pack=version.head if version else None,
        result=evaluation.result,
        basis=ToolBasis.RULE,
        subject=("firms", facts.firm.text("id")),
        message=_between(" ").join(_sentences(evaluation)),
        day=facts.applied_on,
        value=None if score is None else plain(score),
        limit=plain(limit.threshold) if limit and limit.threshold is not None else None,
        comparator=limit.comparator if limit else None,
        unit=limit.unit if limit else None,
        evidence=tuple(_evidence(evaluation)),
        rests_on=("firms", "facts"),
    )


def _evidence(evaluation: Evaluation) -> Iterator[Row]:
    """The firm, every row once, then every item."""
    firm, judged = evaluation.facts.firm, (*evaluation.items, *evaluation.beside)
    rows = {row.line: row for item in judged for row in item.judged.rows}
    yield firm
    yield from (rows[line] for line in sorted(rows))
    for item in judged:
        row = min(item.judged.rows, key=lambda one: one.line, default=firm)
        yield ItemRow(row.table, row.line, row.cells, item.name, item.result.value)


def _sentences(evaluation: Evaluation) -> Iterator[str]:
    name, version = scheme_name(evaluation.scheme), evaluation.version
    day = evaluation.facts.applied_on
    if version is None:
        first = min(one.head.effective_from for one in versions_of(evaluation.scheme))
        words = gettext("{scheme}: no text was in force on {day}; the first counts from {first}.")
        yield words.format(scheme=name, day=day, first=first)
        return
    head = gettext("{scheme}, text {pack} in force on {day}: {result}.")
    yield head.format(scheme=name, pack=version.id, day=day, result=result_name(evaluation.result))
    if evaluation.by not in (None, "items"):
        yield gettext("It rests on: {name}.").format(name=item_name(evaluation.by or ""))
    if evaluation.score is not None:
        yield gettext("Points: {score}.").format(score=plain(evaluation.score))
    for result, words in (
        (Result.UNMET, gettext("Not reached: {items}.")),
        (Result.UNKNOWN, gettext("Not known: {items}.")),
        (Result.MANUAL_REVIEW, gettext("For a person to look at: {items}.")),
    ):
        found = [_item(item) for item in _deciding(evaluation) if item.result is result]
        if found:
            yield words.format(items=gettext("; ").join(found))
    if not version.head.confirmed and evaluation.result is Result.MANUAL_REVIEW:
        yield gettext("This text isn't confirmed: a person holds the firm against it.")
    yield from _changes(evaluation)
    disputed = [fact.cell for fact in evaluation.facts.asked if fact.conflict]
    if disputed:
        yield gettext("Sources differ on: {cells}.").format(cells=gettext(", ").join(sorted(disputed)))
    covered = coverage(evaluation.facts)
    yield gettext("{known} of {needed} facts are there.").format(
        known=covered["known"], needed=covered["needed"]
    )


def _deciding(evaluation: Evaluation) -> list[JudgedItem]:
    """The items, and what judges the whole besides where it isn't merely an exception nobody claims."""
    beside = [one for one in evaluation.beside if one.name in ("barred", "restricted")]
    return [*evaluation.items, *beside]


def _item(item: JudgedItem) -> str:
    judged = item.judged
    names = [name for name, part in judged.parts.items() if part is item.result] or list(judged.values)
    parts = [_value(judged, name) for name in names if name in judged.values]
    if judged.missing:
        parts.append(gettext("to be stated: {cells}").format(cells=gettext(", ").join(judged.missing)))
    return " ".join([item_name(item.name), gettext(", ").join(parts)]).strip()


def _value(judged: JudgedCondition, name: str) -> str:
    unit, limit = judged.units.get(name, ""), judged.limits.get(name)
    value = number(judged.values[name], unit)
    if len(judged.values) > 1 or unit == "flag":
        value = f"{value_name(name)} {value}"
    if limit is None or name not in judged.comparators:
        return value
    sign = comparator_sign(judged.comparators[name])
    return gettext("{value} (line: {sign} {limit})").format(value=value, sign=sign, limit=number(limit, unit))


def _changes(evaluation: Evaluation) -> Iterator[str]:
    if evaluation.result is Result.MET or not evaluation.gaps:
        return
    found = []
    several = Counter(name for name, _gap in evaluation.gaps)
    for name, gap in evaluation.gaps:
        distance = gap.distance
        now, needed = (number(plain(one), distance.unit) for one in (distance.now, distance.needed))
        words = gettext("{indicator} from {now} to {sign} {needed}")
        if several[name] > 1:
            words = gettext("{item}, by {alternative}: {indicator} from {now} to {sign} {needed}")
        found.append(
            words.format(
                item=item_name(name),
                alternative=value_name(gap.alternative),
                indicator=value_name(distance.indicator) if distance.indicator else item_name(name),
                now=now,
                sign=comparator_sign(gap.comparator),
                needed=needed,
            )
        )
    yield gettext("What would change it: {changes}.").format(changes=gettext("; ").join(found))


def _between(gap: str) -> str:
    """What stands between sentences: Chinese has no space there."""
    return gap if current_language() == "en" else ""
