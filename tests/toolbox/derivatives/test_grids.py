"""The grid of prices reaches as far as a price goes, no cell further, with the knock-in between two cells."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.toolbox.derivatives.snowballs import random_book
from xianxing.toolbox.derivatives.grids import DEVIATIONS, PriceGrid, grid_for
from xianxing.toolbox.derivatives.terms import SnowballTerms


@pytest.mark.parametrize("terms", random_book(12, 3), ids=range(12))
def test_cells_reach_six_deviations_of_the_whole_life_and_none_lies_beyond(terms: SnowballTerms) -> None:
    grid = grid_for(terms)
    lowest, highest = grid.first - grid.width / 2, grid.first + (grid.count - 0.5) * grid.width
    spot = math.log(terms.spot / terms.s0)
    reach = 6 * terms.vol * math.sqrt(terms.expiry / 243) + abs(terms.drift) * terms.expiry
    need = [spot - reach]
    if terms.barrier:
        edge = math.log(terms.barrier / terms.s0)
        need.append(edge - 6 * terms.spread)
        between = (edge - lowest) / grid.width
        assert between == pytest.approx(round(between), abs=1e-6)
    slack = 1e-9
    assert lowest <= min(need) + slack and min(need) < lowest + grid.width + slack
    assert highest >= spot + reach - slack and highest - grid.width < spot + reach + slack
    assert (DEVIATIONS, len(grid.centres)) == (6, grid.count)


def test_a_cell_is_a_sixth_of_a_step_s_deviation_unless_there_were_too_few_or_too_many() -> None:
    widths = [(grid_for(one), one) for one in random_book(40, 4)]
    plain = [(grid, one) for grid, one in widths if 410 < grid.count < 19_000]
    assert plain
    for grid, one in plain:
        assert grid.width == pytest.approx(one.spread / 6)
    assert all(400 <= grid.count <= 20_000 + 2 for grid, _one in widths)


def test_a_cell_counts_above_a_price_by_the_part_that_lies_there() -> None:
    grid = PriceGrid(math.log(1.0), 0.1, 4)  # cells with their middles at 0, 0.1, 0.2, 0.3
    assert grid.part_above(math.exp(0.125)) == pytest.approx([0, 0.25, 1, 1])
    assert grid.part_above(math.exp(0.15)) == pytest.approx([0, 0, 1, 1], abs=1e-9)
    assert np.array_equal(grid.part_above(0.0), np.ones(4))


@pytest.mark.parametrize(("x", "first"), [(0.0, 0), (0.24, 0), (0.26, 1), (0.44, 2), (0.9, 3), (9.0, 3)])
def test_the_five_cells_around_a_point_stay_within_the_grid(x: float, first: int) -> None:
    assert PriceGrid(0.0, 0.1, 8).near(x) == first
