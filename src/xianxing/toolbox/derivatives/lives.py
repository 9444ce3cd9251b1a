"""The life of each snowball as its terms tell it: what is looked at when, what is paid, and its state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.terms import SnowballTerms, terms_of
from xianxing.toolbox.inputs import Inputs

MOST_LIVES = 200
MONTH = 1 / 12  # years by which coupons must be ahead of the steps left, for a part of the life to be over


def lives(inputs: Inputs) -> list[JSON]:
    """One row a snowball, by id; the first 200. `line` is the row of `snowballs`."""
    rows = {row.text("id"): row for row in inputs.rows("snowballs")}
    return [
        _life(terms, rows[terms.id].line, rows[terms.id].number("expiry_accrual"))
        for terms in terms_of(inputs)[:MOST_LIVES]
    ]


def _life(terms: SnowballTerms, line: int, accrual: object) -> JSON:
    observed = sorted(terms.observations.items())
    return {
        "id": terms.id,
        "line": line,
        "s0": terms.s0,
        "spot": terms.spot,
        "expiry_step": terms.expiry,
        "ki_barrier": terms.barrier,
        "ki_observation": "daily" if terms.daily else "expiry",
        "knocked_in": terms.knocked_in,
        "floor": terms.floor,
        "paid_at_expiry": terms.dividend,
        "states": [*_states(terms, float(str(accrual or 0)))],
        "observations": [
            {"step": step, "ko_barrier": one.barrier, "coupon": one.coupon, "accrual": one.accrual,
             "paid": one.paid}
            for step, one in observed
        ],
    }  # fmt: skip


def _states(terms: SnowballTerms, accrual: float) -> Iterator[JSON]:
    """`knocked_in`; `seasoned` where coupons accrue for longer than the steps that are left; the kinds."""
    if terms.knocked_in:
        yield "knocked_in"
    if accrual - terms.expiry * terms.dt > MONTH:
        yield "seasoned"
    barriers = [one.barrier for _step, one in sorted(terms.observations.items())]
    falls = [before - after for before, after in pairwise(barriers)]
    if any(fall > 0 for fall in falls[:-1]):
        yield "step_down"
    if falls and falls[-1] > 2 * max(0.0, *falls[:-1], 0.0):
        yield "parachute"
    if terms.floor > 0:
        yield "floored"
    if not terms.daily:
        yield "european"
