"""Quadrature: the exact density of each step, summed over the cells of a grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from xianxing.toolbox.derivatives.grids import BackwardCase, SpotValues, Transition, Values, march

REACH = 8.0  # deviations of a step that the kernel covers


def backward_by_quadrature(cases: Sequence[BackwardCase]) -> list[SpotValues]:
    """What each case is worth around its spot, today and a step later."""
    return [march(case, transition_of(case)) for case in cases]


def transition_of(case: BackwardCase) -> Transition:
    """A step of a case, by fast Fourier transform."""
    terms, grid = case.terms, case.grid
    half = math.ceil((REACH * terms.spread + abs(terms.drift)) / grid.width)
    offsets = np.arange(-half, half + 1) * grid.width
    weights = np.exp(-0.5 * ((offsets - terms.drift) / terms.spread) ** 2)
    weights /= weights.sum()
    size = 1 << (grid.count + 4 * half).bit_length()
    spectrum = np.conj(np.fft.rfft(np.roll(np.pad(weights, (0, size - len(weights))), -half)))

    def step(layers: Values) -> Values:
        whole = np.zeros((len(layers), size))
        whole[:, : grid.count] = layers
        whole[:, grid.count : grid.count + half] = layers[:, -1:]
        whole[:, size - half :] = layers[:, :1]
        moved = np.fft.irfft(np.fft.rfft(whole) * spectrum, size)
        return np.asarray(terms.discount * moved[:, : grid.count])

    return step
