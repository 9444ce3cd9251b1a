"""Rules for all products of the manager together.

运作管理规定 arts. 15, 16; 资管新规 art. 16; 公募运作办法 art. 32.
"""

from __future__ import annotations

from collections.abc import Callable

from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import ManagerBook, Position, Product
from xianxing.toolbox.inspection.fund_rules import is_spread_fund
from xianxing.toolbox.inspection.measures import ManagerRule, Shape
from xianxing.toolbox.inspection.plan_rules import is_plan, is_spread
from xianxing.toolbox.inspection.sums import AcrossSum, DebtShare, DebtSum

Chosen = Callable[[Product], bool]


def _some(chosen: Chosen) -> Callable[[ManagerBook], bool]:
    return lambda book: any(map(chosen, book.products))


def _no_index(product: Product) -> bool:
    return not product.says("index_tracking")


def _issued(holding: Position) -> bool:
    if holding.asset.kind in kinds.EXEMPT:
        return False
    return holding.asset.kind in kinds.ISSUED or holding.asset.row.number("issue_size") is not None


def _is_stock(holding: Position) -> bool:
    return holding.asset.kind == "stock"


def _is_security(holding: Position) -> bool:
    return holding.asset.kind in kinds.SECURITIES


RULES = (
    ManagerRule(
        "pm-same-asset-manager",
        "What all collective plans hold of one asset",
        by_positions=False,
        applies=_some(is_spread),
        sums=AcrossSum(is_spread, _issued, "issue_size"),
    ),
    ManagerRule(
        "pm-tradable-30",
        "What all products hold of one company's tradable shares",
        by_positions=False,
        applies=_some(_no_index),
        sums=AcrossSum(_no_index, _is_stock, "tradable_shares"),
    ),
    ManagerRule(
        "pm-nonstandard-35",
        "Nonstandard debt of all plans against their net assets",
        note="When it is passive it is reported, and nothing new may be added until it is cured.",
        by_positions=False,
        applies=_some(is_plan),
        sums=DebtShare(is_plan),
    ),
    ManagerRule(
        "pm-nonstandard-single",
        "One nonstandard debt over all plans",
        shape=Shape.MONEY,
        by_positions=False,
        applies=_some(is_plan),
        sums=DebtSum(is_plan),
    ),
    ManagerRule(
        "mf-security-10",
        "What all public funds hold of one security",
        by_positions=False,
        applies=_some(is_spread_fund),
        sums=AcrossSum(is_spread_fund, _is_security, "issue_size"),
    ),
)
