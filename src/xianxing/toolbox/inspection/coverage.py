"""Days that can't be judged whole: days of `nav` without positions, and days of positions without `nav`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from xianxing.i18n import gettext
from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inspection.book import Product
from xianxing.toolbox.inspection.scope import Scope, about
from xianxing.toolbox.tables import Row

RULE = "days-covered"


def uncovered(scope: Scope, product: Product) -> Iterator[ToolFinding]:
    """One finding for each of the two, with the first day and how many there are."""
    empty = [day for day in scope.days(product.nav) if day not in product.holdings]
    stray = [day for day in sorted(product.holdings) if day not in product.nav and scope.holds(day)]
    if empty:
        words = gettext("{count} days of nav, from {day}, have no positions; positions would settle them.")
        yield _unknown(product, empty, words, product.nav[empty[0]])
    if stray:
        words = gettext("{count} days of positions, from {day}, have no row of nav; nav would settle them.")
        yield _unknown(product, stray, words, product.holdings[stray[0]][0].row)


def _unknown(product: Product, days: Sequence[date], words: str, row: Row) -> ToolFinding:
    return ToolFinding(
        RULE,
        None,
        Result.UNKNOWN,
        ToolBasis.PRACTICE,
        about(product),
        words.format(count=len(days), day=days[0]),
        day=days[0],
        value=str(len(days)),
        evidence=(row,),
    )
