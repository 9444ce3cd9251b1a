"""Two layers of a snowball on a grid of log prices: not knocked in and knocked in, from expiry back to today.

What a step does between two looks is given by an engine (a transition); a barrier that falls within a cell
takes its part of the cell, so that the answer moves smoothly with the barrier.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xianxing.toolbox.derivatives.terms import FACE, Price, SnowballTerms

Values = NDArray[np.float64]
Transition = Callable[[Values], Values]  # of the layers, one a row
CELLS_A_STEP, DEVIATIONS, MOST_CELLS, LEAST_CELLS = 6.0, 6.0, 20_000, 400
NEAR = 5  # cells around the spot from which its value and sensitivities are taken


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

    def near(self, x: float) -> int:
        """The first of the cells around a point."""
        place = min(max(round((x - self.first) / self.width), NEAR // 2), self.count - 1 - NEAR // 2)
        return place - NEAR // 2


@dataclass(frozen=True)
class BackwardCase:
    """A snowball on its grid, to be taken from expiry back to today."""

    terms: SnowballTerms
    grid: PriceGrid

    @cached_property
    def x(self) -> float:
        """Where the spot lies on the grid."""
        return math.log(self.terms.spot / self.terms.s0)

    @property
    def near(self) -> int:
        """The first of the cells around the spot."""
        return self.grid.near(self.x)


@dataclass(frozen=True)
class SpotValues:
    """What cells around the spot are worth today and a step later."""

    now: Values
    later: Values


Backward = Callable[[Sequence[BackwardCase]], list[SpotValues]]


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
    count = math.ceil((high - low) / width)
    return PriceGrid(low + width / 2, width, count)


def prices_on_grids(book: Sequence[SnowballTerms], backward: Backward) -> list[Price]:
    """The values of a book with their sensitivities."""
    bumped = [each for one in book for each in (one, one.with_vol(0.01), one.with_rate(0.01))]
    cases = [BackwardCase(each, grid_for(each)) for each in bumped]
    found = backward(cases)
    now, slope, bend = around(cases, np.array([one.now for one in found]))
    later = around(cases, np.array([one.later for one in found]))[0]
    prices = []
    for place, terms in enumerate(book):
        at, vol, rate = range(3 * place, 3 * place + 3)
        value, unit = float(now[at]), terms.s0 / FACE
        prices.append(
            Price(
                value,
                float(slope[at] / terms.spot * unit),
                float((bend[at] - slope[at]) / terms.spot**2 * unit**2),
                float(now[vol]) - value,
                float(later[at]) - value,
                float(now[rate]) - value,
            )
        )
    return prices


def at_expiry(case: BackwardCase) -> Values:
    """The layers at expiry: what the price has kept, at least the floor; and, where it isn't knocked in yet,
    face and dividend above the barrier; after who is out."""
    terms, grid = case.terms, case.grid
    layers = FACE * np.minimum(1.0, np.maximum(np.exp(grid.centres), terms.floor))[np.newaxis]
    if not terms.knocked_in:
        above = grid.part_above(terms.barrier / terms.s0)
        layers = np.stack((layers[0], above * terms.dividend + (1 - above) * layers[0]))
    return _out(terms, grid, terms.expiry, layers)


def march(case: BackwardCase, step: Transition) -> SpotValues:
    """A case taken from expiry back to today, one step after the other."""
    now, later = layers_back(case, step)
    cells = slice(case.near, case.near + NEAR)
    return SpotValues(now[-1, cells].copy(), later[-1, cells].copy())


def layers_back(case: BackwardCase, step: Transition) -> tuple[Values, Values]:
    """The layers over the whole grid today and a step later: knocked in, then not, where it isn't yet."""
    terms, grid = case.terms, case.grid
    layers = later = at_expiry(case)
    above = grid.part_above(terms.barrier / terms.s0)
    for number in range(terms.expiry - 1, -1, -1):
        later = layers
        layers = step(layers)
        if number:
            if terms.daily and len(layers) > 1:
                layers = np.stack((layers[0], above * layers[1] + (1 - above) * layers[0]))
            layers = _out(terms, grid, number, layers)
    return layers, later


def _out(terms: SnowballTerms, grid: PriceGrid, number: int, layers: Values) -> Values:
    seen = terms.observations.get(number)
    if seen is None:
        return layers
    above = grid.part_above(seen.barrier / terms.s0)
    return np.asarray(above * seen.paid + (1 - above) * layers)


def around(cases: Sequence[BackwardCase], values: Values) -> tuple[Values, Values, Values]:
    """Value, first and second derivative at each spot, of the polynomial through its cells."""
    first = np.array([case.grid.first for case in cases])
    width = np.array([case.grid.width for case in cases])
    near = np.array([case.near for case in cases])[:, np.newaxis] + np.arange(NEAR)
    x = np.array([case.x for case in cases])
    offsets = (first[:, np.newaxis] + near * width[:, np.newaxis] - x[:, np.newaxis]) / width[:, np.newaxis]
    powers = np.ones((len(cases), NEAR, NEAR))
    powers[..., 1:] = offsets[..., np.newaxis]
    np.multiply.accumulate(powers, axis=-1, out=powers)
    solved = np.linalg.solve(powers, values[..., np.newaxis])[..., 0]
    slope, bend = solved[:, 1] / width, 2 * solved[:, 2] / width**2
    return np.asarray(solved[:, 0]), np.asarray(slope), np.asarray(bend)
