"""What one run judges: the book, the lines by day, the trading calendar, and the period of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection.book import ManagerBook, Product, open_book
from xianxing.toolbox.inspection.lines import DatedLines, TradingDays
from xianxing.toolbox.packs import Packs
from xianxing.toolbox.tables import Row

Subject = tuple[str, str]


@dataclass(frozen=True)
class Scope:
    """Which days of the book are judged, by which lines."""

    book: ManagerBook
    lines: DatedLines
    trading: TradingDays
    first: date
    last: date
    subscriptions: Mapping[str, list[Row]]
    investors: Mapping[str, list[Row]]

    def holds(self, day: date) -> bool:
        """Whether a day lies within the period."""
        return self.first <= day <= self.last

    def days(self, days: Iterable[date]) -> list[date]:
        """Those of the days that lie within the period."""
        return [day for day in days if self.holds(day)]

    @property
    def manager(self) -> Subject:
        """What a finding about the manager is about."""
        return ("tool.toml", self.book.manager)


def scope_of(inputs: Inputs, packs: Packs, rules_as_of: date | None = None) -> Scope:
    """The book of a folder with the lines that judge it."""
    first, last = inputs.settings.get("from"), inputs.settings.get("to")
    return Scope(
        open_book(inputs),
        DatedLines(packs, rules_as_of),
        TradingDays(),
        first if isinstance(first, date) else date.min,
        last if isinstance(last, date) else date.max,
        _by_product(inputs.rows("subscriptions"), "id"),
        _by_product(inputs.rows("investors"), "investor"),
    )


def about(product: Product) -> Subject:
    """What a finding about a product is about."""
    return ("products", product.id)


def _by_product(rows: Iterable[Row], order: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.text(order)):
        found.setdefault(row.text("product"), []).append(row)
    return found
