"""Many grids, or many paths, through the compiled loops: arrays laid side by side, groups on all cores."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from xianxing.toolbox.derivatives.differences import (
    FIRST,
    PARTS,
    SECOND,
    SHARE,
    Factors,
    Stencil,
    factorise,
    stencil_of,
)
from xianxing.toolbox.derivatives.grids import NEAR, BackwardCase, SpotValues, Values, at_expiry
from xianxing.toolbox.derivatives.kernels import (
    LaneFactors,
    LaneLooks,
    LaneStencil,
    march_lanes,
    walk_paths,
)
from xianxing.toolbox.derivatives.paths import Pair, PathEnds, PathStart

LANES = 64


def backward_in_lanes(cases: Sequence[BackwardCase]) -> list[SpotValues]:
    """What each case is worth around its spot, today and a step later; by groups of cases of like length."""
    order = sorted(
        range(len(cases)),
        key=lambda at: (cases[at].terms.knocked_in, cases[at].terms.expiry, cases[at].grid.count),
    )
    inside = sum(case.terms.knocked_in for case in cases)
    outside = len(cases) - inside
    groups = [order[at : min(at + LANES, outside)] for at in range(0, outside, LANES)]
    groups += [order[at : at + LANES] for at in range(outside, len(cases), LANES)]
    found: dict[int, SpotValues] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for group, values in zip(
            groups, pool.map(lambda group: _group([cases[at] for at in group]), groups), strict=True
        ):
            found.update(zip(group, values, strict=True))
    return [found[at] for at in range(len(cases))]


def _group(cases: list[BackwardCase]) -> list[SpotValues]:
    counts = np.array([case.grid.count for case in cases])
    stencils = [stencil_of(case.terms, case.grid) for case in cases]
    part = [case.terms.dt / PARTS for case in cases]
    left, right = (
        _factors(
            [
                factorise(one, weight * dt, case.grid.count)
                for one, dt, case in zip(stencils, part, cases, strict=True)
            ]
        )
        for weight in (FIRST, SECOND)
    )
    now, later = np.empty((len(cases), NEAR)), np.empty((len(cases), NEAR))
    march_lanes(
        _layers(cases),
        np.array([case.terms.expiry for case in cases]),
        PARTS,
        SHARE,
        np.array([FIRST * dt for dt in part]),
        left,
        right,
        _stencil(stencils, counts),
        _looks(cases),
        np.array([case.near for case in cases]),
        now,
        later,
    )
    return [SpotValues(*both) for both in zip(now, later, strict=True)]


def _layers(cases: list[BackwardCase]) -> Values:
    each = [at_expiry(case) for case in cases]
    rows = max(case.grid.count for case in cases)
    layers = np.zeros((len(each[0]), rows, len(cases)))
    for lane, own in enumerate(each):
        layers[:, : own.shape[1], lane] = own
    return layers


def _stencil(stencils: list[Stencil], counts: Values) -> LaneStencil:
    down, middle, up, drift, rate = (
        np.array([getattr(one, name) for one in stencils])
        for name in ("down", "middle", "up", "drift", "rate")
    )
    return LaneStencil(down, middle, up, drift, rate, counts)


def _looks(cases: list[BackwardCase]) -> LaneLooks:
    rows, steps = max(case.grid.count for case in cases), max(case.terms.expiry for case in cases)
    above = np.ones((rows, len(cases)))
    exits = np.full((steps + 1, len(cases)), math.inf)
    paid = np.zeros((steps + 1, len(cases)))
    for lane, case in enumerate(cases):
        terms = case.terms
        if terms.daily:
            above[: case.grid.count, lane] = case.grid.part_above(terms.barrier / terms.s0)
        for number, seen in terms.observations.items():
            exits[number, lane] = math.log(seen.barrier / terms.s0)
            paid[number, lane] = seen.paid
    first = np.array([case.grid.first for case in cases])
    width = np.array([case.grid.width for case in cases])
    return LaneLooks(first, width, any(case.terms.daily for case in cases), above, exits, paid)


def _factors(each: list[Factors]) -> LaneFactors:
    """The factors of several systems side by side; what is the same in all rows between is kept once."""
    rows, lanes = max(len(one.diagonal) for one in each), len(each)
    tail = min(len(one.diagonal) for one in each) - 2
    head = min(max(one.settled for one in each), tail)
    pivots = max(one.pivots for one in each)
    first, last = np.zeros((3, head, lanes)), np.zeros((3, rows - tail, lanes))
    last[1] = 1.0
    between = np.zeros((3, lanes))
    swapped, second = np.zeros((pivots, lanes), dtype=bool), np.zeros((pivots, lanes))
    for lane, one in enumerate(each):
        swapped[:, lane], second[:, lane] = one.swapped[:pivots], one.second[:pivots]
        for place, whole in enumerate((one.lower, one.diagonal, one.upper)):
            first[place, :, lane] = whole[:head]
            between[place, lane] = whole[head]
            last[place, : len(whole) - tail, lane] = whole[tail:]
    return LaneFactors(swapped, second, *first, *between, *last)


def walk_in_lanes(starts: tuple[PathStart, ...], normal: Values) -> list[Pair]:
    """Each start's paths and their mirror images on the same random numbers."""
    both = [(start, sign) for start in starts for sign in (1, -1)]
    exits = np.full((normal.shape[1] + 1, len(both)), math.inf)
    for lane, (start, _sign) in enumerate(both):
        for number in start.terms.observations:
            exits[number, lane] = start.log_exit(number)
    shape = len(both), len(normal)
    out, logs, low = np.empty(shape, dtype=np.int64), np.empty(shape), np.empty(shape)
    walk_paths(
        normal,
        np.array([start.log for start, _sign in both]),
        np.array([start.terms.drift for start, _sign in both]),
        np.array([sign * start.terms.spread for start, sign in both]),
        np.array([1 + start.passed for start, _sign in both]),
        exits,
        out,
        logs,
        low,
    )
    ends = []
    for lane, (start, _sign) in enumerate(both):
        seen = low[lane] if start.terms.daily else logs[lane]
        ends.append(PathEnds(out[lane], logs[lane], (seen < start.log_barrier) | start.terms.knocked_in))
    return list(zip(ends[::2], ends[1::2], strict=True))
