"""Reverse trades: one product buys on the exchange what another of the manager sells on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inspection.book import ZERO
from xianxing.toolbox.inspection.sums import MOST_ROWS
from xianxing.toolbox.inspection.trades import BUY, SELL, TradeLedger, TradeRow
from xianxing.toolbox.inspection.wording import joined, money, percent
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row

RULE, SETTING = "ft-reverse", "fair_trading.reverse_share"


@dataclass(frozen=True)
class Reverse:
    """One pair of products with one asset on one day; `ratio` and `over` are None without a volume."""

    asset: str
    day: date
    buyer: str
    seller: str
    quantity: Decimal
    volume: Decimal | None
    line: Decimal | None
    pack: RulePack | None
    rows: tuple[Row, ...]

    @property
    def ratio(self) -> Fraction | None:
        """What both have in common against the day's volume."""
        return Fraction(self.quantity) / Fraction(self.volume) if self.volume else None

    @property
    def over(self) -> bool | None:
        """Whether the ratio lies above the line."""
        if not self.volume or self.line is None:
            return None
        return self.quantity > self.line * self.volume

    def as_json(self) -> dict[str, JSON]:
        """The row of the results."""
        ratio = self.ratio
        said: dict[str, JSON] = {
            "asset": self.asset,
            "date": self.day.isoformat(),
            "buyer": self.buyer,
            "seller": self.seller,
            "quantity": plain(self.quantity),
            "volume": plain(self.volume) if self.volume is not None else None,
            "ratio": plain(ratio) if ratio is not None else None,
            "over": self.over,
        }
        fraction = exact(ratio) if ratio is not None else None
        return {**said, "ratio_exact": fraction} if fraction else said


def reverse_trades(ledger: TradeLedger) -> list[Reverse]:
    """Every pair of a buyer and a seller, by asset, day, buyer and seller."""
    sides: dict[tuple[str, date], dict[str, dict[str, list[TradeRow]]]] = {}
    for trade in ledger.trades:
        if trade.venue == "exchange":
            by_side = sides.setdefault((trade.asset, trade.day), {BUY: {}, SELL: {}})
            by_side[trade.side].setdefault(trade.product, []).append(trade)
    return [
        _pair(ledger, asset, day, by_side[BUY][buyer], by_side[SELL][seller])
        for (asset, day), by_side in sorted(sides.items(), key=lambda item: item[0])
        for buyer in sorted(by_side[BUY])
        for seller in sorted(by_side[SELL])
        if buyer != seller
    ]


def _pair(ledger: TradeLedger, asset: str, day: date, buys: list[TradeRow], sells: list[TradeRow]) -> Reverse:
    market = ledger.volumes.get((asset, day))
    volume = market.number("volume") if market else None
    line, pack = ledger.line(RULE, SETTING, day)
    bought = sum((trade.quantity for trade in buys), ZERO)
    sold = sum((trade.quantity for trade in sells), ZERO)
    rows = [*(trade.row for trade in buys[:MOST_ROWS]), *(trade.row for trade in sells[:MOST_ROWS])]
    if market is not None:
        rows.append(market)
    return Reverse(
        asset, day, buys[0].product, sells[0].product, min(bought, sold), volume, line, pack, tuple(rows)
    )


def reverse_findings(ledger: TradeLedger, pairs: list[Reverse]) -> Iterator[ToolFinding]:
    """One finding a pair above the line, one an asset without volume, else one that no pair lies above it."""
    given = ledger.scope.book.inputs.number(SETTING)
    basis = ToolBasis.RULE if given is None else ToolBasis.PRACTICE
    over = [pair for pair in pairs if pair.over]
    without: dict[str, list[Reverse]] = {}
    for pair in pairs:
        if pair.line is not None and not pair.volume:
            without.setdefault(pair.asset, []).append(pair)
    for pair in over:
        yield ToolFinding(
            RULE,
            pair.pack,
            Result.UNMET,
            basis,
            ("assets", pair.asset),
            _over(pair),
            day=pair.day,
            value=plain(pair.ratio or 0),
            limit=plain(pair.line or 0),
            evidence=pair.rows,
        )
    for some in without.values():
        yield _without_volume(some, basis)
    if not over and not without:
        yield from _none_over(ledger, pairs, basis)


def _without_volume(pairs: list[Reverse], basis: ToolBasis) -> ToolFinding:
    first = pairs[0]
    words = gettext(
        "{buyer} bought and {seller} sold {asset} on {day}; the volume of market would settle it, as it "
        "would {count} such pairs of this asset."
    )
    said = words.format(
        buyer=first.buyer, seller=first.seller, asset=first.asset, day=first.day, count=len(pairs)
    )
    rows = tuple(row for pair in pairs[:10] for row in pair.rows[:4])
    return ToolFinding(
        RULE,
        first.pack,
        Result.UNKNOWN,
        basis,
        ("assets", first.asset),
        said,
        day=first.day,
        limit=plain(first.line or 0),
        evidence=rows,
    )


def _none_over(ledger: TradeLedger, pairs: list[Reverse], basis: ToolBasis) -> Iterator[ToolFinding]:
    days = [trade.day for trade in ledger.trades]
    line, pack = ledger.line(RULE, SETTING, max(days)) if days else (None, None)
    if line is None:
        return
    words = gettext("{count} pairs of reverse trades on one day, none above {line} of the day's volume.")
    said = words.format(count=len(pairs), line=percent(Fraction(line)))
    largest = max((pair.ratio or Fraction(0) for pair in pairs), default=Fraction(0))
    yield ToolFinding(
        RULE,
        pack,
        Result.MET,
        basis,
        ledger.scope.manager,
        said,
        day=max(days),
        value=plain(largest),
        limit=plain(line),
    )


def _over(pair: Reverse) -> str:
    words = gettext(
        "{buyer} bought and {seller} sold {asset} on {day}: {quantity} of {volume} traded, {ratio} > {line}."
    )
    volume, line = pair.volume or ZERO, pair.line or ZERO
    found = words.format(
        buyer=pair.buyer,
        seller=pair.seller,
        asset=pair.asset,
        day=pair.day,
        quantity=money(pair.quantity),
        volume=money(volume),
        ratio=percent(pair.ratio or Fraction(0)),
        line=percent(Fraction(line)),
    )
    change = gettext("It would be kept up to {line}; a person looks at the decision on record for both.")
    return joined((found, change.format(line=money(line * volume))))


def statement(pairs: list[Reverse], line: Decimal | None) -> dict[str, JSON]:
    """The sentence that a fund's report states of reverse trades, as it follows from the table."""
    over = [pair for pair in pairs if pair.over]
    open_ones = [pair for pair in pairs if pair.over is None]
    shown = percent(Fraction(line if line is not None else Decimal("0.05")))
    if over:
        words = gettext("In the period reverse trades on one day above {line} of the volume: {count}.")
    elif open_ones:
        words = gettext("Whether there were reverse trades above {line} of the volume isn't decided: {open}.")
    else:
        words = gettext("In the period there were no reverse trades on one day above {line} of the volume.")
    said = words.format(line=shown, count=len(over), open=len(open_ones))
    return {"over": len(over), "undecided": len(open_ones), "text": said}
