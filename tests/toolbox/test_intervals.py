"""Exact intervals against published values and against the definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.toolbox.intervals import exact_interval


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [
        # of none in ten the upper end solves (1 - p) to the tenth power = 0.025
        (0, 10, 0.0, 1 - 0.025**0.1),
        (10, 10, 0.025**0.1, 1.0),
        (1, 1, 0.025, 1.0),
        # as scipy's exact binomial interval has them
        (3, 17, 0.0379850681, 0.4343178728),
        (98, 120, 0.7356934288, 0.8813935784),
    ],
)
def test_intervals_are_those_of_clopper_and_pearson(hits: int, count: int, low: float, high: float) -> None:
    assert exact_interval(hits, count) == pytest.approx((low, high), abs=1e-8)


@given(st.integers(1, 200).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_interval_holds_the_share_and_turns_with_it(drawn: tuple[int, int]) -> None:
    hits, count = drawn
    low, high = exact_interval(hits, count)
    assert 0 <= low <= hits / count <= high <= 1
    mirrored = exact_interval(count - hits, count)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_nothing_judged_says_nothing_and_more_hits_than_judged_are_refused() -> None:
    assert exact_interval(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        exact_interval(3, 2)
