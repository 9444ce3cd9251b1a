"""Exemptions that a cell claims: said, and where other cells speak against them, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from xianxing.i18n import gettext
from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inspection.book import ZERO, Product
from xianxing.toolbox.inspection.measures import ProductRule
from xianxing.toolbox.inspection.scope import Scope, about
from xianxing.toolbox.inspection.sums import MOST_ROWS, cell
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row


def exempted(
    scope: Scope, rule: ProductRule, product: Product, column: str, days: Sequence[date]
) -> Iterator[ToolFinding]:
    """That a rule isn't applied because of a cell, or that a person looks at the claim."""
    pack = scope.lines.on(rule.pack_key, days[-1]) if days else None
    if pack is None:
        return
    against = list(_against(scope, rule, product, days[-1])) if column == "professionals_10m" else []
    words = gettext("{label}: not applied, {cell} claims an exemption.")
    if against:
        words = gettext("{label}: not applied, {cell} claims an exemption; a person looks, as {against}.")
    said = words.format(
        label=gettext(rule.label),
        cell=cell(product.row, column),
        against=gettext(", ").join(text for text, _row in against[:5]),
    )
    yield ToolFinding(
        rule.id,
        pack,
        Result.MANUAL_REVIEW if against else Result.NOT_APPLICABLE,
        rule.basis,
        about(product),
        said,
        day=days[-1],
        evidence=(product.row, *(row for _text, row in against[:MOST_ROWS] if row is not product.row)),
    )


def _against(scope: Scope, rule: ProductRule, product: Product, day: date) -> Iterator[tuple[str, Row]]:
    """What speaks against a closed plan of professionals only, each with the least amount of the text."""
    if product.row.text("open") not in ("", "closed"):
        yield gettext("the plan isn't closed ({cell})").format(cell=cell(product.row, "open")), product.row
    least: RulePack | None = scope.lines.on(f"{rule.id}.professional", day)
    for row in scope.investors.get(product.id, ()):
        if least is not None and not least.holds(row.number("amount") or ZERO):
            yield gettext("{cell} is less than the least amount").format(cell=cell(row, "amount")), row
