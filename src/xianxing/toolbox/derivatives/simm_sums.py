"""The sums of SIMM: weighted sensitivities within a bucket, then across buckets.

Correlations within a bucket have one of two values (same name, other name), and concentrations weigh each
pair by smaller over larger. Sorted by concentration that is one pass: a million rows need no matrix.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xianxing.toolbox.derivatives.simm_numbers import SPREAD

Floats = NDArray[np.float64]
ROUNDING = 1e-12  # what a sum may be off by, of its amounts: less is nothing


@dataclass(frozen=True)
class Bucket:
    """A bucket's margin, and the sum of what it weighs."""

    margin: float
    total: float

    @property
    def reach(self) -> float:
        """The sum as it counts against other buckets: at most the margin, either way."""
        return max(min(self.total, self.margin), -self.margin)


def root(square: float) -> float:
    """The square root, nothing of what rounding made negative."""
    return math.sqrt(max(square, 0.0))


def pairs(values: Floats, concentrations: Floats) -> float:
    """Sum over all pairs of the products, each times smaller over larger concentration."""
    order = np.argsort(concentrations, kind="stable")
    sorted_values, sorted_by = values[order], concentrations[order]
    before = np.cumsum(sorted_values * sorted_by) - sorted_values * sorted_by
    return float(np.sum(sorted_values**2) + 2 * np.sum(before * sorted_values / sorted_by))


def within(
    values: Floats,
    concentrations: Floats,
    names: Sequence[str],
    *,
    same: float,
    different: float,
) -> Bucket:
    """A bucket in which rows of one name correlate by `same`, of others by `different`."""
    square = different * pairs(values, concentrations) + (1 - same) * float(np.sum(values**2))
    square += (same - different) * _own_pairs(values, concentrations, names)
    return Bucket(root(square), float(np.sum(values)))


def across(buckets: Sequence[Bucket], correlations: Floats) -> float:
    """The margin over buckets."""
    reach = np.array([one.reach for one in buckets])
    square = sum(one.margin**2 for one in buckets)
    square += float(reach @ correlations @ reach - np.sum(np.diag(correlations) * reach**2))
    return root(square)


def curved(buckets: Sequence[Bucket], correlations: Floats, sizes: float) -> float:
    """Curvature over buckets; `sizes` is the sum of absolute amounts. Correlations are squared here."""
    if sizes <= 0:
        return 0.0
    total = sum(one.total for one in buckets)
    margin = total + _growth(total, sizes) * across(buckets, correlations**2)
    return margin if margin > ROUNDING * sizes else 0.0


def concentration(amount: float, threshold: float) -> float:
    """By how much what lies in one name counts more: one up to the threshold."""
    return max(1.0, math.sqrt(abs(amount) / threshold))


def _growth(total: float, sizes: float) -> float:
    down = min(total / sizes, 0.0)
    return SPREAD * (1 + down) - down


def _own_pairs(values: Floats, concentrations: Floats, names: Sequence[str]) -> float:
    """`pairs` within each name, summed: the square of a name's sum where it has one concentration."""
    if not names:
        return 0.0
    unique = {name: place for place, name in enumerate(sorted(set(names)))}
    places = np.fromiter(map(unique.__getitem__, names), np.int64, len(names))
    low, high = np.full(len(unique), np.inf), np.zeros(len(unique))
    np.minimum.at(low, places, concentrations)
    np.maximum.at(high, places, concentrations)
    even = low == high
    total = float(np.sum(np.bincount(places, weights=values)[even] ** 2))
    for uneven in np.flatnonzero(~even):
        own = places == uneven
        total += pairs(values[own], concentrations[own])
    return total
