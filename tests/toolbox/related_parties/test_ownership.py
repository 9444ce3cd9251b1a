"""Integrated ownership on random groups: against every way walked by hand, and sums that must come to one."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.toolbox.related_parties.groups import Stakes, group
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.edges import votes_of
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.linear import solve, solve_floating
from xianxing.toolbox.related_parties.paths import Ways


def acyclic(chance: random.Random, *, whole: bool) -> Stakes:
    """Twelve entities, each held by earlier ones; wholly, or in part."""
    stakes: Stakes = []
    for number in range(3, 12):
        owners = chance.sample(range(number), chance.randrange(1, 4))
        parts = {1: ["1"], 2: ["0.4", "0.6"], 3: ["0.2", "0.3", "0.5"]}[len(owners)]
        for owner, part in zip(owners, parts, strict=True):
            stakes.append((f"E{owner:02d}", f"E{number:02d}", Decimal(part) if whole else Decimal(part) / 2))
    return stakes


def walked(stakes: Stakes, owner: str, held: str) -> Fraction:
    """The sum over every way of the product of its stakes."""
    return sum(
        (
            Fraction(share) * (1 if one == held else walked(stakes, one, held))
            for first, one, share in stakes
            if first == owner
        ),
        Fraction(0),
    )


@pytest.mark.parametrize("seed", range(6))
def test_without_loops_a_share_is_the_sum_over_all_ways(seed: int) -> None:
    stakes = acyclic(random.Random(seed), whole=False)
    ownership = Ownership(group(stakes))
    for owner in ownership.above("E11") - {"E11"}:
        assert ownership.share(owner, "E11") == walked(stakes, owner, "E11")
        assert ownership.net(owner, "E11") == ownership.share(owner, "E11")
        ways = Ways(ownership.edges, "E11").largest(owner)
        assert sum((product for _way, product in ways), Fraction(0)) <= walked(stakes, owner, "E11")
        assert [product for _way, product in ways] == sorted((one for _way, one in ways), reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_shares_of_all_ultimate_owners_sum_to_one_where_all_is_held(seed: int) -> None:
    chance = random.Random(seed)
    stakes = acyclic(chance, whole=True)
    looped = [("E05", "E03", Decimal("0.25"))] + [
        (owner, held, share * Decimal("0.75") if held == "E03" else share) for owner, held, share in stakes
    ]
    for every in (stakes, looped):
        ownership = Ownership(group(every))
        for held in ("E08", "E11"):
            roots = [one for one in ownership.above(held) if not ownership.owners(one)]
            shares = [ownership.share(one, held) for one in roots]
            assert sum(share for share in shares if share is not None) == 1


@pytest.mark.parametrize("seed", range(4))
def test_a_large_loop_in_floating_point_agrees_with_fractions(seed: int) -> None:
    chance = random.Random(seed)
    size = 60
    matrix = [
        [Fraction(int(row == column)) - Fraction(chance.randrange(100), 10_000) for column in range(size)]
        for row in range(size)
    ]
    right = [Fraction(chance.randrange(100), 100) for _ in range(size)]
    exact, floating = solve(matrix, right), solve_floating(matrix, right)
    assert exact is not None and floating is not None
    assert max(abs(one - other) for one, other in zip(exact, floating, strict=True)) < Fraction(1, 10**12)


@pytest.mark.parametrize("seed", range(4))
def test_whoever_has_the_majority_directly_controls_and_control_is_transitive(seed: int) -> None:
    chance = random.Random(seed)
    stakes = [(owner, held, Decimal("0.51")) for owner, held, _share in acyclic(chance, whole=True)[::2]]
    once = {held: (owner, held, share) for owner, held, share in stakes}
    control = Control(group([*once.values()]))
    for owner, held, _share in once.values():
        assert control.controls(owner, held)
        assert control.controlled(held) <= control.controlled(owner)
        assert owner in control.controllers(held)


def test_the_smallest_share_of_a_way_counts_and_ways_add_up_to_the_whole_at_most() -> None:
    stakes = [("A", "B", Decimal("0.9")), ("B", "T", Decimal("0.8")), ("A", "T", Decimal("0.7"))]
    total, ways = Ways(votes_of(group(stakes)), "T").weakest("A")
    assert (total, [share for _way, share in ways]) == (Fraction(1), [Fraction(4, 5), Fraction(7, 10)])
