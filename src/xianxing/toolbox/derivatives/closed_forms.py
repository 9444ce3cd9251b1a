"""Closed forms under the assumptions of the snowballs (Black and Scholes): vanilla and barrier options.

Exact values that engines on grids and paths can be held against. Barriers are watched continuously
(Reiner and Rubinstein, 1991); a rebate isn't paid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_SQUARE_ROOT_OF_TWO = math.sqrt(2)
BARRIERS = ("down_in", "down_out", "up_in", "up_out")


@dataclass(frozen=True)
class OptionTerms:
    """A European option: `years` to expiry; rates are continuous, `q` the dividend yield."""

    call: bool
    spot: float
    strike: float
    r: float
    q: float
    vol: float
    years: float

    @property
    def spread(self) -> float:
        """The standard deviation of the logarithm at expiry."""
        return self.vol * math.sqrt(self.years)


def vanilla_price(terms: OptionTerms) -> float:
    """Black, Scholes and Merton; what is left at expiry where no time or no volatility is left."""
    sign = 1.0 if terms.call else -1.0
    paid = terms.strike * math.exp(-terms.r * terms.years)
    held = terms.spot * math.exp(-terms.q * terms.years)
    if terms.spread <= 0:
        return max(sign * (held - paid), 0.0)
    first = math.log(held / paid) / terms.spread + terms.spread / 2
    return sign * (held * _normal(sign * first) - paid * _normal(sign * (first - terms.spread)))


def barrier_price(terms: OptionTerms, kind: str, barrier: float) -> float:
    """An option that comes to life (`down_in`, `up_in`) or ends (`down_out`, `up_out`) at a barrier.

    ValueError for another kind, and where the spot has touched the barrier or no time is left.
    """
    if kind not in BARRIERS:
        raise ValueError(f"{kind!r} is none of {', '.join(BARRIERS)}")
    down = kind.startswith("down")
    if terms.spread <= 0 or barrier <= 0 or (terms.spot <= barrier if down else terms.spot >= barrier):
        raise ValueError("the barrier has been touched, or no time is left")
    inside = _knocked_in(terms, down, barrier)
    return inside if kind.endswith("in") else vanilla_price(terms) - inside


def _knocked_in(terms: OptionTerms, down: bool, barrier: float) -> float:
    """The parts of Reiner and Rubinstein: plain (A, B) and mirrored at the barrier (C, D)."""
    above = terms.strike > barrier
    if terms.call == down:  # a down call or an up put: beyond the barrier it is worth the less
        if above == down:
            return _part(terms, down, barrier, from_barrier=False, mirrored=True)
        return (
            _part(terms, down, barrier, from_barrier=False, mirrored=False)
            - _part(terms, down, barrier, from_barrier=True, mirrored=False)
            + _part(terms, down, barrier, from_barrier=True, mirrored=True)
        )
    if above == down:  # an up call or a down put, which the barrier brings into the money
        return (
            _part(terms, down, barrier, from_barrier=True, mirrored=False)
            - _part(terms, down, barrier, from_barrier=False, mirrored=True)
            + _part(terms, down, barrier, from_barrier=True, mirrored=True)
        )
    return _part(terms, down, barrier, from_barrier=False, mirrored=False)


def _part(terms: OptionTerms, down: bool, barrier: float, *, from_barrier: bool, mirrored: bool) -> float:
    call, away = (1.0 if terms.call else -1.0), (1.0 if down else -1.0)
    drift = (terms.r - terms.q) / terms.vol**2 - 0.5
    ratio = barrier / terms.spot
    point = barrier if from_barrier else terms.strike
    reach = math.log(barrier**2 / terms.spot / point) if mirrored else math.log(terms.spot / point)
    first = reach / terms.spread + (1 + drift) * terms.spread
    side = away if mirrored else call
    held = terms.spot * math.exp(-terms.q * terms.years) * _normal(side * first)
    paid = terms.strike * math.exp(-terms.r * terms.years) * _normal(side * (first - terms.spread))
    if mirrored:
        held, paid = held * ratio ** (2 * (drift + 1)), paid * ratio ** (2 * drift)
    return call * (held - paid)


def _normal(x: float) -> float:
    """The normal distribution, exact in its far tails."""
    return 0.5 * math.erfc(-x / _SQUARE_ROOT_OF_TWO)
