"""Where the sums of holdings come from: the rows in memory, or an engine that adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from xianxing.toolbox.inspection.book import Product
from xianxing.toolbox.inspection.episodes import SubjectOutcome
from xianxing.toolbox.inspection.measures import DayValue, ManagerRule, ProductRule
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.inspection.unconfirmed import class_sums

Place = tuple[str | None, date]  # an asset, or None for the whole product, and a day


@dataclass(frozen=True)
class JudgedRule:
    """What a rule came to for one product, or for the manager."""

    rule: ProductRule | ManagerRule
    product: Product | None
    outcome: SubjectOutcome

    def told(self) -> Iterator[DayValue]:
        """The measures that findings tell of: of them rows and missing cells must be known."""
        outcome = self.outcome
        for episode in outcome.episodes:
            yield episode.first
            yield episode.worst
        first: dict[str | None, DayValue] = {}
        for measure, _pack in outcome.unknown:
            first.setdefault(measure.asset, measure)
        yield from first.values()
        if outcome.nearest and not outcome.episodes and not outcome.unknown:
            yield outcome.nearest[0]


class HoldingsReader(Protocol):
    """What judges days asks of holdings.

    `measures` and `wide` may leave out what is kept, is not nearest to its line, and stands before nothing
    that is broken; and may leave rows and missing cells to `complete`.
    """

    def portions(self) -> Iterator[Sequence[Product]]:
        """The products in order, so many at once as memory holds, each with the days on which it held."""

    def measures(self, rule: ProductRule, product: Product) -> Iterable[DayValue]:
        """What a rule measures of a product."""

    def classes(self, product: Product) -> Iterable[DayValue]:
        """What a plan holds of what its class must hold, by day; nothing where its class says nothing."""

    def wide(self, rule: ManagerRule) -> Iterable[DayValue]:
        """What a rule measures of the manager."""

    def complete(self, judged: Sequence[JudgedRule]) -> None:
        """Enter rows and missing cells into the measures that findings tell of."""


@dataclass(frozen=True)
class RowHoldings:
    """Holdings whose rows are in memory."""

    scope: Scope

    def portions(self) -> Iterator[Sequence[Product]]:
        """One product after the other."""
        for product in self.scope.book.products:
            yield (product,)

    def measures(self, rule: ProductRule, product: Product) -> Iterable[DayValue]:
        """Every measure."""
        return rule.measure(product, self.scope.lines)

    def classes(self, product: Product) -> Iterable[DayValue]:
        """Every measure."""
        sums = class_sums(product)
        return sums.of(product, self.scope.lines) if sums else ()

    def wide(self, rule: ManagerRule) -> Iterable[DayValue]:
        """Every measure."""
        return rule.sums.of(self.scope.book)

    def complete(self, judged: Sequence[JudgedRule]) -> None:
        """Nothing: rows are there."""
