"""An exact interval for a share: of so many judged, so many were upheld."""

from __future__ import annotations

import math
from collections.abc import Callable

_STEPS = 60  # halvings: finer than any page shows


def exact_interval(hits: int, count: int, level: float = 0.95) -> tuple[float, float]:
    """The Clopper–Pearson interval of `hits` in `count`; (0, 1) where nothing was judged.

    The lower end is the share under which so many hits or more come about with half of 1 − level, the upper
    one that under which so many or fewer do. ValueError for hits that there can't be.
    """
    if not 0 <= hits <= count:
        raise ValueError(f"{hits} of {count} can't be")
    if not count:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else _solve(lambda share: _at_least(hits, count, share) - tail)
    high = 1.0 if hits == count else 1 - _solve(lambda rest: _at_least(count - hits, count, rest) - tail)
    return low, high


def _solve(rising: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def _at_least(hits: int, count: int, share: float) -> float:
    """The probability of so many hits or more."""
    if share <= 0 or share >= 1:
        return float(share >= 1)
    logs = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(_log_ways(count, one) + one * logs[0] + (count - one) * logs[1])
        for one in range(hits, count + 1)
    )


def _log_ways(count: int, hits: int) -> float:
    return math.lgamma(count + 1) - math.lgamma(hits + 1) - math.lgamma(count - hits + 1)
