"""Rules of plans whose text nobody has confirmed: numbers are shown, and a person decides.

Nesting, count and tickets of investors, ratios of structured plans, what a class must hold, deviation of
values at amortised cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from xianxing.i18n import gettext
from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import ZERO, Product
from xianxing.toolbox.inspection.measures import DayValue
from xianxing.toolbox.inspection.scope import Scope, about
from xianxing.toolbox.inspection.sums import MOST_ROWS, Counts, WholeSum, cell, some
from xianxing.toolbox.inspection.wording import money, percent
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row

TICKETS = {"fixed_income": "fixed-income", "mixed": "mixed", "equity": "equity", "derivatives": "equity"}
RATIOS = {**TICKETS, "derivatives": "mixed"}
CLASS_HOLDS = {"fixed_income": kinds.DEBT, "equity": kinds.EQUITY, "fof": frozenset({"fund"})}


def _of_class(name: str) -> Counts:
    return lambda holding, _day, _lines: holding.asset.kind in CLASS_HOLDS[name]


_CLASS_COUNTS = {name: _of_class(name) for name in CLASS_HOLDS}


@dataclass(frozen=True)
class PlanCheck:
    """What one check came to, before it is a finding."""

    result: Result
    message: str
    value: str | None = None
    rows: tuple[Row, ...] = ()
    day: date | None = None


Check = Callable[[Scope, Product, list[date], RulePack], PlanCheck | None]


def unconfirmed(
    scope: Scope, product: Product, days: list[date], classes: Iterable[DayValue]
) -> Iterator[ToolFinding]:
    """All checks of one plan over its judged days, by the lines of the last of them.

    `classes` are the sums of what its class must hold, by day.
    """
    if not days or product.kind not in kinds.PLANS:
        return
    for rule, key, check in _checks(product, classes):
        pack = scope.lines.on(key, days[-1])
        if pack is None:
            continue
        look = check(scope, product, days, pack)
        if look is not None:
            yield ToolFinding(
                rule,
                pack,
                look.result,
                ToolBasis.RULE,
                about(product),
                look.message,
                day=look.day or days[-1],
                value=look.value,
                evidence=look.rows or (product.row,),
            )


def _checks(product: Product, classes: Iterable[DayValue]) -> Iterator[tuple[str, str, Check]]:
    named = product.row.text("class")
    if product.kind == "collective":
        yield "pm-investors", "pm-investors", investors
        yield "pm-ticket", f"pm-ticket-{TICKETS.get(named, 'mixed')}", tickets
    yield "pm-nesting", "pm-nesting", nesting
    yield "pm-structured-ratio", f"pm-structured-{RATIOS.get(named, 'mixed')}", structured
    if named in CLASS_HOLDS:
        yield "pm-class-80", "pm-class-80", partial(class_share, classes)
    yield "pm-amortised-deviation", "pm-amortised-deviation", amortised


def _rows(scope: Scope, product: Product) -> list[Row]:
    return scope.investors.get(product.id, [])


def _no_investors(product: Product) -> PlanCheck:
    words = gettext("No row of investors names this plan; their rows would settle it.")
    return PlanCheck(Result.UNKNOWN, words, rows=(product.row,))


def investors(scope: Scope, product: Product, _days: list[date], pack: RulePack) -> PlanCheck:
    """How many investors there are, looking through products that no supervisor supervises."""
    rows = _rows(scope, product)
    if not rows:
        return _no_investors(product)
    count, missing = ZERO, []
    for row in rows:
        if row.text("kind") != "product" or row.flag("regulated"):
            count += 1
            continue
        behind = row.number("product_investors")
        if behind is None:
            missing.append(cell(row, "product_investors"))
        count += behind or 0
    words = gettext("{count} investors, looking through; the line is {line}.")
    said = words.format(count=plain(count), line=plain(pack.threshold or ZERO))
    if missing and pack.holds(count):
        more = gettext("Not counted, as it is missing: {cells}.").format(cells=some(missing))
        return PlanCheck(Result.UNKNOWN, said + more, plain(count), tuple(rows[:MOST_ROWS]))
    result = Result.MET if pack.holds(count) else Result.MANUAL_REVIEW
    return PlanCheck(result, said, plain(count), tuple(rows[:MOST_ROWS]))


def tickets(scope: Scope, product: Product, _days: list[date], pack: RulePack) -> PlanCheck:
    """The smallest amount of an investor, against the least of the plan's class."""
    rows = _rows(scope, product)
    if not rows:
        return _no_investors(product)
    if product.row.text("class") not in TICKETS:
        words = gettext("The least amount follows from the class; this would settle it: {need}.")
        return PlanCheck(Result.UNKNOWN, words.format(need=cell(product.row, "class")), rows=(product.row,))
    smallest = min((row.number("amount") or ZERO for row in rows), default=ZERO)
    below = [row for row in rows if not pack.holds(row.number("amount") or ZERO)]
    words = gettext("{count} of {all} investors hold less than {line}, the smallest {smallest}.")
    said = words.format(
        count=len(below), all=len(rows), line=money(pack.threshold or ZERO), smallest=money(smallest)
    )
    if below:
        said += gettext("A person looks at what was first paid in, which may be more than what is held.")
    result = Result.MANUAL_REVIEW if below else Result.MET
    return PlanCheck(result, said, plain(smallest), tuple((below or rows)[:MOST_ROWS]))


def nesting(scope: Scope, product: Product, days: list[date], _pack: RulePack) -> PlanCheck:
    """Whether the plan holds products; what these hold no table shows."""
    judged = frozenset(days)
    first: dict[str, Row] = {}
    for day, holdings in product.held_days():
        for holding in holdings:
            if day in judged and holding.asset.kind == "fund":
                first.setdefault(holding.asset.id, holding.row)
    above = [row for row in _rows(scope, product) if row.text("kind") == "product"]
    if not first:
        return PlanCheck(Result.MET, gettext("The plan held no product on any day."), "0")
    words = gettext(
        "The plan held {count} products; {above} of its investors are products. A person looks at whether "
        "what it holds are public funds, and what they hold themselves."
    )
    rows = (*list(first.values())[:MOST_ROWS], *above[:MOST_ROWS])
    return PlanCheck(Result.MANUAL_REVIEW, words.format(count=len(first), above=len(above)), None, rows)


def structured(_scope: Scope, product: Product, _days: list[date], pack: RulePack) -> PlanCheck | None:
    """Priority against subordinate shares: no table shows them."""
    if not product.row.flag("structured"):
        return None
    if product.row.text("class") not in RATIOS:
        words = gettext("The ratio of a structured plan follows from its class; settled by {need}.")
        said = words.format(need=cell(product.row, "class"))
        return PlanCheck(Result.UNKNOWN, said, None, (product.row,))
    words = gettext(
        "The plan is structured; a person looks at the ratio of priority to subordinate shares in its "
        "contract, the line is {line} to 1. The contract's leverage is given as {given}."
    )
    given = product.row.number("contract_leverage")
    shown = plain(given) if given is not None else "–"
    line = plain(pack.threshold or ZERO)
    return PlanCheck(Result.MANUAL_REVIEW, words.format(line=line, given=shown), None, (product.row,))


def class_sums(product: Product) -> WholeSum | None:
    """What adds up the holdings that a plan's class must hold; None where its class says nothing."""
    if product.kind not in kinds.PLANS or product.row.text("class") not in CLASS_HOLDS:
        return None
    return WholeSum(_CLASS_COUNTS[product.row.text("class")], "")


def worst_of_class(
    product: Product, days: Iterable[date], classes: Iterable[DayValue]
) -> tuple[Fraction, DayValue] | None:
    """The first judged day with the least share of total assets in the class."""
    judged = frozenset(days)
    worst: tuple[Fraction, DayValue] | None = None
    for one in classes:
        total = product.total(one.day)
        if one.day in judged and total:
            value = Fraction(one.amount) / Fraction(total)
            if worst is None or value < worst[0]:
                worst = (value, one)
    return worst


def class_share(
    classes: Iterable[DayValue], _scope: Scope, product: Product, days: list[date], pack: RulePack
) -> PlanCheck | None:
    """The share of total assets that the plan's class must hold, on the worst day."""
    judged, measures = frozenset(days), list(classes)
    worst = worst_of_class(product, days, measures)
    below = sum(
        not pack.holds(Fraction(one.amount) / Fraction(total))
        for one in measures
        if one.day in judged and (total := product.total(one.day))
    )
    if worst is None:
        return None
    words = gettext("{value} of total assets on {day}, the least; below {line} on {days} days.")
    line = percent(Fraction(pack.threshold or ZERO))
    share, day = worst[0], worst[1].day
    said = words.format(value=percent(share), day=day, line=line, days=below)
    result = Result.MANUAL_REVIEW if below else Result.MET
    return PlanCheck(result, said, plain(share), worst[1].rows, day)


def amortised(scope: Scope, product: Product, days: list[date], pack: RulePack) -> PlanCheck | None:
    """Values at amortised cost against references of the same day, on the worst day."""
    prices = _references(scope)
    judged = frozenset(days)
    worst: tuple[Fraction, date, tuple[Row, ...]] | None = None
    missing: list[str] = []
    over = 0
    for day, holdings in product.held_days():
        gap, rows = ZERO, []
        for holding in holdings if day in judged else ():
            if holding.row.text("valuation") != "amortised":
                continue
            price = prices.get((holding.asset.id, day))
            if price is None:
                missing.append(f"references {holding.asset.id} {day}")
                continue
            gap += holding.value - holding.quantity * (price.number("price") or ZERO)
            rows += [holding.row, price]
        if rows:
            value = Fraction(abs(gap)) / Fraction(product.net(day))
            over += not pack.holds(value)
            if worst is None or value > worst[0]:
                worst = (value, day, (*rows[:MOST_ROWS], product.nav[day]))
    if worst is None and not missing:
        return None
    if worst is None or (missing and not over):
        words = gettext("{count} values at amortised cost have no reference of the day: {cells}.")
        said = words.format(count=len(missing), cells=some(missing))
        return PlanCheck(Result.UNKNOWN, said, plain(worst[0]) if worst else None)
    words = gettext("Values at amortised cost lie {value} of net assets from references on {day}, the most.")
    result = Result.MANUAL_REVIEW if over else Result.MET
    said = words.format(value=percent(worst[0]), day=worst[1])
    return PlanCheck(result, said, plain(worst[0]), worst[2], worst[1])


def _references(scope: Scope) -> dict[tuple[str, date], Row]:
    """One reference for each asset and day: of several sources the first by name."""
    found: dict[tuple[str, date], Row] = {}
    for row in sorted(scope.book.inputs.rows("references"), key=lambda row: row.text("source")):
        day = row.day("date")
        if day is not None:
            found.setdefault((row.text("asset"), day), row)
    return found
