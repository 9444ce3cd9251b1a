"""Shares and control in columns: every pair of small groups is as the exact methods have it."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.toolbox.related_parties.groups import Stakes, group
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.integrated import Ownership

numpy = pytest.importorskip("numpy")
pytest.importorskip("scipy")

from xianxing.toolbox.related_parties.closures import majority_closures  # noqa: E402
from xianxing.toolbox.related_parties.matrix import StakeMatrix  # noqa: E402

SEEDS = range(60)


def drawn(seed: int, size: int = 7) -> Stakes:
    """Stakes between a few entities in any direction: loops, some of one entity, some that own all."""
    chance = random.Random(seed)
    pairs = {(chance.randrange(size), chance.randrange(size)) for _ in range(chance.randrange(4, 15))}
    shares = ["0.01", "0.05", "0.1", "0.2", "0.25", "0.3", "0.5", "0.51", "1"]
    left = dict.fromkeys(range(size), Decimal("1.3") if seed % 5 == 0 else Decimal(1))
    found: Stakes = []
    for owner, held in sorted(pairs):
        share = Decimal(chance.choice(shares))
        if share <= left[held]:
            left[held] -= share
            found.append((f"E{owner:02d}", f"E{held:02d}", share))
    return found


def columns(stakes: Stakes) -> tuple[list[str], Any, Any, Any]:
    """The same stakes as columns, with the names of their numbers."""
    names = sorted({one for stake in stakes for one in stake[:2]})
    place = {name: number for number, name in enumerate(names)}
    owner = numpy.array([place[one] for one, _held, _share in stakes], dtype=numpy.int64)
    held = numpy.array([place[held] for _one, held, _share in stakes], dtype=numpy.int64)
    return names, owner, held, numpy.array([float(share) for _one, _held, share in stakes])


def exactly(stakes: Stakes) -> dict[tuple[str, str], Fraction | None]:
    """Every share by the exact method, without zeros and without anybody's in itself."""
    ownership = Ownership(group(stakes))
    names = columns(stakes)[0]
    every = {(one, held): ownership.share(one, held) for one in names for held in names if one != held}
    return {pair: share for pair, share in every.items() if share is None or share > 0}


def told(names: list[str], shares: Any) -> dict[tuple[str, str], float]:
    """The pairs that columns say, by names."""
    ends = zip(shares.owner.tolist(), shares.held.tolist(), shares.share.tolist(), strict=True)
    return {(names[owner], names[held]): share for owner, held, share in ends}


def agree(said: dict[tuple[str, str], float], exact: dict[tuple[str, str], Fraction | None]) -> bool:
    """Whether the same pairs have the same shares, unknown ones unknown."""
    return said.keys() == exact.keys() and all(
        math.isnan(said[pair]) if share is None else said[pair] == pytest.approx(float(share), rel=1e-12)
        for pair, share in exact.items()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_has_the_share_of_the_exact_method(seed: int) -> None:
    stakes = drawn(seed)
    names, owner, held, equity = columns(stakes)
    matrix = StakeMatrix(len(names), owner, held, equity)
    assert agree(told(names, matrix.shares(numpy.arange(len(names)))), exactly(stakes))


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_from_a_line_on_are_those_of_the_exact_method(seed: int) -> None:
    stakes = drawn(seed)
    names, owner, held, equity = columns(stakes)
    wanted = {
        pair: share for pair, share in exactly(stakes).items() if share is None or share >= Fraction(1, 100)
    }
    assert agree(told(names, StakeMatrix(len(names), owner, held, equity).pairs(0.01)), wanted)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_column_is_exact_and_net_shares_leave_out_what_an_owner_has_of_itself(seed: int) -> None:
    stakes = drawn(seed)
    names, owner, held, equity = columns(stakes)
    matrix, ownership = StakeMatrix(len(names), owner, held, equity), Ownership(group(stakes))
    for number, name in enumerate(names):
        assert {names[one]: share for one, share in matrix.column(number).items()} == ownership.column(name)
    shares = matrix.shares(numpy.arange(len(names)))
    for one, other, net in zip(shares.owner.tolist(), shares.held.tolist(), shares.net.tolist(), strict=True):
        exact = ownership.net(names[one], names[other])
        assert math.isnan(net) if exact is None else net == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_controls_whom_the_closure_of_one_says(seed: int) -> None:
    stakes = drawn(seed)
    names, owner, held, votes = columns(stakes)
    chance = random.Random(seed)
    links = [tuple(chance.sample(names, 2)) for _ in range(seed % 3)] if len(names) > 1 else []
    together = group(stakes, concert=[(str(one), str(other)) for one, other in links])
    groups = numpy.array([names.index(min(together.partners(one))) for one in names])
    controller, controlled = majority_closures(len(names), owner, held, votes, group=groups)
    control = Control(together)
    found = {(names[one], names[other]) for one, other in zip(controller, controlled, strict=True)}
    assert found == {(one, other) for one in names for other in control.controlled(one)}


def test_exactly_half_of_the_votes_in_small_parts_is_no_control() -> None:
    votes = numpy.array([0.1, 0.2, 0.2, 0.6, 0.6, 0.6])
    owner, held = numpy.array([1, 2, 3, 0, 0, 0]), numpy.array([4, 4, 4, 1, 2, 3])
    _controller, controlled = majority_closures(5, owner, held, votes)
    assert controlled.tolist() == [1, 2, 3]


def test_a_share_cut_short_by_many_small_ones_still_reaches_its_line() -> None:
    """Two thousand ways, each too small to be followed alone, beside a stake just below the line."""
    many = 2_000
    through = numpy.arange(2, many + 2)
    owner = numpy.concatenate([[0], numpy.zeros(many, dtype=numpy.int64), through])
    held = numpy.concatenate([[1], through, numpy.ones(many, dtype=numpy.int64)])
    equity = numpy.concatenate([[0.0095], numpy.full(many, 0.000_9), numpy.full(many, 0.000_4)])
    shares = StakeMatrix(many + 2, owner, held, equity).pairs(0.01)
    assert (0, 1) in set(zip(shares.owner.tolist(), shares.held.tolist(), strict=True))
    assert shares.share[(shares.owner == 0) & (shares.held == 1)] == pytest.approx([0.0095 + many * 3.6e-7])
