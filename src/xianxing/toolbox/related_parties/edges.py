"""Stakes of one group as two maps of shares, owner to held and held to owner, summed when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xianxing.toolbox.related_parties.register import Group, Stake


@dataclass(frozen=True)
class SummedShares(Mapping[str, dict[str, Fraction]]):
    """What one end has with each other end, above zero; who has nothing isn't in it."""

    stakes: Mapping[str, tuple[Stake, ...]]
    end: Callable[[Stake], str]
    share: Callable[[Stake], Fraction]
    _kept: dict[str, dict[str, Fraction]] = field(default_factory=dict)

    def __getitem__(self, one: str) -> dict[str, Fraction]:
        if one not in self._kept:
            found: dict[str, Fraction] = {}
            for stake in self.stakes.get(one, ()):
                share, other = self.share(stake), self.end(stake)
                if share > 0:
                    found[other] = found[other] + share if other in found else share
            self._kept[one] = found
        if not self._kept[one]:
            raise KeyError(one)
        return self._kept[one]

    def __iter__(self) -> Iterator[str]:
        return (one for one in self.stakes if self.get(one))

    def __len__(self) -> int:
        return sum(1 for _one in self)


@dataclass(frozen=True)
class Edges:
    """Shares of one kind: `down` from owners to what they hold, `up` from what is held to its owners."""

    down: SummedShares
    up: SummedShares

    @classmethod
    def of(cls, group: Group, share: Callable[[Stake], Fraction]) -> Edges:
        """The shares of a group."""
        return cls(SummedShares(group.owned, _held, share), SummedShares(group.owners, _owner, share))


def equity_of(group: Group) -> Edges:
    """The capital of a group."""
    return Edges.of(group, lambda stake: stake.equity)


def votes_of(group: Group) -> Edges:
    """The votes of a group."""
    return Edges.of(group, lambda stake: stake.votes)


def _held(stake: Stake) -> str:
    return stake.held


def _owner(stake: Stake) -> str:
    return stake.owner
