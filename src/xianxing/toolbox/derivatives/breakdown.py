"""What stands behind the sums over all dealers: each dealer's part of the wall, whose shares, which rows."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.book import Book, Trade
from xianxing.toolbox.derivatives.supervision import wall_grid
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain

LARGEST = 10  # of each kind that are named


def wall_by_dealer(book: Book, inputs: Inputs) -> list[JSON]:
    """Each dealer's notional at each level of the wall, with the rows of the trades.

    A level holds barriers above `above` up to `level`; both are null outside the grid of `[wall]`. Levels at
    which nothing lies have no row here.
    """
    step, first, last = wall_grid(inputs)
    found: dict[tuple[str, Fraction | None, str], list[Trade]] = defaultdict(list)
    for trade in book.live():
        barrier = trade.row.number("ki_barrier")
        if trade.row.text("structure") != "snowball" or trade.row.flag("knocked_in") or barrier is None:
            continue
        level = first - ((first - Fraction(barrier)) // step) * step
        inside = first <= level <= last
        key = (trade.row.text("underlying"), level if inside else None, trade.row.text("dealer"))
        found[key].append(trade)
    ordered = sorted(
        found.items(), key=lambda one: (one[0][0], one[0][1] is not None, one[0][1] or 0, one[0][2])
    )
    return [
        {
            "underlying": underlying,
            "level": None if level is None else plain(level),
            "above": None if level is None else plain(level - step),
            "dealer": dealer,
            "notional": plain(sum((trade.notional for trade in trades), Fraction(0))),
            "evidence": [trade.row.evidence for trade in trades],
        }
        for (underlying, level, dealer), trades in ordered
    ]


def shares(book: Book) -> list[JSON]:
    """The ten largest dealers, counterparties and underlyings by live notional, and the rest as one row."""
    live = book.live()
    total = sum((trade.notional for trade in live), Fraction(0))
    rows: list[JSON] = []
    for by in ("dealer", "counterparty", "underlying"):
        sums: dict[str, Fraction] = defaultdict(Fraction)
        for trade in live:
            sums[trade.row.text(by)] += trade.notional
        ordered = sorted(sums.items(), key=lambda one: (-one[1], one[0])) if total else []
        rest = sum((value for _name, value in ordered[LARGEST:]), Fraction(0))
        named: list[tuple[str | None, Fraction]] = [*ordered[:LARGEST]]
        if rest:
            named.append((None, rest))
        rows += [
            {"by": by, "id": name, "notional": plain(value), "share": plain(value / total)}
            for name, value in named
        ]
    return rows


def market(inputs: Inputs) -> list[JSON]:
    """Price and turnover of each underlying, with its row."""
    rows = sorted(inputs.rows("underlyings"), key=lambda row: row.text("id"))
    return [
        {
            "underlying": row.text("id"),
            "kind": row.text("kind"),
            "price": None if (price := row.number("price")) is None else plain(price),
            "adv20": None if (turnover := row.number("adv20")) is None else plain(turnover),
            "line": row.line,
        }
        for row in rows
    ]
