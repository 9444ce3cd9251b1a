"""Prices of trades against the day's references; the tolerance is the folder's own, so it is practice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.related_parties.ledger import JudgedTrade
from xianxing.toolbox.related_parties.parties import GROUP_TABLES
from xianxing.toolbox.tables import Row


@dataclass(frozen=True)
class PriceCheck:
    """One trade's price against one reference of its day, if there is any."""

    trade: JudgedTrade
    reference: Row | None
    tolerance: Fraction

    @property
    def deviation(self) -> Fraction:
        """The distance from the reference as a part of it, without its sign."""
        price = Fraction(self.trade.row.number("price") or 0)
        reference = Fraction(self.reference.number("price") or 1) if self.reference else price
        return abs(price - reference) / reference if reference else Fraction(0)

    @property
    def is_anomaly(self) -> bool:
        """Whether the price lies beyond the tolerance."""
        return self.deviation > self.tolerance

    def as_json(self) -> dict[str, JSON]:
        """The anomaly as the results have it."""
        reference = self.reference
        answer: dict[str, JSON] = {
            "trade": self.trade.id,
            "deviation": plain(self.deviation),
            "reference": plain(reference.number("price") or Decimal(0)) if reference else None,
            "source": reference.text("source") if reference else None,
        }
        precise = exact(self.deviation)
        return {**answer, "exact": precise} if precise else answer

    def finding(self) -> ToolFinding:
        """What the check says; of a trade with somebody who isn't related a person looks at it."""
        price = plain(self.trade.row.number("price") or Decimal(0))
        if self.reference is None:
            words = gettext("no reference of {instrument} on {day}: a row of prices would settle it")
            said = words.format(instrument=self.trade.row.text("instrument"), day=self.trade.day)
            return self._finding(Result.UNKNOWN, said)
        words = gettext("price {price} against {reference} of {source}: {deviation} from it")
        said = words.format(
            price=price, reference=plain(self.reference.number("price") or Decimal(0)),
            source=self.reference.text("source") or "–", deviation=plain(self.deviation),
        )  # fmt: skip
        if not self.is_anomaly:
            return self._finding(Result.MET, said)
        return self._finding(Result.UNMET if self.trade.related else Result.MANUAL_REVIEW, said)

    def _finding(self, result: Result, message: str) -> ToolFinding:
        return ToolFinding(
            rule="rp-price",
            pack=None,
            result=result,
            basis=ToolBasis.PRACTICE,
            subject=("trades", self.trade.id),
            message=message,
            day=self.trade.day,
            value=None if self.reference is None else plain(self.deviation),
            limit=plain(self.tolerance),
            comparator="<=",
            unit="fraction",
            evidence=(self.trade.row, *((self.reference,) if self.reference else ())),
            rests_on=(*GROUP_TABLES, "trades", "prices"),
        )


def price_checks(inputs: Inputs, trades: Sequence[JudgedTrade]) -> Iterator[PriceCheck]:
    """Every trade that has a price and an instrument, against each source of its day."""
    references: dict[tuple[str, date | None], list[Row]] = defaultdict(list)
    for row in inputs.rows("prices"):
        references[row.text("instrument"), row.day("date")].append(row)
    tolerance = Fraction(inputs.number("price_tolerance") or 0)
    for trade in trades:
        instrument = trade.row.text("instrument")
        if not instrument or trade.row.number("price") is None:
            continue
        of_day = sorted(references.get((instrument, trade.day), ()), key=lambda row: row.text("source"))
        for reference in of_day:
            yield PriceCheck(trade, reference, tolerance)
        if not of_day:
            yield PriceCheck(trade, None, tolerance)
