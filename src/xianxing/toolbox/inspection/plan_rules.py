"""Rules for single plans of securities and futures firms (运作管理规定 arts. 15, 16, 26, 47)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from xianxing.toolbox.findings import ToolBasis
from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import ZERO, Position, Product
from xianxing.toolbox.inspection.lines import DatedLines
from xianxing.toolbox.inspection.measures import DayValue, Driver, ProductRule, Shape
from xianxing.toolbox.inspection.sums import (
    ONE,
    EachHolding,
    GroupSum,
    NoSum,
    NotionalSum,
    WholeSum,
    cell,
    leverage,
)
from xianxing.toolbox.tables import Row

SPECIAL = ("acquisition", "unlisted_equity")
SEVEN = Decimal(7)
WIDE, NARROW = "pm-leverage", "pm-leverage-structured"


def is_collective(product: Product) -> bool:
    """A collective plan."""
    return product.kind == "collective"


def is_plan(product: Product) -> bool:
    """A collective or single plan."""
    return product.kind in kinds.PLANS


def is_spread(product: Product) -> bool:
    """A collective plan that the two 25 % lines hold: no exemption is claimed."""
    return is_collective(product) and not exemption(product)


def exemption(product: Product) -> str:
    """The cell by which a plan claims to be exempt from the two 25 % lines, "" where none does."""
    for column in ("professionals_10m", "index_tracking"):
        if product.says(column):
            return column
    return "purpose" if product.row.text("purpose") in SPECIAL else ""


def counts_as_asset(holding: Position) -> bool:
    """Whether a holding counts: the five exempt kinds don't."""
    return holding.asset.kind not in kinds.EXEMPT


def plan_leverage(product: Product, _measures: Iterable[DayValue], _lines: DatedLines) -> Iterator[DayValue]:
    """Total against net assets; a missing `structured` leaves open which of the two lines is meant."""
    structured = product.row.flag("structured")
    lines = {False: (WIDE,), True: (NARROW,), None: (WIDE, NARROW)}[structured]
    for one in leverage(product, *lines):
        if structured is None and not one.need:
            one.need = cell(product.row, "structured")
        yield one


def liquid(product: Product, measures: Iterable[DayValue], _lines: DatedLines) -> Iterator[DayValue]:
    """What is cash within seven working days against net assets, on open days."""
    for one in measures:
        opens = product.nav[one.day].flag("open_day")
        one.looked_at = opens is not False
        if opens is None:
            one.need = cell(product.nav[one.day], "open_day")
            one.most = one.base if one.most is None else max(one.most, one.base)
        yield one


def within_seven(holding: Position, day: date, _lines: DatedLines) -> bool | None:
    """Whether a holding is cash within seven working days: by its cell, else by its kind (art. 47)."""
    days = holding.asset.row.number("days_to_cash")
    if days is not None:
        return days <= SEVEN
    if holding.asset.kind in kinds.NEVER_LIQUID or holding.asset.row.flag("illiquid"):
        return False
    if holding.asset.kind in kinds.LIQUID:
        return True
    matures = holding.asset.day("matures")
    # seven days of the calendar are never more than seven working days
    if matures is not None and (matures - day).days <= SEVEN:
        return True
    return None


def maturity(product: Product, day: date, holding: Position) -> DayValue | None:
    """A nonstandard asset: debt matures before the plan ends or opens last, equity is left before it."""
    if holding.asset.is_nonstandard_debt:
        return _debt(product, day, holding)
    if holding.asset.kind == "nonstandard_equity":
        return _equity(product, day, holding)
    return None


def _debt(product: Product, day: date, holding: Position) -> DayValue:
    opens = product.row.text("open")
    if not opens:
        return _undecided(day, holding, product.row, "open")
    until = "ends" if opens == "closed" else "last_open_day"
    return _dates(product, day, holding, "matures", until)


def _equity(product: Product, day: date, holding: Position) -> DayValue:
    opens = product.row.text("open")
    if not opens:
        return _undecided(day, holding, product.row, "open")
    if opens != "closed":
        measure = _undecided(day, holding, product.row, "open")
        measure.words, measure.holds = (opens, "closed"), False
        return measure
    return _dates(product, day, holding, "exit_by", "ends")


def _dates(product: Product, day: date, holding: Position, column: str, until: str) -> DayValue:
    first, last = holding.asset.day(column), product.row.day(until)
    if first is None:
        return _undecided(day, holding, holding.asset.row, column)
    if last is None:
        return _undecided(day, holding, product.row, until)
    rows = (holding.row, holding.asset.row, product.row)
    size, limit = Decimal(first.toordinal()), Decimal(last.toordinal())
    return DayValue(day, size, ONE, holding.quantity, rows, holding.asset.id, limit=limit)


def _undecided(day: date, holding: Position, row: Row, column: str) -> DayValue:
    rows = (holding.row, row)
    return DayValue(day, ZERO, ZERO, holding.quantity, rows, holding.asset.id, need=cell(row, column))


def _opens(product: Product) -> bool:
    return is_collective(product) and product.row.text("open") in ("open", "periodic")


def _has_leverage_line(product: Product) -> bool:
    return product.kind != "public_fund"


RULES = (
    ProductRule(
        "pm-same-asset-plan",
        "One asset against the plan's net assets",
        applies=is_collective,
        exempt=exemption,
        sums=GroupSum(counts_as_asset),
    ),
    ProductRule(
        "pm-nonstandard-maturity",
        "Nonstandard assets end before the plan does",
        shape=Shape.DATE,
        applies=is_plan,
        sums=EachHolding(maturity),
    ),
    ProductRule(
        "pm-leverage",
        "Total assets against net assets",
        by_positions=False,
        driver=Driver.OWED,
        applies=_has_leverage_line,
        sums=NoSum(),
        refine=plan_leverage,
    ),
    ProductRule(
        "pm-liquid-10",
        "What is cash within seven working days, on open days",
        driver=Driver.COUNTED,
        applies=_opens,
        sums=WholeSum(within_seven, "days_to_cash", least=True),
        refine=liquid,
    ),
    ProductRule(
        "pm-snowball-practice",
        "Notional of snowballs against the plan's net assets",
        basis=ToolBasis.PRACTICE,
        note="The line is supervisory practice; a person looks at whether it holds this plan.",
        applies=is_collective,
        sums=NotionalSum("snowball"),
    ),
)
