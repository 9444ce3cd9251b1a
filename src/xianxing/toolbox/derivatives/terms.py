"""The terms of a snowball, as engines take them; per 100 of its start price, time in trading steps."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.tables import Row

FACE = 100.0


@dataclass(frozen=True)
class Observation:
    """At a step: out at or above the barrier, for the face and the coupon that has accrued."""

    barrier: float
    coupon: float
    accrual: float

    @property
    def paid(self) -> float:
        """What is paid then, per 100."""
        return FACE * (1 + self.coupon * self.accrual)


@dataclass(frozen=True)
class SnowballTerms:
    """One snowball on the day looked at. `observations` by step; `daily` is how the knock-in is watched."""

    id: str
    s0: float
    spot: float
    r: float
    q: float
    vol: float
    steps_per_year: int
    expiry: int
    dividend: float
    barrier: float
    daily: bool
    floor: float
    knocked_in: bool
    observations: dict[int, Observation]

    @property
    def dt(self) -> float:
        """A step in years."""
        return 1 / self.steps_per_year

    @property
    def drift(self) -> float:
        """What the logarithm of the price gains a step."""
        return (self.r - self.q - self.vol**2 / 2) * self.dt

    @property
    def spread(self) -> float:
        """The standard deviation of a step's logarithm."""
        return self.vol * math.sqrt(self.dt)

    @property
    def discount(self) -> float:
        """What one paid a step later is worth."""
        return math.exp(-self.r * self.dt)

    def with_vol(self, more: float) -> SnowballTerms:
        """The same with another volatility."""
        return replace(self, vol=self.vol + more)

    def with_rate(self, more: float) -> SnowballTerms:
        """The same with another rate."""
        return replace(self, r=self.r + more)


@dataclass(frozen=True)
class Price:
    """A value with its sensitivities, per 100 of the start price; `std_error` is of Monte Carlo alone.

    Delta and gamma are per 1 % of the start price; vega and rho for a point more, theta for a step later.
    """

    value: float
    delta: float
    gamma: float
    vega: float
    theta: float
    rho: float
    std_error: float | None = None


def terms_of(inputs: Inputs) -> list[SnowballTerms]:
    """Every snowball of a folder, in the order of their ids."""
    observed: dict[str, dict[int, Observation]] = defaultdict(dict)
    for row in inputs.rows("observations"):
        one = Observation(_float(row, "ko_barrier"), _float(row, "coupon"), _float(row, "accrual"))
        observed[row.text("snowball")][int(_float(row, "step"))] = one
    rows = sorted(inputs.rows("snowballs"), key=lambda row: row.text("id"))
    return [_terms(row, observed[row.text("id")]) for row in rows]


def _terms(row: Row, observations: dict[int, Observation]) -> SnowballTerms:
    expiry = int(_float(row, "expiry_step"))
    dividend = FACE * (1 + _float(row, "coupon_dividend") * _float(row, "expiry_accrual"))
    return SnowballTerms(
        id=row.text("id"),
        s0=_float(row, "s0"),
        spot=_float(row, "spot"),
        r=_float(row, "r"),
        q=_float(row, "q"),
        vol=_float(row, "vol"),
        steps_per_year=int(_float(row, "steps_per_year")),
        expiry=expiry,
        dividend=dividend,
        barrier=_float(row, "ki_barrier"),
        daily=row.text("ki_observation") == "daily",
        floor=_float(row, "floor"),
        knocked_in=row.text("status") == "knocked_in",
        observations={step: one for step, one in observations.items() if step <= expiry},
    )


def _float(row: Row, column: str) -> float:
    return float(row.number(column) or 0)
