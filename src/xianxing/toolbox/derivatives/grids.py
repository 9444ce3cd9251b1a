"""Two layers of a snowball on a grid of log prices: not knocked in and knocked in, from expiry back to today.

What a step does between two looks is given by an engine (a transition); a barrier that falls within a cell
takes its part of the cell, so that the answer moves smoothly with the barrier.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xianxing.toolbox.derivatives.terms import FACE, Price, SnowballTerms

Values = NDArray[np.float64]
Transition = Callable[[Values], Values]
Engine = Callable[[SnowballTerms, "PriceGrid"], Transition]

CELLS_A_STEP, DEVIATIONS, MOST_CELLS, LEAST_CELLS = 6.0, 6.0, 20_000, 400


@dataclass(frozen=True)
class PriceGrid:
    """Centres of equal cells of ln(price / start price)."""

    first: float
    width: float
    count: int

    @property
    def centres(self) -> Values:
        """The cells' middles."""
        return np.asarray(self.first + self.width * np.arange(self.count), dtype=np.float64)

    def part_above(self, price: float) -> Values:
        """How much of each cell lies at or above a price, from 0 to 1."""
        if price <= 0:
            return np.ones(self.count)
        return np.clip((self.centres - math.log(price)) / self.width + 0.5, 0.0, 1.0)


def grid_for(terms: SnowballTerms) -> PriceGrid:
    """Cells that are small beside a step's deviation and reach six deviations of the whole life."""
    years = terms.expiry * terms.dt
    reach = DEVIATIONS * terms.vol * math.sqrt(years) + abs(terms.drift) * terms.expiry
    middle = math.log(terms.spot / terms.s0)
    low, high = middle - reach, middle + reach
    if terms.barrier > 0:
        low = min(low, math.log(terms.barrier / terms.s0) - terms.spread * DEVIATIONS)
    width = terms.spread / CELLS_A_STEP
    width = min(max(width, (high - low) / MOST_CELLS), (high - low) / LEAST_CELLS)
    if terms.barrier > 0:  # the knock-in falls between two cells
        edge = math.log(terms.barrier / terms.s0)
        low = edge - math.ceil((edge - low) / width) * width
    count = math.ceil((high - low) / width) + 1
    return PriceGrid(low + width / 2, width, count)


def priced(terms: SnowballTerms, engine: Engine) -> Price:
    """The value on a grid with its sensitivities."""
    value, later, delta, gamma = _today(terms, engine)
    vega = _today(terms.with_vol(0.01), engine)[0] - value
    rho = _today(terms.with_rate(0.01), engine)[0] - value
    return Price(value, delta, gamma, vega, later - value, rho)


def _today(terms: SnowballTerms, engine: Engine) -> tuple[float, float, float, float]:
    """Value, value a step later at the same price, delta and gamma."""
    grid = grid_for(terms)
    step = engine(terms, grid)
    outside, inside = _at_expiry(terms, grid)
    later = outside, inside
    for number in range(terms.expiry - 1, -1, -1):
        later = outside, inside
        inside = step(inside)
        outside = step(outside)
        if number:
            outside, inside = _look(terms, grid, number, outside, inside)
    layer = int(terms.knocked_in)
    x = math.log(terms.spot / terms.s0)
    value, slope, bend = _around(grid, (outside, inside)[layer], x)
    after = _around(grid, later[layer], x)[0]
    price = terms.spot
    unit = terms.s0 / FACE
    return value, after, slope / price * unit, (bend - slope) / price**2 * unit**2


def _at_expiry(terms: SnowballTerms, grid: PriceGrid) -> tuple[Values, Values]:
    """Face and dividend where it never knocked in, else what the price has kept, at least the floor."""
    kept = FACE * np.minimum(1.0, np.maximum(np.exp(grid.centres), terms.floor))
    above = grid.part_above(terms.barrier / terms.s0)
    outside = above * terms.dividend + (1 - above) * kept
    return _out(terms, grid, terms.expiry, outside, kept)


def _look(
    terms: SnowballTerms, grid: PriceGrid, number: int, outside: Values, inside: Values
) -> tuple[Values, Values]:
    if terms.daily:
        above = grid.part_above(terms.barrier / terms.s0)
        outside = above * outside + (1 - above) * inside
    return _out(terms, grid, number, outside, inside)


def _out(
    terms: SnowballTerms, grid: PriceGrid, number: int, outside: Values, inside: Values
) -> tuple[Values, Values]:
    seen = terms.observations.get(number)
    if seen is None:
        return outside, inside
    above = grid.part_above(seen.barrier / terms.s0)
    return above * seen.paid + (1 - above) * outside, above * seen.paid + (1 - above) * inside


def _around(grid: PriceGrid, values: Values, x: float) -> tuple[float, float, float]:
    """Value, first and second derivative in x, of the polynomial of fourth degree through five cells."""
    place = min(max(round((x - grid.first) / grid.width), 2), grid.count - 3)
    near = np.arange(place - 2, place + 3)
    offsets = (grid.first + near * grid.width - x) / grid.width
    powers = np.vander(offsets, 5, increasing=True)
    value, slope, half_bend = np.linalg.solve(powers, values[near])[:3]
    return float(value), float(slope / grid.width), float(2 * half_bend / grid.width**2)
