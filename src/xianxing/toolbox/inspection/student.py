"""Student's t test of a mean against zero, and the smallest mean that it would find with a given power.

Needs scipy, of the extra `tools`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

LEVEL, POWER, NODES = 0.05, 0.8, 120


@dataclass(frozen=True)
class TTest:
    """What the test says; `t` and `p` are None where the sample has no spread and no mean.

    `interval` holds the mean in nineteen of twenty samples.
    """

    n: int
    mean: float
    t: float | None
    p: float | None
    smallest: float | None
    interval: tuple[float, float] | None = None


def available() -> bool:
    """Whether scipy is there."""
    return find_spec("scipy") is not None


def one_sample(n: int, mean: float, squares: float) -> TTest:
    """The two-sided test of n values with their mean and the sum of squares around it; n is at least 2.

    Without spread any mean but zero is certain: then p is 0 and t has no finite value.
    """
    from scipy import special

    if squares <= 0:
        return TTest(n, mean, None, None if mean == 0 else 0.0, 0.0, (mean, mean))
    error = math.sqrt(squares / (n - 1) / n)
    t = mean / error
    p = float(2 * special.stdtr(n - 1, -abs(t)))
    half = float(special.stdtrit(n - 1, 1 - LEVEL / 2)) * error
    return TTest(n, mean, t, p, _smallest(n - 1) * error, (mean - half, mean + half))


@cache
def _smallest(degrees: int) -> float:
    """The shift of the noncentral t at which the two-sided test at LEVEL has the power POWER.

    The spread is integrated over the quantiles of its own distribution, which holds for one degree as well.
    """
    from scipy import special

    nodes, weights = _nodes()
    spread = (special.chdtri(degrees, 1 - (nodes + 1) / 2) / degrees) ** 0.5
    line = special.stdtrit(degrees, 1 - LEVEL / 2) * spread

    def power(shift: float) -> float:
        found = special.ndtr(shift - line) + special.ndtr(-shift - line)
        return float((weights * found).sum() / 2)

    low, high = 0.0, 64.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if power(middle) < POWER else (low, middle)
    return (low + high) / 2


@cache
def _nodes() -> Any:
    from numpy.polynomial.legendre import leggauss

    return leggauss(NODES)
