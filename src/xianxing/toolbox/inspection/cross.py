"""Cross trades: one product of the manager with another, against reference prices of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inspection.trades import TradeLedger, TradeRow
from xianxing.toolbox.inspection.wording import percent
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.tables import Row

RULE = "ft-cross"


@dataclass(frozen=True)
class Cross:
    """One cross trade with the reference it lies farthest from; None where the day has no reference."""

    trade: TradeRow
    counter: str
    reference: Row | None
    deviation: Fraction | None

    def as_json(self) -> dict[str, JSON]:
        """The row of the results."""
        said: dict[str, JSON] = {
            "id": self.trade.id,
            "product": self.trade.product,
            "counter_product": self.counter,
            "asset": self.trade.asset,
            "date": self.trade.day.isoformat(),
            "price": plain(self.trade.price),
            "reference": plain(self.reference.number("price") or 0) if self.reference else None,
            "source": self.reference.text("source") if self.reference else None,
            "deviation": plain(self.deviation) if self.deviation is not None else None,
        }
        fraction = exact(self.deviation) if self.deviation is not None else None
        return {**said, "deviation_exact": fraction} if fraction else said


def cross_trades(ledger: TradeLedger) -> list[Cross]:
    """Every trade whose counter product is the manager's, in the order of ids."""
    own = {product.id for product in ledger.scope.book.products}
    return [
        _against(ledger, trade, counter)
        for trade in ledger.trades
        if (counter := trade.row.text("counter_product")) in own
    ]


def _against(ledger: TradeLedger, trade: TradeRow, counter: str) -> Cross:
    farthest: tuple[Fraction, Row] | None = None
    for row in ledger.references.get((trade.asset, trade.day), ()):
        price = Fraction(row.number("price") or 0)
        deviation = Fraction(trade.price) / price - 1
        if farthest is None or abs(deviation) > abs(farthest[0]):
            farthest = (deviation, row)
    if farthest is None:
        return Cross(trade, counter, None, None)
    return Cross(trade, counter, farthest[1], farthest[0])


def cross_findings(ledger: TradeLedger, trades: list[Cross]) -> Iterator[ToolFinding]:
    """One finding a trade beyond the tolerance or without reference, else one that none is."""
    told, latest = False, None
    for one in trades:
        trade = one.trade
        pack = ledger.scope.lines.on(RULE, trade.day)
        if pack is None:
            continue
        latest = (trade.day, pack)
        names = {"product": trade.product, "counter": one.counter, "asset": trade.asset, "day": trade.day}
        if one.deviation is None or one.reference is None:
            words = gettext(
                "{product} traded {asset} with {counter} on {day}; a reference would settle the price."
            )
            result, value, rows = Result.UNKNOWN, None, [trade.row]
            said = words.format(**names)
        elif pack.holds(abs(one.deviation)):
            continue
        else:
            words = gettext(
                "{product} traded {asset} with {counter} on {day} at {price}, {deviation} from {reference} "
                "of {source}; within {line} it would not be shown. A person looks at how it was priced."
            )
            result, value, rows = Result.MANUAL_REVIEW, plain(one.deviation), [trade.row, one.reference]
            said = words.format(
                **names,
                price=plain(trade.price),
                deviation=percent(one.deviation),
                reference=plain(one.reference.number("price") or 0),
                source=one.reference.text("source"),
                line=percent(Fraction(pack.threshold or 0)),
            )
        told = True
        yield ToolFinding(
            RULE, pack, result, ToolBasis.PRACTICE, ("trades", trade.id), said, day=trade.day, value=value,
            evidence=tuple(rows),
        )  # fmt: skip
    if latest is not None and not told:
        day, pack = latest
        words = gettext("{count} trades between the manager's products, all within {line} of references.")
        said = words.format(count=len(trades), line=percent(Fraction(pack.threshold or 0)))
        yield ToolFinding(RULE, pack, Result.MET, ToolBasis.PRACTICE, ledger.scope.manager, said, day=day)
