"""Compiled code values books and paths as the plain code does, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from tests.toolbox.derivatives.snowballs import ONE, random_book
from xianxing.toolbox.derivatives import differences, paths
from xianxing.toolbox.derivatives.engines import by_paths, price_book


def test_a_book_in_lanes_has_the_prices_of_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    snowballs = random_book(40, 7)
    alone = [price_book("pde", [one], paths=0, seed=0)[0] for one in snowballs]
    monkeypatch.setattr(differences, "COMPILED_FROM", 0)
    assert price_book("pde", snowballs, paths=0, seed=0) == alone


def test_paths_in_lanes_end_where_those_of_the_plain_code_do(monkeypatch: pytest.MonkeyPatch) -> None:
    snowballs = random_book(20, 8)
    plain = [by_paths(one, paths=700, seed=3) for one in snowballs]
    monkeypatch.setattr(paths, "COMPILED_FROM", 0)
    assert [by_paths(one, paths=700, seed=3) for one in snowballs] == plain


def test_more_paths_lower_the_error() -> None:
    few, many = by_paths(ONE, paths=2_000, seed=1), by_paths(ONE, paths=30_000, seed=1)
    assert few.std_error is not None
    assert many.std_error is not None
    assert many.std_error < few.std_error / 2
    assert np.isclose(few.value, many.value, atol=4 * few.std_error)
