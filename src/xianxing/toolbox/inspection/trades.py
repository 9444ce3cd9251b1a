"""Trades as fair trading reads them, and the finding that each part of it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from xianxing.toolbox.inspection.book import ZERO
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row

BUY, SELL = "buy", "sell"


@dataclass(frozen=True, slots=True)
class TradeRow:
    """One trade."""

    id: str
    product: str
    day: date
    asset: str
    side: str
    quantity: Decimal
    price: Decimal
    venue: str
    row: Row


@dataclass(frozen=True)
class TradeLedger:
    """The trades of the period in the order of their ids, with prices and volumes of the market."""

    scope: Scope

    @cached_property
    def trades(self) -> tuple[TradeRow, ...]:
        """Every trade within the period."""
        found = []
        for row in self.scope.book.inputs.rows("trades"):
            day = row.day("date")
            if day is not None and self.scope.holds(day):
                found.append(
                    TradeRow(
                        row.text("id"),
                        row.text("product"),
                        day,
                        row.text("asset"),
                        row.text("side"),
                        row.number("quantity") or ZERO,
                        row.number("price") or ZERO,
                        row.text("venue"),
                        row,
                    )
                )
        return tuple(sorted(found, key=lambda trade: trade.id))

    @cached_property
    def volumes(self) -> dict[tuple[str, date], Row]:
        """The market's row by asset and day."""
        return {
            (row.text("asset"), day): row
            for row in self.scope.book.inputs.rows("market")
            if (day := row.day("date")) is not None
        }

    @cached_property
    def references(self) -> dict[tuple[str, date], list[Row]]:
        """Reference prices by asset and day, in the order of their sources."""
        found: dict[tuple[str, date], list[Row]] = {}
        for row in sorted(self.scope.book.inputs.rows("references"), key=lambda row: row.text("source")):
            day = row.day("date")
            if day is not None:
                found.setdefault((row.text("asset"), day), []).append(row)
        return found

    def line(self, key: str, setting: str, day: date) -> tuple[Decimal | None, RulePack | None]:
        """The line of a day: the setting where one is given, which is practice then, else the pack's."""
        pack = self.scope.lines.on(key, day)
        given = self.scope.book.inputs.number(setting)
        return (given if given is not None else pack.threshold if pack else None), pack
