"""What rules measure: one value for each day, with what it is held against and the rows it rests on."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from xianxing.toolbox.findings import ToolBasis
from xianxing.toolbox.inspection.book import ManagerBook, Product
from xianxing.toolbox.inspection.lines import DatedLines
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


class Shape(StrEnum):
    """How a value reads: a share of the base, an amount of money, a quantity, days, or a date."""

    SHARE = "share"
    MONEY = "money"
    QUANTITY = "quantity"
    DAYS = "days"
    DATE = "date"


@dataclass(slots=True)
class DayValue:
    """One day's value of one asset (or of the whole product) as `amount` / `base`, never rounded.

    `held` is what cause and growth go by. `most` is the amount when all that is doubtful counted too, `need`
    names the cells that would settle it. `limit` stands for the pack's number where the text names another
    cell; `words` are value and limit that aren't numbers, which `holds` decides. `keys` are the lines that
    may be meant, the widest first: where they disagree the data don't decide. A day that isn't `looked_at`
    only tells what was held before the next.
    """

    day: date
    amount: Decimal
    base: Decimal
    held: Decimal
    rows: tuple[Row, ...]
    asset: str | None = None
    keys: tuple[str, ...] = ()
    most: Decimal | None = None
    limit: Decimal | None = None
    need: str = ""
    words: tuple[str, str] | None = None
    holds: bool | None = None
    looked_at: bool = True

    def holds_under(self, pack: RulePack) -> bool | None:
        """Whether one line is kept; None where the data don't decide."""
        if self.words is not None:
            return self.holds
        limit = self.limit if self.limit is not None else pack.threshold
        if not self.base or limit is None:
            return None
        compare, line = _COMPARE[pack.comparator], limit * self.base
        sure = compare(self.amount, line)
        if self.most is None or compare(self.most, line) is sure:
            return sure
        return None

    def state(self, packs: Sequence[RulePack]) -> tuple[bool | None, RulePack]:
        """Whether the line is kept, and the line that decided; None where the data don't decide."""
        if len(packs) == 1:
            return self.holds_under(packs[0]), packs[0]
        held = [self.holds_under(pack) for pack in packs]
        if len(set(held)) > 1:
            return None, packs[0]
        return held[0], packs[-1] if held[0] else packs[0]

    @property
    def value(self) -> Fraction:
        """The value as an exact fraction."""
        return Fraction(self.amount) / Fraction(self.base)

    def over(self, other: DayValue) -> bool:
        """Whether the value is larger than another's, without a division."""
        return self.amount * other.base > other.amount * self.base


def written(measure: DayValue, shape: Shape) -> str:
    """The value as the JSON has it."""
    if measure.words is not None:
        return measure.words[0]
    if shape is Shape.DATE:
        return date.fromordinal(int(measure.amount)).isoformat()
    return plain(measure.value)


def written_limit(measure: DayValue, pack: RulePack, shape: Shape) -> str | None:
    """The line as the JSON has it."""
    if measure.words is not None:
        return measure.words[1]
    limit = measure.limit if measure.limit is not None else pack.threshold
    if limit is None:
        return None
    return date.fromordinal(int(limit)).isoformat() if shape is Shape.DATE else plain(limit)


def fraction(measure: DayValue) -> str | None:
    """`4/15` where no decimal says the value exactly."""
    return None if measure.words is not None else exact(measure.value)


class Driver(StrEnum):
    """What cause and growth of an episode go by: what is held, what is owed, or what a least counts."""

    HELD = "held"
    OWED = "owed"
    COUNTED = "counted"


@dataclass(frozen=True)
class DayRule:
    """One rule: its id is its pack's key too. `label` and `note` are English messages.

    Without `by_positions` a day without positions is judged as well. The broken days of a `quiet` rule stand
    in findings only, not among the episodes, and it says nothing where it is kept. `key` is its pack's key
    where that isn't its id.
    """

    id: str
    label: str
    shape: Shape = Shape.SHARE
    note: str = ""
    basis: ToolBasis = ToolBasis.RULE
    by_positions: bool = True
    driver: Driver = Driver.HELD
    quiet: bool = False
    key: str = ""

    @property
    def pack_key(self) -> str:
        """The key of its line in the packs."""
        return self.key or self.id


class DaySums(Protocol):
    """What a rule adds up of one product's holdings, day by day."""

    def of(self, product: Product, lines: DatedLines, /) -> Iterator[DayValue]:
        """The measures of one product, of an asset in the order of days."""


class WideSums(Protocol):
    """What a rule adds up over all products of the manager."""

    def of(self, book: ManagerBook, /) -> Iterator[DayValue]:
        """The measures of the manager, of an asset in the order of days."""


Refine = Callable[[Product, Iterable[DayValue], DatedLines], Iterator[DayValue]]


@dataclass(frozen=True)
class ProductRule(DayRule):
    """A rule over each product to which it applies; `exempt` names the cell that claims an exemption.

    `sums` is what it adds up of the holdings, `refine` what the rows of `nav` say of that.
    """

    applies: Callable[[Product], bool] = lambda _product: True
    exempt: Callable[[Product], str] = lambda _product: ""
    sums: DaySums = field(kw_only=True)
    refine: Refine = lambda _product, measures, _lines: iter(measures)

    def measure(self, product: Product, lines: DatedLines) -> Iterator[DayValue]:
        """One value a day, from the product's holdings."""
        return self.refine(product, self.sums.of(product, lines), lines)


@dataclass(frozen=True)
class ManagerRule(DayRule):
    """A rule over all products of the manager together."""

    applies: Callable[[ManagerBook], bool] = lambda _book: True
    sums: WideSums = field(kw_only=True)
