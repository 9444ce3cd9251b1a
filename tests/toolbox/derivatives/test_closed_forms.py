"""Closed forms against what QuantLib 1.44 says of the same options, taken once."""

from __future__ import annotations

import math

import pytest

from xianxing.toolbox.derivatives.closed_forms import OptionTerms, barrier_price, vanilla_price
from xianxing.toolbox.derivatives.engines import by_quadrature
from xianxing.toolbox.derivatives.terms import SnowballTerms

# call, strike, kind, barrier, price: spot 100, one year, r 2 %, q 4 %, volatility 20 %.
FACTS = (
    (True, 90, "", 0, 11.926561679865),
    (True, 90, "down_in", 85, 1.215233655869),
    (True, 90, "down_in", 95, 6.901312695289),
    (True, 90, "down_out", 95, 5.025248984576),
    (True, 90, "up_in", 105, 11.681892947440),
    (True, 90, "up_in", 120, 8.494262447122),
    (True, 90, "up_out", 105, 0.244668732425),
    (True, 90, "up_out", 120, 3.432299232743),
    (True, 110, "", 0, 3.556855533335),
    (True, 110, "down_in", 85, 0.115989814077),
    (True, 110, "down_in", 95, 1.496290734579),
    (True, 110, "down_out", 95, 2.060564798756),
    (True, 110, "up_in", 105, 3.556855533335),
    (True, 110, "up_in", 120, 3.435483581721),
    (True, 110, "up_out", 105, 0.000000000000),
    (True, 110, "up_out", 120, 0.121371951614),
    (False, 90, "", 0, 4.065498362240),
    (False, 90, "down_in", 85, 4.030487697594),
    (False, 90, "down_in", 95, 4.065498362240),
    (False, 90, "down_out", 95, 0.000000000000),
    (False, 90, "up_in", 105, 1.708938268273),
    (False, 90, "up_in", 120, 0.064709609993),
    (False, 90, "up_out", 105, 2.356560093968),
    (False, 90, "up_out", 120, 4.000788752247),
    (False, 110, "", 0, 15.299765681846),
    (False, 110, "down_in", 85, 12.448439057586),
    (False, 110, "down_in", 95, 15.059555194505),
    (False, 110, "down_out", 95, 0.240210487341),
    (False, 110, "up_in", 105, 8.603587412414),
    (False, 110, "up_in", 120, 0.861185042831),
    (False, 110, "up_out", 105, 6.696178269432),
    (False, 110, "up_out", 120, 14.438580639014),
)


@pytest.mark.parametrize(("call", "strike", "kind", "barrier", "theirs"), FACTS)
def test_prices_are_those_of_quantlib(
    call: bool, strike: float, kind: str, barrier: float, theirs: float
) -> None:
    terms = OptionTerms(call, 100, strike, 0.02, 0.04, 0.2, 1)
    ours = barrier_price(terms, kind, barrier) if kind else vanilla_price(terms)
    assert ours == pytest.approx(theirs, abs=1e-10)


def test_without_time_or_volatility_what_is_left_is_the_difference() -> None:
    assert vanilla_price(OptionTerms(True, 100, 90, 0, 0, 0.2, 0)) == 10
    assert vanilla_price(OptionTerms(False, 100, 90, 0, 0, 0, 1)) == 0


@pytest.mark.parametrize(
    ("kind", "barrier"), [("down_in", 100), ("up_out", 100), ("down_out", 0), ("in", 90)]
)
def test_a_barrier_that_is_touched_or_unknown_has_no_price(kind: str, barrier: float) -> None:
    with pytest.raises(ValueError, match=r"barrier|none of"):
        barrier_price(OptionTerms(True, 100, 90, 0.02, 0.04, 0.2, 1), kind, barrier)


def test_a_knocked_in_snowball_that_nobody_observes_is_face_less_a_put() -> None:
    note = SnowballTerms(
        "S", 100, 95, 0.02, 0.04, 0.2, 243, 243, 110.0, 80, daily=True, floor=0, knocked_in=True,
        observations={},
    )  # fmt: skip
    put = vanilla_price(OptionTerms(False, 95, 100, 0.02, 0.04, 0.2, 1))
    assert by_quadrature(note).value == pytest.approx(100 * math.exp(-0.02) - put, abs=0.002)
