"""Rules for single public funds, money funds among them (公募运作办法, 流动性规定, 货币基金办法)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import ZERO, Position, Product
from xianxing.toolbox.inspection.lines import DatedLines, TradingDays
from xianxing.toolbox.inspection.measures import DayValue, Driver, ProductRule, Shape
from xianxing.toolbox.inspection.sums import MOST_ROWS, by_group, cell, leverage, whole

TRADING = TradingDays()


def is_fund(product: Product) -> bool:
    """A public fund."""
    return product.kind == "public_fund"


def is_spread_fund(product: Product) -> bool:
    """A public fund that the two 10 % lines hold."""
    return is_fund(product) and not exemption(product)


def exemption(product: Product) -> str:
    """The cell by which a fund claims to be exempt from the two 10 % lines, "" where none does."""
    if product.says("index_tracking"):
        return "index_tracking"
    return "class" if product.row.text("class") == "fof" else ""


def company(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Securities of one issuer against net assets; without an issuer a security stands for itself."""
    return by_group(
        product,
        lambda holding: holding.asset.kind in kinds.SECURITIES,
        lambda holding: holding.asset.row.text("issuer") or holding.asset.group,
    )


def cash(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Cash and government bonds within one year against net assets."""
    return whole(product, _is_cash, "matures", least=True)


def _is_cash(holding: Position, day: date) -> bool | None:
    if holding.asset.kind == "demand_deposit":
        return True
    if holding.asset.kind != "government_bond":
        return False
    matures = holding.asset.day("matures")
    return None if matures is None else matures <= year_after(day)


def year_after(day: date) -> date:
    """The same day of the next year; 28 February after a 29 February."""
    if day.year == date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def illiquid(product: Product, lines: DatedLines) -> Iterator[DayValue]:
    """Restricted assets against net assets: by their flag, else by their kind and term."""
    return whole(product, lambda holding, day: is_restricted(holding, day, lines), "illiquid")


def is_restricted(holding: Position, day: date, lines: DatedLines) -> bool | None:
    """Whether a holding is restricted; None where the flag of what may be is missing."""
    flag = holding.asset.row.flag("illiquid")
    if flag is not None:
        return flag
    kind = holding.asset.kind
    if kind == "abs" or kind in kinds.RESTRICTED:
        return True
    if kind not in ("term_deposit", "reverse_repo"):
        return None if kind in kinds.RESTRICTABLE else False
    matures, term = holding.asset.day("matures"), lines.on("mf-illiquid-15.term", day)
    if matures is None or term is None or term.threshold is None:
        return None
    # 以上 of the definition: from that trading day on, it included
    first = TRADING.after(day, int(term.threshold))
    return None if first is None else first <= matures


def fund_leverage(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Total against net assets."""
    return leverage(product)


def term(product: Product, _lines: DatedLines) -> Iterator[DayValue]:
    """Days to maturity, weighted by market value; money raised by repo is left out of both sums."""
    for day, holdings in product.held_days():
        weighted = value = held = ZERO
        missing: list[str] = []
        for holding in holdings:
            if holding.asset.kind == "repo":
                continue
            days = _term(holding, day)
            if days is None:
                missing.append(cell(holding.asset.row, "matures"))
                days = ZERO
            value += holding.value
            weighted += holding.value * days
            # what has a term: cash that turns into it doesn't shrink it
            held += holding.quantity if holding.asset.kind != "demand_deposit" else 0
        rows = (*(holding.row for holding in holdings[:MOST_ROWS]), product.nav[day])
        sure = value if not missing and value > 0 else ZERO
        yield DayValue(day, weighted, sure, held, rows, need=", ".join(missing[:5]))


def _term(holding: Position, day: date) -> Decimal | None:
    if holding.asset.kind == "demand_deposit":
        return ZERO
    matures = holding.asset.day("matures")
    return None if matures is None else Decimal(max((matures - day).days, 0))


def _is_open(product: Product) -> bool:
    return is_fund(product) and product.row.text("open") == "open"


def _is_money(product: Product) -> bool:
    return is_fund(product) and product.row.text("class") == "money"


RULES = (
    ProductRule(
        "mf-company-10",
        "Securities of one company against net assets",
        applies=is_fund,
        exempt=exemption,
        measure=company,
    ),
    ProductRule(
        "mf-leverage",
        "Total assets against net assets",
        by_positions=False,
        driver=Driver.OWED,
        applies=is_fund,
        measure=fund_leverage,
    ),
    ProductRule(
        "mf-cash-5",
        "Cash and government bonds within one year",
        driver=Driver.COUNTED,
        applies=_is_open,
        measure=cash,
    ),
    ProductRule("mf-illiquid-15", "Restricted assets against net assets", applies=_is_open, measure=illiquid),
    ProductRule(
        "mm-wam",
        "Average remaining term",
        shape=Shape.DAYS,
        note="Days to maturity stand for the term, as no table holds days of interest reset.",
        applies=_is_money,
        measure=term,
    ),
    ProductRule("mm-wal", "Average remaining life", shape=Shape.DAYS, applies=_is_money, measure=term),
)
