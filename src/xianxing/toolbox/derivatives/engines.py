"""Three engines for snowballs that must agree: quadrature, finite differences and Monte Carlo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_banded

from xianxing.toolbox.derivatives.grids import PriceGrid, Transition, Values, priced
from xianxing.toolbox.derivatives.terms import FACE, Price, SnowballTerms

REACH = 8.0  # deviations of a step that the kernel covers
CHUNK = 20_000  # paths at once
PARTS = 2  # of a trading step, for finite differences
_GAMMA = 2 - math.sqrt(2)  # of TR-BDF2


def by_quadrature(terms: SnowballTerms, *, paths: int = 0, seed: int = 0) -> Price:
    """The exact density of each step, summed over the cells."""
    del paths, seed
    return priced(terms, _kernel)


def by_differences(terms: SnowballTerms, *, paths: int = 0, seed: int = 0) -> Price:
    """Implicit finite differences in two layers; TR-BDF2, which damps what a barrier breaks."""
    del paths, seed
    return priced(terms, _differences)


def _kernel(terms: SnowballTerms, grid: PriceGrid) -> Transition:
    half = math.ceil((REACH * terms.spread + abs(terms.drift)) / grid.width)
    offsets = np.arange(-half, half + 1) * grid.width
    weights = np.exp(-0.5 * ((offsets - terms.drift) / terms.spread) ** 2)
    weights /= weights.sum()
    size = 1 << (grid.count + 4 * half).bit_length()
    spectrum = np.conj(np.fft.rfft(np.roll(np.pad(weights, (0, size - len(weights))), -half)))

    def step(values: Values) -> Values:
        low, high = np.full(half, values[0]), np.full(size - grid.count - half, values[-1])
        whole = np.concatenate((values, high[:half], np.zeros(size - grid.count - 2 * half), low))
        moved = np.fft.irfft(np.fft.rfft(whole) * spectrum, size)
        return np.asarray(terms.discount * moved[: grid.count])

    return step


def _differences(terms: SnowballTerms, grid: PriceGrid) -> Transition:
    """TR-BDF2 in parts of a step; beyond the ends the value goes on straight."""
    spread = terms.vol**2 / 2 / grid.width**2
    drift = (terms.r - terms.q - terms.vol**2 / 2) / 2 / grid.width
    down, middle, up = spread - drift, -2 * spread - terms.r, spread + drift

    def applied(values: Values) -> Values:
        result = np.empty_like(values)
        result[1:-1] = down * values[:-2] + middle * values[1:-1] + up * values[2:]
        result[0] = -terms.r * values[0] + 2 * drift * (values[1] - values[0])
        result[-1] = -terms.r * values[-1] + 2 * drift * (values[-1] - values[-2])
        return result

    part = terms.dt / PARTS
    first, second = _GAMMA * part / 2, (1 - _GAMMA) / (2 - _GAMMA) * part
    left = _bands(first, down, middle, up, drift, terms, grid)
    right = _bands(second, down, middle, up, drift, terms, grid)
    share = 1 / (_GAMMA * (2 - _GAMMA))

    def step(values: Values) -> Values:
        for _ in range(PARTS):
            half = solve_banded((1, 1), left, values + first * applied(values))
            values = np.asarray(solve_banded((1, 1), right, share * half - (share - 1) * values))
        return values

    return step


def _bands(
    weight: float, down: float, middle: float, up: float, drift: float, terms: SnowballTerms, grid: PriceGrid
) -> Values:
    bands = np.empty((3, grid.count))
    bands[0, :] = -weight * up
    bands[1, :] = 1 - weight * middle
    bands[2, :] = -weight * down
    bands[1, 0] = 1 + weight * (terms.r + 2 * drift)
    bands[0, 1] = -weight * 2 * drift
    bands[1, -1] = 1 + weight * (terms.r - 2 * drift)
    bands[2, -2] = weight * 2 * drift
    return bands


def by_paths(terms: SnowballTerms, *, paths: int, seed: int) -> Price:
    """Monte Carlo with antithetic pairs; sensitivities on the same random numbers."""
    unit = terms.s0 / FACE
    shift = 0.01 * terms.spot
    cases = {
        "value": _Case(terms.spot, terms),
        "up": _Case(terms.spot + shift, terms),
        "down": _Case(terms.spot - shift, terms),
        "vol": _Case(terms.spot, terms.with_vol(0.01)),
        "rate": _Case(terms.spot, terms.with_rate(0.01)),
        "later": _Case(terms.spot, terms, 1),
    }
    sums, square, done = dict.fromkeys(cases, 0.0), 0.0, 0
    random = np.random.default_rng(seed)
    pairs = max((paths + 1) // 2, 2)
    while done < pairs:
        count = min(CHUNK // 2, pairs - done)
        normal = random.standard_normal((count, terms.expiry))
        for name, case in cases.items():
            worth = (case.worth(normal) + case.worth(-normal)) / 2
            sums[name] += float(worth.sum())
            square += float((worth**2).sum()) if name == "value" else 0.0
        done += count
    mean = {name: total / pairs for name, total in sums.items()}
    error = math.sqrt(max(square / pairs - mean["value"] ** 2, 0.0) / (pairs - 1))
    delta = (mean["up"] - mean["down"]) / (2 * shift) * unit
    gamma = (mean["up"] - 2 * mean["value"] + mean["down"]) / shift**2 * unit**2
    rest = {"vega": "vol", "theta": "later", "rho": "rate"}
    differences = {name: mean[of] - mean["value"] for name, of in rest.items()}
    return Price(mean["value"], delta, gamma, **differences, std_error=error)


@dataclass(frozen=True)
class _Case:
    """One start of the paths: its price, its terms, and steps that have passed already."""

    spot: float
    terms: SnowballTerms
    passed: int = 0

    def worth(self, normal: Values) -> Values:
        """What each path pays, discounted."""
        terms, count = self.terms, len(normal)
        logs = np.full(count, math.log(self.spot / terms.s0))
        inside = np.full(count, terms.knocked_in)
        alive = np.ones(count, dtype=bool)
        worth = np.zeros(count)
        barrier = math.log(terms.barrier / terms.s0) if terms.barrier > 0 else -math.inf
        for number in range(1 + self.passed, terms.expiry + 1):
            logs = logs + terms.drift + terms.spread * normal[:, number - 1]
            discount = math.exp(-terms.r * terms.dt * (number - self.passed))
            if terms.daily or number == terms.expiry:
                inside |= logs < barrier
            seen = terms.observations.get(number)
            if seen is not None:
                out = alive & (logs >= math.log(seen.barrier / terms.s0))
                worth[out] = discount * seen.paid
                alive &= ~out
            if number == terms.expiry:
                kept = FACE * np.minimum(1.0, np.maximum(np.exp(logs), terms.floor))
                worth[alive] = discount * np.where(inside, kept, terms.dividend)[alive]
        return worth


ENGINES: dict[str, Callable[..., Price]] = {
    "pde": by_differences, "quad": by_quadrature, "mc": by_paths,
}  # fmt: skip
