"""A list of trades for hand checks, drawn by lot from every stratum with a seed that is told."""

from __future__ import annotations

import random

from xianxing.law.findings import JSON
from xianxing.toolbox.inspection.trades import TradeLedger, TradeRow


def sample(ledger: TradeLedger) -> list[JSON]:
    """So many trades of each product, venue and side; the same seed draws the same, in any order of rows.

    `of` is how many trades the stratum has.
    """
    inputs = ledger.scope.book.inputs
    seed, size = inputs.settings.get("seed", 1), int(inputs.number("sample.per_stratum") or 0)
    strata: dict[tuple[str, str, str], list[TradeRow]] = {}
    for trade in ledger.trades:
        strata.setdefault((trade.product, trade.venue, trade.side), []).append(trade)
    drawn: list[JSON] = []
    for stratum in sorted(strata):
        trades = strata[stratum]
        lot = random.Random(f"{seed}|{'|'.join(stratum)}")  # noqa: S311 — a lot, not a secret
        for trade in sorted(lot.sample(trades, min(size, len(trades))), key=lambda trade: trade.id):
            drawn.append(
                {
                    "id": trade.id,
                    "line": trade.row.line,
                    "product": trade.product,
                    "venue": trade.venue,
                    "side": trade.side,
                    "date": trade.day.isoformat(),
                    "asset": trade.asset,
                    "of": len(trades),
                    "seed": int(str(seed)),
                }
            )
    return drawn
