"""Power indices of the direct vote holders of an entity, counted exactly; a concert group is one voter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, lcm

MOST_COALITIONS = 300_000  # kinds of coalition, by votes and size, before the count gives up

Counts = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Power:
    """The indices of one voter."""

    banzhaf: Fraction
    absolute: Fraction
    shapley: Fraction


def power(votes: Mapping[str, Fraction]) -> dict[str, Power] | None:
    """Each voter's power where more than half of all votes decides; None where they are too many."""
    voters = sorted(one for one, held in votes.items() if held > 0)
    if not voters:
        return {}
    scale = lcm(*(votes[one].denominator for one in voters))
    weights = [int(votes[one] * scale) for one in voters]
    counts: Counts = {(0, 0): 1}
    for weight in weights:
        counts = _joined(counts, weight)
        if len(counts) > MOST_COALITIONS:
            return None
    swings = [_swings(_without(counts, weight), weight, sum(weights)) for weight in weights]
    number = len(voters)
    every = sum(sum(by_size.values()) for by_size in swings)
    orders = factorial(number)
    return {
        voter: Power(
            banzhaf=Fraction(sum(by_size.values()), every),
            absolute=Fraction(sum(by_size.values()), 2 ** (number - 1)),
            shapley=Fraction(
                sum(
                    count * factorial(size) * factorial(number - size - 1) for size, count in by_size.items()
                ),
                orders,
            ),
        )
        for voter, by_size in zip(voters, swings, strict=True)
    }


def _joined(counts: Counts, weight: int) -> Counts:
    found = dict(counts)
    for (total, size), count in counts.items():
        key = (total + weight, size + 1)
        found[key] = found.get(key, 0) + count
    return found


def _without(counts: Counts, weight: int) -> Counts:
    """The coalitions of all voters but one of this weight."""
    found: Counts = {}
    for total, size in sorted(counts):
        left = counts[total, size] - found.get((total - weight, size - 1), 0)
        if left:
            found[total, size] = left
    return found


def _swings(others: Counts, weight: int, total: int) -> dict[int, int]:
    """How many coalitions of each size lose without the voter and win with it."""
    found: dict[int, int] = {}
    for (votes, size), count in others.items():
        if 2 * votes <= total < 2 * (votes + weight):
            found[size] = found.get(size, 0) + count
    return found
