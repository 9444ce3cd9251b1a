"""Snowballs by three engines that agree with each other, with a published example, and with closed forms."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toolbox.derivatives.folders import answer
from xianxing.toolbox.derivatives.engines import ENGINES, by_differences, by_paths, by_quadrature
from xianxing.toolbox.derivatives.terms import Observation, SnowballTerms

STEPS = (58, 76, 97, 118, 141, 162, 181, 201, 221, 243)
DAYS = (91, 120, 152, 181, 212, 243, 278, 306, 334, 365)
SEEN = {step: Observation(103, 0.112, day / 365) for step, day in zip(STEPS, DAYS, strict=True)}
# The example that pricelib publishes: one year from 2022-01-05; 99.979 by the contract's own computation.
PUBLISHED = SnowballTerms(
    "S1", 100, 100, 0.02, 0.04, 0.16, 243, 243, 111.2, 80, daily=True, floor=0, knocked_in=False,
    observations=SEEN,
)  # fmt: skip


def test_the_published_example_by_all_engines() -> None:
    quadrature, differences = by_quadrature(PUBLISHED), by_differences(PUBLISHED)
    assert quadrature.value == pytest.approx(99.979, abs=0.005)
    assert differences.value == pytest.approx(quadrature.value, abs=0.01)
    paths = by_paths(PUBLISHED, paths=40_000, seed=1)
    assert paths.std_error is not None
    assert abs(paths.value - quadrature.value) < 4 * paths.std_error
    for price in (quadrature, differences):
        assert price.delta == pytest.approx(0.433, abs=0.005)
        assert price.gamma == pytest.approx(-0.062, abs=0.002)
        assert price.vega == pytest.approx(-0.755, abs=0.01)
        assert price.theta == pytest.approx(0.044, abs=0.001)
        assert price.rho == pytest.approx(-0.20, abs=0.005)


def test_a_note_that_nothing_can_touch_is_a_bond() -> None:
    bond = replace(PUBLISHED, barrier=0, observations={})
    for name, engine in ENGINES.items():
        price = engine(bond, paths=1000, seed=1)
        assert price.value == pytest.approx(111.2 * math.exp(-0.02), abs=1e-6), name
        assert price.delta == pytest.approx(0, abs=1e-6)


def test_knocked_in_without_observations_it_is_face_less_a_put() -> None:
    """100 min(1, S/s0) at expiry is the face less a put at the start price (Black and Scholes)."""
    note = replace(PUBLISHED, knocked_in=True, observations={})
    spread = 0.16
    first = (0.02 - 0.04 + 0.16**2 / 2) / spread
    normal = NormalDist()
    put = 100 * math.exp(-0.02) * normal.cdf(spread - first) - 100 * math.exp(-0.04) * normal.cdf(-first)
    for name in ("quad", "pde"):
        assert ENGINES[name](note).value == pytest.approx(100 * math.exp(-0.02) - put, abs=0.002), name


def test_on_a_step_that_is_both_knock_out_wins() -> None:
    """Out from 70 upwards on each of the first days, where below 80 it would knock in."""
    terms = replace(PUBLISHED, expiry=1, observations={1: Observation(70, 0.1, 1)}, spot=75)
    for name, engine in ENGINES.items():
        value = engine(terms, paths=1000, seed=1).value
        assert value == pytest.approx(110 * math.exp(-0.02 / 243), abs=0.01), name


@pytest.mark.parametrize(("steps", "vol"), [(243, 0.6), (52, 0.3), (12, 0.3), (12, 0.8), (4, 1.0)])
def test_a_single_wide_step_has_its_closed_price(steps: int, vol: float) -> None:
    """Knocked in, out from 100 on for 130, else what the price has kept: two parts of a normal density."""
    seen = {1: Observation(100, 0.3, 1)}
    terms = replace(
        PUBLISHED, spot=97, vol=vol, steps_per_year=steps, expiry=1, knocked_in=True, observations=seen
    )
    spread, normal = vol / math.sqrt(steps), NormalDist()
    first = (math.log(0.97) + (0.02 - 0.04 + vol**2 / 2) / steps) / spread
    out = 130 * math.exp(-0.02 / steps) * normal.cdf(first - spread)
    kept = 97 * math.exp(-0.04 / steps) * normal.cdf(-first)
    for name in ("quad", "pde"):
        assert ENGINES[name](terms).value == pytest.approx(out + kept, abs=0.01), name


@pytest.mark.parametrize(("steps", "expiry", "vol"), [(52, 26, 0.6), (12, 12, 1.0), (12, 24, 0.5)])
def test_quadrature_and_differences_agree_on_weeks_and_months(steps: int, expiry: int, vol: float) -> None:
    seen = {step: Observation(100, 0.1, step / steps) for step in (1, expiry // 2, expiry)}
    coarse = replace(PUBLISHED, vol=vol, steps_per_year=steps, expiry=expiry, floor=0.5, observations=seen)
    for terms in (coarse, replace(coarse, knocked_in=True, spot=80)):
        assert by_differences(terms).value == pytest.approx(by_quadrature(terms).value, abs=0.01)


def test_a_knock_in_at_expiry_only_is_worth_more_than_a_daily_one() -> None:
    for name in ("quad", "pde"):
        engine = ENGINES[name]
        daily, once = engine(PUBLISHED).value, engine(replace(PUBLISHED, daily=False)).value
        inside, floored = replace(PUBLISHED, knocked_in=True), replace(PUBLISHED, floor=0.9)
        assert engine(inside).value < daily < once, name
        assert engine(floored).value > daily, name


@settings(max_examples=8)
@given(
    vol=st.floats(0.08, 0.5),
    r=st.floats(0, 0.06),
    q=st.floats(0, 0.08),
    spot=st.floats(75, 115),
    barrier=st.floats(60, 90),
    daily=st.booleans(),
    down=st.floats(0, 0.5),
)
def test_quadrature_and_differences_agree_on_random_terms(
    vol: float, r: float, q: float, spot: float, barrier: float, daily: bool, down: float
) -> None:
    observations = {
        step: replace(one, barrier=103 - down * place) for place, (step, one) in enumerate(SEEN.items())
    }
    terms = replace(
        PUBLISHED, vol=vol, r=r, q=q, spot=spot, barrier=barrier, daily=daily, observations=observations
    )
    assert by_quadrature(terms).value == pytest.approx(by_differences(terms).value, abs=0.05)


def test_a_folder_is_priced_by_the_engine_that_it_asks_for(tmp_path: Path) -> None:
    observations = "".join(
        f"S1,{step},{103},0.112,{day / 365:.10f}\n" for step, day in zip(STEPS, DAYS, strict=True)
    )
    tables = {
        "snowballs": "id,s0,spot,r,q,vol,steps_per_year,expiry_step,expiry_accrual,coupon_dividend,"
        "ki_barrier,ki_observation,floor,status\nS1,100,100,0.02,0.04,0.16,243,243,1,0.112,80,daily,,none\n",
        "observations": f"snowball,step,ko_barrier,coupon,accrual\n{observations}",
    }
    for engine in ("quad", "pde"):
        said = answer(tmp_path / engine, f'[pricing]\nengine = "{engine}"\n', **tables)
        (row,) = said["results"]["prices"]
        assert (row["id"], row["engine"], row["std_error"]) == ("S1", engine, None)
        assert row["value"] == pytest.approx(99.979, abs=0.01)
    seeded = '[pricing]\nengine = "mc"\npaths = 2000\nseed = 7\n'
    one, again = (answer(tmp_path / "mc", seeded, **tables)["results"]["prices"] for _ in range(2))
    assert one == again
    assert one[0]["std_error"] > 0
    high = answer(tmp_path / "vol", **{**tables, "snowballs": tables["snowballs"].replace("0.16", "16")})
    assert [(problem["column"], problem["code"]) for problem in high["problems"]] == [("vol", "out-of-range")]


def test_engines_beside_take_the_folders_seed_too(tmp_path: Path) -> None:
    def beside(name: str, head: str) -> float:
        said = answer(
            tmp_path / name, head,
            snowballs=(
                "id,s0,spot,r,q,vol,steps_per_year,expiry_step,expiry_accrual,coupon_dividend,ki_barrier,"
                "ki_observation,status\nS,100,100,0.02,0.04,0.16,250,20,0.08,0.1,90,daily,none\n"
            ),
            observations="snowball,step,ko_barrier,coupon,accrual\nS,20,103,0.1,0.08\n",
        )  # fmt: skip
        (value,) = [row["value"] for row in said["results"]["engines"] if row["engine"] == "mc"]
        return float(value)

    assert beside("own", "seed = 7\n") == beside("pricing", "[pricing]\nseed = 7\n")
    assert len({beside(f"{seed}", f"seed = {seed}\n") for seed in (0, 1, 7)}) == 3
