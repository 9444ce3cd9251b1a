"""Monte Carlo with antithetic pairs: the paths of a seed, and sensitivities on the same random numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from xianxing.toolbox.derivatives.grids import Values
from xianxing.toolbox.derivatives.terms import FACE, Price, SnowballTerms

CHUNK = 20_000  # paths at once
COMPILED_FROM = 10_000_000  # steps of paths from which compiled code pays what it costs to make


@dataclass(frozen=True)
class PathStart:
    """One start of the paths: its price, its terms, and steps that have passed already."""

    spot: float
    terms: SnowballTerms
    passed: int = 0

    @property
    def log(self) -> float:
        """Where the paths begin, as ln(price / start price)."""
        return math.log(self.spot / self.terms.s0)

    @property
    def log_barrier(self) -> float:
        """Below what the paths knock in."""
        terms = self.terms
        return math.log(terms.barrier / terms.s0) if terms.barrier > 0 else -math.inf

    def log_exit(self, number: int) -> float:
        """From where upwards the paths are out at a step; without end where nobody looks."""
        seen = self.terms.observations.get(number)
        return math.inf if seen is None else math.log(seen.barrier / self.terms.s0)

    def worth(self, ends: PathEnds) -> Values:
        """What each path pays, discounted."""
        terms, expiry = self.terms, self.terms.expiry
        worth = np.zeros(len(ends.logs))
        for number, seen in terms.observations.items():
            if number > self.passed:
                out = ends.out == number
                worth[out] = self._discount(number) * seen.paid
        alive = ends.out == 0
        kept = FACE * np.minimum(1.0, np.maximum(np.exp(ends.logs[alive]), terms.floor))
        worth[alive] = self._discount(expiry) * np.where(ends.inside[alive], kept, terms.dividend)
        return worth

    def _discount(self, number: int) -> float:
        return math.exp(-self.terms.r * self.terms.dt * (number - self.passed))


@dataclass(frozen=True)
class PathEnds:
    """How paths ended: the step at which each was out (0: never), its last log price, whether it knocked in.

    The last two count only for paths that were never out.
    """

    out: NDArray[np.int64]
    logs: Values
    inside: NDArray[np.bool_]


def starts_of(terms: SnowballTerms) -> dict[str, PathStart]:
    """The starts of which differences are a price's sensitivities."""
    shift = _shift(terms)
    return {
        "value": PathStart(terms.spot, terms),
        "up": PathStart(terms.spot + shift, terms),
        "down": PathStart(terms.spot - shift, terms),
        "vol": PathStart(terms.spot, terms.with_vol(0.01)),
        "rate": PathStart(terms.spot, terms.with_rate(0.01)),
        "later": PathStart(terms.spot, terms, 1),
    }


def price_by_paths(terms: SnowballTerms, paths: int, seed: int) -> Price:
    """The value with its standard error and sensitivities; the same seed gives the same answer."""
    starts = starts_of(terms)
    sums, square = dict.fromkeys(starts, 0.0), 0.0
    pairs = max((paths + 1) // 2, 2)
    for ends in _walked(tuple(starts.values()), pairs, seed):
        for (name, start), (there, mirrored) in zip(starts.items(), ends, strict=True):
            worth = (start.worth(there) + start.worth(mirrored)) / 2
            sums[name] += float(worth.sum())
            square += float((worth**2).sum()) if name == "value" else 0.0
    mean = {name: total / pairs for name, total in sums.items()}
    return _price(terms, mean, math.sqrt(max(square / pairs - mean["value"] ** 2, 0.0) / (pairs - 1)))


def _price(terms: SnowballTerms, mean: dict[str, float], error: float) -> Price:
    unit, shift = terms.s0 / FACE, _shift(terms)
    delta = (mean["up"] - mean["down"]) / (2 * shift) * unit
    gamma = (mean["up"] - 2 * mean["value"] + mean["down"]) / shift**2 * unit**2
    rest = {"vega": "vol", "theta": "later", "rho": "rate"}
    differences = {name: mean[of] - mean["value"] for name, of in rest.items()}
    return Price(mean["value"], delta, gamma, **differences, std_error=error)


def _shift(terms: SnowballTerms) -> float:
    return 0.01 * terms.spot


Pair = tuple[PathEnds, PathEnds]


def _walked(starts: tuple[PathStart, ...], pairs: int, seed: int) -> Iterator[list[Pair]]:
    """Each chunk's ends by start; the next chunk's random numbers are drawn meanwhile."""
    expiry = starts[0].terms.expiry
    random = np.random.default_rng(seed)
    counts = [min(CHUNK // 2, pairs - done) for done in range(0, pairs, CHUNK // 2)]
    walk = _walk
    if pairs * expiry >= COMPILED_FROM and find_spec("numba") is not None:
        from xianxing.toolbox.derivatives.lanes import walk_in_lanes

        walk = walk_in_lanes
    with ThreadPoolExecutor(1) as drawing:
        ahead = drawing.submit(random.standard_normal, (counts[0], expiry))
        for count in (*counts[1:], 0):
            normal = ahead.result()
            ahead = drawing.submit(random.standard_normal, (count, expiry))
            yield walk(starts, normal)


def _walk(starts: tuple[PathStart, ...], normal: Values) -> list[Pair]:
    return [(_ends(start, normal), _ends(start, -normal)) for start in starts]


def _ends(start: PathStart, normal: Values) -> PathEnds:
    terms, count = start.terms, len(normal)
    logs, barrier = np.full(count, start.log), start.log_barrier
    inside, out = np.full(count, terms.knocked_in), np.zeros(count, dtype=np.int64)
    for number in range(1 + start.passed, terms.expiry + 1):
        logs = logs + terms.drift + terms.spread * normal[:, number - 1]
        if terms.daily or number == terms.expiry:
            inside |= logs < barrier
        if number in terms.observations:
            out[(out == 0) & (logs >= start.log_exit(number))] = number
    return PathEnds(out, logs, inside)
