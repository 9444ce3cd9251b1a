"""Loops for a compiler: finite differences of several grids side by side, and paths of several starts.

They do the sums of the plain code in its order, so that both answer the same to the last bit. numba keeps
what it compiled beside this file, or in the user's own cache where nobody may write there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])
BLOCK = 64  # paths side by side


class LaneFactors(NamedTuple):
    """LU of one tridiagonal matrix a lane: its first rows, one row for all between, its last rows.

    Rows swap among the first alone, as many as `swapped` has.
    """

    swapped: Any
    second: Any  # the diagonal above `upper`, which swaps fill
    first_lower: Any
    first_diagonal: Any
    first_upper: Any
    lower: Any
    diagonal: Any
    upper: Any
    last_lower: Any
    last_diagonal: Any
    last_upper: Any


class LaneStencil(NamedTuple):
    """What a cell's neighbours and itself weigh, by lane, and how many cells each lane has."""

    down: Any
    middle: Any
    up: Any
    drift: Any
    rate: Any
    counts: Any


class LaneLooks(NamedTuple):
    """Where each lane's cells lie, what is above its knock-in, and from where it is out for what, by step."""

    first: Any
    width: Any
    daily: bool
    above: Any
    exits: Any
    paid: Any


def _compiled(function: Function) -> Function:
    try:
        compiled: object = numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:  # there is no folder to keep it in
        compiled = numba.njit(nogil=True)(function)
    return cast(Function, compiled)


@_compiled
def _eliminate(factors: LaneFactors, right: Any) -> None:
    rows, lanes = right.shape
    pivots, head = factors.swapped.shape[0], factors.first_lower.shape[0]
    tail = rows - factors.last_lower.shape[0]
    for i in range(pivots):
        for lane in range(lanes):
            if factors.swapped[i, lane]:
                kept = right[i, lane] - factors.first_lower[i, lane] * right[i + 1, lane]
                right[i, lane] = right[i + 1, lane]
                right[i + 1, lane] = kept
            else:
                right[i + 1, lane] -= factors.first_lower[i, lane] * right[i, lane]
    for i in range(pivots, head):
        for lane in range(lanes):
            right[i + 1, lane] -= factors.first_lower[i, lane] * right[i, lane]
    for i in range(head, tail):
        for lane in range(lanes):
            right[i + 1, lane] -= factors.lower[lane] * right[i, lane]
    for i in range(tail, rows - 1):
        for lane in range(lanes):
            right[i + 1, lane] -= factors.last_lower[i - tail, lane] * right[i, lane]


@_compiled
def _substitute(factors: LaneFactors, right: Any) -> None:
    rows, lanes = right.shape
    pivots, head = factors.swapped.shape[0], factors.first_lower.shape[0]
    tail = rows - factors.last_lower.shape[0]
    for lane in range(lanes):
        right[rows - 1, lane] /= factors.last_diagonal[rows - 1 - tail, lane]
    for i in range(rows - 2, tail - 1, -1):
        for lane in range(lanes):
            known = right[i, lane] - factors.last_upper[i - tail, lane] * right[i + 1, lane]
            right[i, lane] = known / factors.last_diagonal[i - tail, lane]
    for i in range(tail - 1, head - 1, -1):
        for lane in range(lanes):
            known = right[i, lane] - factors.upper[lane] * right[i + 1, lane]
            right[i, lane] = known / factors.diagonal[lane]
    for i in range(head - 1, pivots - 1, -1):
        for lane in range(lanes):
            known = right[i, lane] - factors.first_upper[i, lane] * right[i + 1, lane]
            right[i, lane] = known / factors.first_diagonal[i, lane]
    for i in range(pivots - 1, -1, -1):
        for lane in range(lanes):
            known = right[i, lane] - factors.first_upper[i, lane] * right[i + 1, lane]
            known -= factors.second[i, lane] * right[i + 2, lane]
            right[i, lane] = known / factors.first_diagonal[i, lane]


@_compiled
def _add_operator(stencil: LaneStencil, weight: Any, values: Any, right: Any) -> None:
    """`right` = values + weight times the operator on them; beyond a lane's cells nothing."""
    rows, lanes = values.shape
    for i in range(1, rows - 1):
        for lane in range(lanes):
            applied = stencil.down[lane] * values[i - 1, lane] + stencil.middle[lane] * values[i, lane]
            applied += stencil.up[lane] * values[i + 1, lane]
            right[i, lane] = values[i, lane] + weight[lane] * applied
    for lane in range(lanes):
        last = stencil.counts[lane] - 1
        slope = 2 * stencil.drift[lane] * (values[1, lane] - values[0, lane])
        right[0, lane] = values[0, lane] + weight[lane] * (-stencil.rate[lane] * values[0, lane] + slope)
        slope = 2 * stencil.drift[lane] * (values[last, lane] - values[last - 1, lane])
        applied = -stencil.rate[lane] * values[last, lane] + slope
        right[last, lane] = values[last, lane] + weight[lane] * applied
        for i in range(last + 1, rows):
            right[i, lane] = 0.0


@_compiled
def _combine(share: float, half: Any, values: Any) -> None:
    rows, lanes = values.shape
    for i in range(rows):
        for lane in range(lanes):
            values[i, lane] = share * half[i, lane] - (share - 1) * values[i, lane]


@_compiled
def _look(layers: Any, number: Any, looks: LaneLooks) -> None:
    """What knocks in and what is out at each lane's step, which is `number`: 0 or less where it is done."""
    count, rows, lanes = layers.shape
    if looks.daily and count > 1:
        for i in range(rows):
            for lane in range(lanes):
                above = looks.above[i, lane]
                layers[1, i, lane] = above * layers[1, i, lane] + (1 - above) * layers[0, i, lane]
    for lane in range(lanes):
        if number[lane] <= 0 or looks.exits[number[lane], lane] == math.inf:
            continue
        exit_log, paid = looks.exits[number[lane], lane], looks.paid[number[lane], lane]
        for i in range(rows):
            centre = looks.first[lane] + looks.width[lane] * i
            above = min(max((centre - exit_log) / looks.width[lane] + 0.5, 0.0), 1.0)
            for layer in range(count):
                layers[layer, i, lane] = above * paid + (1 - above) * layers[layer, i, lane]


@_compiled
def march_lanes(
    layers: Any,
    expiry: Any,
    parts: int,
    share: float,
    weight: Any,
    left: LaneFactors,
    right: LaneFactors,
    stencil: LaneStencil,
    looks: LaneLooks,
    near: Any,
    now: Any,
    later: Any,
) -> None:
    """Every lane from its expiry back to today; `now` and `later` take the cells around each spot."""
    count, rows, lanes = layers.shape
    half = np.empty((rows, lanes))
    number = expiry.copy()
    for _step in range(expiry.max()):
        for lane in range(lanes):
            if number[lane] == 1:
                for place in range(later.shape[1]):
                    later[lane, place] = layers[count - 1, near[lane] + place, lane]
        for layer in range(count):
            for _part in range(parts):
                _add_operator(stencil, weight, layers[layer], half)
                _eliminate(left, half)
                _substitute(left, half)
                _combine(share, half, layers[layer])
                _eliminate(right, layers[layer])
                _substitute(right, layers[layer])
        for lane in range(lanes):
            number[lane] -= 1
            if number[lane] == 0:
                for place in range(now.shape[1]):
                    now[lane, place] = layers[count - 1, near[lane] + place, lane]
        _look(layers, number, looks)


@_compiled
def walk_paths(
    normal: Any, begin: Any, drift: Any, spread: Any, since: Any, exits: Any, out: Any, logs: Any, low: Any
) -> None:
    """Each start's paths on the same random numbers: the step where each is out, its last and lowest log."""
    count, expiry = normal.shape
    turned, x, least = np.empty((expiry, BLOCK)), np.empty(BLOCK), np.empty(BLOCK)
    for base in range(0, count, BLOCK):
        width = min(BLOCK, count - base)
        for place in range(width):
            for step in range(expiry):
                turned[step, place] = normal[base + place, step]
        for start in range(begin.shape[0]):
            x[:] = begin[start]
            least[:] = math.inf
            out[start, base : base + width] = 0
            for number in range(since[start], expiry + 1):
                for place in range(BLOCK):
                    x[place] = x[place] + drift[start] + spread[start] * turned[number - 1, place]
                    least[place] = min(least[place], x[place])
                if exits[number, start] != math.inf:
                    for place in range(width):
                        if out[start, base + place] == 0 and x[place] >= exits[number, start]:
                            out[start, base + place] = number
            logs[start, base : base + width] = x[:width]
            low[start, base : base + width] = least[:width]
