"""Finite differences in two layers: TR-BDF2 in parts of a step, which damps what a barrier breaks.

A few snowballs are solved one by one by LAPACK, a book in lanes by compiled code; both do the same sums in
the same order, so that the answer is the same to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from xianxing.toolbox.derivatives.grids import (
    BackwardCase,
    PriceGrid,
    SpotValues,
    Transition,
    Values,
    march,
)
from xianxing.toolbox.derivatives.terms import SnowballTerms

PARTS = 2  # of a trading step of the usual deviation; more where a step carries further
USUAL_SPREAD = 0.03  # of the logarithm of the price, a day of a volatility of 47 %
NEAR_EXPIRY, NEAR_EXPIRY_TWICE = 20, 2  # steps; how often the parts are doubled then
COMPILED_FROM = 12_000_000  # cells times steps from which compiled code pays what it costs to make
_GAMMA = 2 - math.sqrt(2)  # of TR-BDF2
FIRST, SECOND = _GAMMA / 2, (1 - _GAMMA) / (2 - _GAMMA)  # the weights of its two solutions, of a part
SHARE = 1 / (_GAMMA * (2 - _GAMMA))


@dataclass(frozen=True)
class Stencil:
    """The operator at a cell: what its neighbours and itself weigh; beyond the ends it goes on straight."""

    down: float
    middle: float
    up: float
    drift: float
    rate: float

    def bands(self, weight: float, count: int) -> Values:
        """The three diagonals of one less `weight` times the operator: above, on and below."""
        bands = np.empty((3, count))
        bands[0, :] = -weight * self.up
        bands[1, :] = 1 - weight * self.middle
        bands[2, :] = -weight * self.down
        bands[1, 0] = 1 + weight * (self.rate + 2 * self.drift)
        bands[0, 1] = -weight * 2 * self.drift
        bands[1, -1] = 1 + weight * (self.rate - 2 * self.drift)
        bands[2, -2] = weight * 2 * self.drift
        return bands

    def applied(self, values: Values) -> Values:
        """The operator on layers, one a row."""
        result = np.empty_like(values)
        before, own, after = values[:, :-2], values[:, 1:-1], values[:, 2:]
        result[:, 1:-1] = self.down * before + self.middle * own + self.up * after
        ends = values[:, 1] - values[:, 0], values[:, -1] - values[:, -2]
        result[:, 0] = -self.rate * values[:, 0] + 2 * self.drift * ends[0]
        result[:, -1] = -self.rate * values[:, -1] + 2 * self.drift * ends[1]
        return result


def stencil_of(terms: SnowballTerms, grid: PriceGrid) -> Stencil:
    """The operator of Black and Scholes in the logarithm of the price."""
    spread = terms.vol**2 / 2 / grid.width**2
    drift = (terms.r - terms.q - terms.vol**2 / 2) / 2 / grid.width
    return Stencil(spread - drift, -2 * spread - terms.r, spread + drift, drift, terms.r)


def backward_by_differences(cases: Sequence[BackwardCase]) -> list[SpotValues]:
    """What each case is worth around its spot, today and a step later."""
    usual = [case for case in cases if parts_of(case.terms) == PARTS]
    work = sum(case.grid.count * case.terms.expiry for case in usual)
    if work < COMPILED_FROM or find_spec("numba") is None:
        return [march(case, _transition(case)) for case in cases]
    from xianxing.toolbox.derivatives.lanes import backward_in_lanes

    lanes = iter(backward_in_lanes(usual))
    return [
        next(lanes) if parts_of(case.terms) == PARTS else march(case, _transition(case)) for case in cases
    ]


def parts_of(terms: SnowballTerms) -> int:
    """In how many parts a step is solved: twice as many for twice the deviation, so that a week or a month
    in one step is as exact as a day, and more near expiry, where few steps smooth what a barrier breaks."""
    wider = math.ceil(math.log2(max(terms.spread / USUAL_SPREAD, 1.0)))
    near = NEAR_EXPIRY_TWICE if terms.expiry <= NEAR_EXPIRY else 0
    return PARTS * int(math.pow(2, min(wider, 6) + near))


@dataclass(frozen=True)
class Factors:
    """LU of a tridiagonal matrix with rows swapped, as LAPACK's dgttrf gives it."""

    lower: Values
    diagonal: Values
    upper: Values
    second: Values
    pivot: NDArray[np.int32]

    @property
    def swapped(self) -> NDArray[np.bool_]:
        """Whether a row was swapped with the next."""
        return np.asarray(self.pivot != np.arange(len(self.pivot)))

    @property
    def pivots(self) -> int:
        """The number of first rows among which rows were swapped."""
        return int(np.flatnonzero(self.swapped).max(initial=-1)) + 1

    @property
    def settled(self) -> int:
        """From which row on all are alike, up to the last two."""
        alike = np.ones(len(self.diagonal) - 2, dtype=bool)
        for one in (self.lower, self.diagonal, self.upper):
            alike &= one[: len(alike)] == one[len(alike) - 1]
        return max(int(np.flatnonzero(~alike).max(initial=-1)) + 1, self.pivots)


def factorise(stencil: Stencil, weight: float, count: int) -> Factors:
    """One less `weight` times the operator, on `count` cells."""
    from scipy.linalg.lapack import dgttrf

    bands = stencil.bands(weight, count)
    lower, diagonal, upper, second, pivot, _info = dgttrf(bands[2, :-1], bands[1], bands[0, 1:])
    return Factors(lower, diagonal, upper, second, pivot - 1)


def _transition(case: BackwardCase) -> Transition:
    from scipy.linalg.lapack import dgttrs

    stencil, parts = stencil_of(case.terms, case.grid), parts_of(case.terms)
    part = case.terms.dt / parts
    first = FIRST * part
    left = factorise(stencil, first, case.grid.count)
    right = factorise(stencil, SECOND * part, case.grid.count)

    def solved(factors: Factors, layers: Values) -> Values:
        pivot = factors.pivot + 1
        parts = factors.lower, factors.diagonal, factors.upper, factors.second, pivot
        return np.asarray(dgttrs(*parts, layers.T, overwrite_b=True)[0].T)

    def step(layers: Values) -> Values:
        for _ in range(parts):
            half = solved(left, layers + first * stencil.applied(layers))
            layers = solved(right, SHARE * half - (SHARE - 1) * layers)
        return layers

    return step
