"""A walk of many steps over the whole procedure of the real guide: no invariant is ever broken."""

from __future__ import annotations

import os
import secrets

import pytest

from tests.procedure.walking import walk

ENDURE = os.environ.get("HYPOTHESIS_PROFILE") == "endure"
STEPS = 100_000 if ENDURE else 400
SEED = int(os.environ.get("XIANXING_TEST_SEED") or (secrets.randbits(32) if ENDURE else 20240131))
FIRST = int(os.environ.get("XIANXING_TEST_LIFE") or 0)


def test_stateful_walk_over_the_whole_procedure(capsys: pytest.CaptureFixture[str]) -> None:
    done = walk(SEED, STEPS, first=FIRST)
    with capsys.disabled():
        print(f"\n{done.said()}")  # noqa: T201
    assert done.violations == [], "\n".join(done.violations[:5])
    assert done.taken > done.tried / 4
    if ENDURE and not FIRST:
        assert len(done.steps) > 100


def test_a_life_is_drawn_by_the_seed_and_its_number_alone() -> None:
    whole, later = walk(7, 120), walk(7, 60, first=1)
    assert whole.lives >= 2
    assert later.steps <= whole.steps | later.steps
    assert walk(7, 60, first=1).taken == later.taken
