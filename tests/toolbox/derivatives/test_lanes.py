"""Compiled code values books and paths as the plain code does, to the last bit."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from xianxing.toolbox.derivatives import differences, paths
from xianxing.toolbox.derivatives.engines import by_paths, price_book
from xianxing.toolbox.derivatives.terms import Observation, SnowballTerms

ONE = SnowballTerms(
    "S", 100, 100, 0.02, 0.04, 0.16, 243, 60, 103.0, 80, daily=True, floor=0, knocked_in=False,
    observations={},
)  # fmt: skip


def book(count: int, seed: int) -> list[SnowballTerms]:
    """Snowballs of all states, some on a grid at its limits, with lives from a day to a quarter."""
    drawn = random.Random(seed)
    found = []
    for _ in range(count):
        expiry = drawn.choice([1, 2, 13, 40, 60])
        observations = {
            step: Observation(drawn.uniform(90, 110), 0.12, step / 243)
            for step in range(expiry, 0, -drawn.choice([1, 7, 20]))
        }
        barrier = drawn.choice([0.0, drawn.uniform(20, 99), drawn.uniform(70, 99)])
        terms = replace(
            ONE, spot=drawn.uniform(60, 130), expiry=expiry, barrier=barrier, vol=drawn.uniform(0.02, 0.6),
            r=drawn.uniform(-0.02, 0.06), q=drawn.uniform(0, 0.4), daily=drawn.random() < 0.7,
            floor=drawn.choice([0, 0.9]), knocked_in=drawn.random() < 0.3, observations=observations,
        )  # fmt: skip
        found.append(terms)
    return found


def test_a_book_in_lanes_has_the_prices_of_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    snowballs = book(40, 7)
    alone = [price_book("pde", [one], paths=0, seed=0)[0] for one in snowballs]
    monkeypatch.setattr(differences, "COMPILED_FROM", 0)
    assert price_book("pde", snowballs, paths=0, seed=0) == alone


def test_paths_in_lanes_end_where_those_of_the_plain_code_do(monkeypatch: pytest.MonkeyPatch) -> None:
    snowballs = book(20, 8)
    plain = [by_paths(one, paths=700, seed=3) for one in snowballs]
    monkeypatch.setattr(paths, "COMPILED_FROM", 0)
    assert [by_paths(one, paths=700, seed=3) for one in snowballs] == plain


def test_more_paths_lower_the_error() -> None:
    few, many = by_paths(ONE, paths=2_000, seed=1), by_paths(ONE, paths=30_000, seed=1)
    assert few.std_error is not None
    assert many.std_error is not None
    assert many.std_error < few.std_error / 2
    assert np.isclose(few.value, many.value, atol=4 * few.std_error)
