"""Chains: a product sells to somebody who sells the same to a product of the manager at a higher price."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inspection.trades import BUY, TradeLedger, TradeRow
from xianxing.toolbox.inspection.wording import percent
from xianxing.toolbox.numbers import exact, plain

RULE, QUANTITY, TOLERANCE = "ft-chain", "ft-chain.quantity", "chain.tolerance"


@dataclass(frozen=True)
class Chain:
    """One sale and one purchase through the same counterparty."""

    via: str
    sold: TradeRow
    bought: TradeRow
    line: Decimal

    @property
    def loss(self) -> Fraction:
        """What the way through the counterparty cost, against the price sold at."""
        return Fraction(self.bought.price - self.sold.price) / Fraction(self.sold.price)

    def as_json(self) -> dict[str, JSON]:
        """The row of the results."""
        said: dict[str, JSON] = {
            "asset": self.sold.asset,
            "seller": self.sold.product,
            "via": self.via,
            "buyer": self.bought.product,
            "sold": self.sold.day.isoformat(),
            "bought": self.bought.day.isoformat(),
            "loss": plain(self.loss),
            "trades": [self.sold.id, self.bought.id],
        }
        fraction = exact(self.loss)
        return {**said, "loss_exact": fraction} if fraction else said


def chains(ledger: TradeLedger) -> list[Chain]:
    """Every chain, by asset, counterparty, days and ids."""
    days = int(ledger.scope.book.inputs.number("chain.days") or 0)
    sides: dict[tuple[str, str], tuple[list[TradeRow], list[TradeRow]]] = {}
    for trade in ledger.trades:
        via = trade.row.text("counterparty")
        if via:
            buys, sells = sides.setdefault((trade.asset, via), ([], []))
            (buys if trade.side == BUY else sells).append(trade)
    found: list[Chain] = []
    for (_asset, via), (buys, sells) in sorted(sides.items(), key=lambda item: item[0]):
        buys.sort(key=_when)
        bought_on = [trade.day for trade in buys]
        for sold in sorted(sells, key=_when):
            line = ledger.line(RULE, TOLERANCE, sold.day)[0]
            for bought in buys[bisect_left(bought_on, sold.day) :]:
                if (bought.day - sold.day).days > 3 * days + 30:  # farther than any holiday makes it
                    break
                apart = ledger.scope.trading.between(sold.day, bought.day)
                if line is None or apart is None or apart > days:
                    break
                if _is_chain(ledger, sold, bought, line):
                    found.append(Chain(via, sold, bought, line))
    return found


def _when(trade: TradeRow) -> tuple[str, str, str]:
    return (trade.day.isoformat(), trade.row.text("time"), trade.id)


def _is_chain(ledger: TradeLedger, sold: TradeRow, bought: TradeRow, line: Decimal) -> bool:
    if bought.price - sold.price <= line * sold.price:
        return False
    first, second = sold.row.text("time"), bought.row.text("time")
    if bought.day == sold.day and first and second and second < first:
        return False
    near = ledger.scope.lines.on(QUANTITY, sold.day)
    gap = Fraction(abs(bought.quantity - sold.quantity)) / Fraction(sold.quantity)
    return near is not None and near.holds(gap)


def chain_findings(ledger: TradeLedger, found: list[Chain]) -> Iterator[ToolFinding]:
    """One finding a chain, for a person; else one that there is none."""
    for one in found:
        _line, pack = ledger.line(RULE, TOLERANCE, one.sold.day)
        words = gettext(
            "{seller} sold {asset} to {via} on {sold} at {low}, and {buyer} bought it from {via} on {bought} "
            "at {high}: {loss} more, above {line}. A person looks at whether both belong together."
        )
        said = words.format(
            seller=one.sold.product,
            buyer=one.bought.product,
            asset=one.sold.asset,
            via=one.via,
            sold=one.sold.day,
            bought=one.bought.day,
            low=plain(one.sold.price),
            high=plain(one.bought.price),
            loss=percent(one.loss),
            line=percent(Fraction(one.line)),
        )
        yield ToolFinding(
            RULE,
            pack,
            Result.MANUAL_REVIEW,
            ToolBasis.PRACTICE,
            ("trades", one.sold.id),
            said,
            day=one.sold.day,
            value=plain(one.loss),
            limit=plain(one.line),
            evidence=(one.sold.row, one.bought.row),
        )
    named = [trade.day for trade in ledger.trades if trade.row.text("counterparty")]
    if found or not named:
        return
    line, pack = ledger.line(RULE, TOLERANCE, max(named))
    if line is not None:
        said = gettext("{count} trades with a named counterparty, no chain.").format(count=len(named))
        yield ToolFinding(
            RULE, pack, Result.MET, ToolBasis.PRACTICE, ledger.scope.manager, said, day=max(named),
            limit=plain(line),
        )  # fmt: skip
