"""What only a person can judge: trades in a ring, and trades on shares that the counterparty holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.law import Result
from xianxing.toolbox.derivatives.book import Book, Trade, rows_of, traded
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.packs import Packs

RESTS_ON = ("trades", "counterparties", "underlyings")


def judge_rings(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    """Findings of both, each `manual_review` with its rows."""
    yield from _rings(book, packs)
    yield from _held(book, packs)


def _rings(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    """Dealers that trade live on one underlying with each other in a ring: nothing may be left of it."""
    pack = packs.find("circular", book.as_of)
    if pack is None:
        return
    by_underlying: dict[str, list[Trade]] = defaultdict(list)
    for trade in book.live():
        by_underlying[trade.row.text("underlying")].append(trade)
    for underlying, trades in sorted(by_underlying.items()):
        sells: dict[str, set[str]] = defaultdict(set)
        for trade in trades:
            sells[trade.row.text("dealer")].add(trade.row.text("counterparty"))
        for ring in _together(sells):
            within = [
                one
                for one in trades
                if one.row.text("dealer") in ring and one.row.text("counterparty") in ring
            ]
            words = gettext(
                "{underlying}: {names} trade it among each other in a ring; a person looks at why"
            )
            yield ToolFinding(
                "dv-circular", pack, Result.MANUAL_REVIEW, ToolBasis.PRACTICE, ("underlyings", underlying),
                words.format(underlying=underlying, names=", ".join(sorted(ring))), day=book.as_of,
                evidence=traded(tuple(within)), rests_on=RESTS_ON,
            )  # fmt: skip


def _together(sells: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """The sets of dealers of which each reaches each other through counterparties that are dealers."""
    reach = {name: _reached(name, sells) for name in sells}
    rings = {
        frozenset(other for other in reach[name] if name in reach.get(other, ()))
        for name in sells
        if name in reach[name]
    }
    return sorted(rings, key=sorted)


def _reached(name: str, sells: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [name]
    while ahead:
        for other in sells.get(ahead.pop(), ()):
            if other in sells and other not in found:
                found.add(other)
                ahead.append(other)
    return found


def _held(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    """Trades on the counterparty's own shares on days on which no rule speaks of them yet."""
    for trade in book.trades:
        pack = packs.find("held", trade.day)
        underlying = trade.row.text("underlying")
        if pack is None or underlying not in trade.counterparty.names("stocks"):
            continue
        name = trade.counterparty.text("id")
        words = gettext(
            "{uti}: {name} or its concert parties hold {underlying}; a person looks at lock-up and aim"
        )
        said = words.format(uti=trade.row.text("uti"), name=name, underlying=underlying)
        yield ToolFinding(
            "dv-held-shares", pack, Result.MANUAL_REVIEW, ToolBasis.PRACTICE,
            ("trades", trade.row.text("uti")), said, day=trade.day,
            evidence=rows_of(trade.row, trade.counterparty, trade.underlying), rests_on=RESTS_ON,
        )  # fmt: skip
