"""Rules for single public funds, money funds among them (公募运作办法, 流动性规定, 货币基金办法)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import Position, Product
from xianxing.toolbox.inspection.lines import DatedLines, TradingDays
from xianxing.toolbox.inspection.measures import DayValue, Driver, ProductRule, Shape
from xianxing.toolbox.inspection.sums import GroupSum, NoSum, TermSum, WholeSum, leverage

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


def _is_security(holding: Position) -> bool:
    return holding.asset.kind in kinds.SECURITIES


def _issuer(holding: Position) -> str:
    """The issuer; without one a security stands for itself."""
    return holding.asset.row.text("issuer") or holding.asset.group


def _is_cash(holding: Position, day: date, _lines: DatedLines) -> bool | None:
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


def fund_leverage(product: Product, _measures: Iterable[DayValue], _lines: DatedLines) -> Iterator[DayValue]:
    """Total against net assets."""
    return leverage(product)


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
        sums=GroupSum(_is_security, _issuer),
    ),
    ProductRule(
        "mf-leverage",
        "Total assets against net assets",
        by_positions=False,
        driver=Driver.OWED,
        applies=is_fund,
        sums=NoSum(),
        refine=fund_leverage,
    ),
    ProductRule(
        "mf-cash-5",
        "Cash and government bonds within one year",
        driver=Driver.COUNTED,
        applies=_is_open,
        sums=WholeSum(_is_cash, "matures", least=True),
    ),
    ProductRule(
        "mf-illiquid-15",
        "Restricted assets against net assets",
        applies=_is_open,
        sums=WholeSum(is_restricted, "illiquid"),
    ),
    ProductRule(
        "mm-wam",
        "Average remaining term",
        shape=Shape.DAYS,
        note="Days to maturity stand for the term, as no table holds days of interest reset.",
        applies=_is_money,
        sums=TermSum(),
    ),
    ProductRule("mm-wal", "Average remaining life", shape=Shape.DAYS, applies=_is_money, sums=TermSum()),
)
