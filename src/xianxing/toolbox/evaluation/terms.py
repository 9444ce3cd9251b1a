"""What a line of a scheme measures: a fact, a sum over years, a ratio, a growth; exactly, with its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Protocol

from xianxing.toolbox.evaluation.facts import FirmFact, FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.tables import Row

PLACES = 12


@dataclass(frozen=True)
class Measure:
    """A value with its rows; None where cells are missing, or where sources differ (`conflict`)."""

    value: Fraction | None
    rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    conflict: bool = False


@dataclass(frozen=True)
class Distance:
    """How far one indicator is from a line, with every other fact as it is; "" for points of a scheme.

    `back` says of how many years before the last audited one it is.
    """

    indicator: str
    now: Fraction
    needed: Fraction
    back: int = 0

    @property
    def unit(self) -> str:
        """The unit of the indicator."""
        return INDICATORS[self.indicator].unit if self.indicator else "point"


Work = Callable[[list[Fraction]], Fraction]


class RuleTerm(Protocol):
    """Something that a line can be drawn for."""

    def measure(self, facts: FirmFacts) -> Measure:
        """The value, compared with `line`."""

    def line(self, limit: Fraction) -> Fraction:
        """What `measure` is compared with for a limit of the text."""

    def shown(self, value: Fraction) -> str:
        """The value as a plain decimal, as the text speaks of it."""

    def distance(self, facts: FirmFacts, limit: Fraction) -> Distance | None:
        """How far the indicator that would change is from the limit; None where it isn't known."""


class _Plain:
    """A term whose value is compared with the limit itself."""

    def line(self, limit: Fraction) -> Fraction:
        return limit

    def shown(self, value: Fraction) -> str:
        return plain(value)


@dataclass(frozen=True)
class Now(_Plain):
    """One fact of the last audited year, or `back` years before, or at its end."""

    indicator: str
    back: int = 0

    def measure(self, facts: FirmFacts) -> Measure:
        fact = facts.year(self.indicator, self.back) if self.back else facts.get(self.indicator)
        return _of(fact)

    def distance(self, facts: FirmFacts, limit: Fraction) -> Distance | None:
        value = self.measure(facts).value
        return None if value is None else Distance(self.indicator, value, limit, self.back)


@dataclass(frozen=True)
class Total(_Plain):
    """The sum of a fact over the last years; its mean where `mean`."""

    indicator: str
    years: int
    mean: bool = False

    def measure(self, facts: FirmFacts) -> Measure:
        found = [facts.year(self.indicator, back) for back in range(self.years)]
        return _joined(found, lambda values: sum(values, Fraction(0)) / (self.years if self.mean else 1))

    def distance(self, facts: FirmFacts, limit: Fraction) -> Distance | None:
        value = self.measure(facts).value
        if value is None:
            return None
        parts = self.years if self.mean else 1
        return Distance(self.indicator, value * parts, limit * parts)


@dataclass(frozen=True)
class Ratio(_Plain):
    """One term over another; what divides must be above zero, else the ratio isn't known."""

    above: Now | Total
    below: Now | Total

    def measure(self, facts: FirmFacts) -> Measure:
        top, bottom = self.above.measure(facts), self.below.measure(facts)
        rows, missing = top.rows + bottom.rows, top.missing + bottom.missing
        conflict = top.conflict or bottom.conflict
        if top.value is None or bottom.value is None:
            return Measure(None, rows, missing, conflict)
        if bottom.value <= 0:
            return Measure(None, rows, (f"{self.below.indicator} > 0",))
        return Measure(top.value / bottom.value, rows)

    def distance(self, facts: FirmFacts, limit: Fraction) -> Distance | None:
        top, bottom = self.above.measure(facts).value, self.below.measure(facts).value
        if top is None or bottom is None:
            return None
        back = self.above.back if isinstance(self.above, Now) else 0
        return Distance(self.above.indicator, top, limit * bottom, back)


@dataclass(frozen=True)
class Growth:
    """A yearly rate over one or two years: R_t against base × (1 + rate)^years, no root is taken."""

    indicator: str
    years: int

    def measure(self, facts: FirmFacts) -> Measure:
        last, base = facts.year(self.indicator), facts.year(self.indicator, self.years)
        if base.value is not None and base.value <= 0:
            return Measure(None, last.rows + base.rows, (f"{base.cell} > 0",))
        return _joined([last, base], lambda values: values[0] / values[1])

    def line(self, limit: Fraction) -> Fraction:
        return (1 + limit) ** self.years

    def shown(self, value: Fraction) -> str:
        return _root(value, self.years)

    def distance(self, facts: FirmFacts, limit: Fraction) -> Distance | None:
        last, base = facts.year(self.indicator).value, facts.year(self.indicator, self.years).value
        if last is None or base is None:
            return None
        return Distance(self.indicator, last, base * self.line(limit))


@dataclass(frozen=True)
class MeanGrowth(_Plain):
    """The mean of the two last yearly rates of growth."""

    indicator: str

    def measure(self, facts: FirmFacts) -> Measure:
        found = [facts.year(self.indicator, back) for back in range(3)]
        for fact in found[1:]:
            if fact.value is not None and fact.value <= 0:
                return Measure(None, tuple(row for one in found for row in one.rows), (f"{fact.cell} > 0",))
        return _joined(found, lambda v: (v[0] / v[1] + v[1] / v[2]) / 2 - 1)

    def distance(self, facts: FirmFacts, limit: Fraction) -> Distance | None:
        last, middle, first = (facts.year(self.indicator, back).value for back in range(3))
        if last is None or middle is None or first is None:
            return None
        return Distance(self.indicator, last, middle * (2 + 2 * limit - middle / first))


def _of(fact: FirmFact) -> Measure:
    missing = () if fact.rows else (fact.cell,)
    return Measure(fact.value, fact.rows, missing, fact.conflict)


def _joined(facts: list[FirmFact], work: Work) -> Measure:
    rows = tuple(row for fact in facts for row in fact.rows)
    values = [fact.value for fact in facts if fact.value is not None]
    if len(values) == len(facts):
        return Measure(work(values), rows)
    missing = tuple(fact.cell for fact in facts if not fact.rows)
    return Measure(None, rows, missing, any(fact.conflict for fact in facts))


def _root(value: Fraction, years: int) -> str:
    """value^(1/years) - 1: exact where the root is, else cut to 12 places."""
    if years == 1:
        return plain(value - 1)
    if value <= 0:
        return "-1"
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return plain(Fraction(top, bottom) - 1)
    scale = 10**PLACES
    return plain(Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale) - 1)
