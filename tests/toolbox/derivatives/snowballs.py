"""Snowballs of tests: one, and books of many by seed."""

from __future__ import annotations

import random
from dataclasses import replace

from xianxing.toolbox.derivatives.terms import Observation, SnowballTerms

ONE = SnowballTerms(
    "S", 100, 100, 0.02, 0.04, 0.16, 243, 60, 103.0, 80, daily=True, floor=0, knocked_in=False,
    observations={},
)  # fmt: skip


def random_book(count: int, seed: int) -> list[SnowballTerms]:
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
