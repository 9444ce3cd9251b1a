"""The tax administration's step: a share counts through whatever is held to a quarter or more.

Announcement 42 of 2016, art. 2: stakes of spouse, direct line and siblings are taken together.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.kinship import POOLED_FAMILY


def tax_share(ownership: Ownership, owner: str, held: str, step: RulePack) -> Fraction | None:
    """The share of an owner and its relatives; None where stakes on the way sum to more than the whole."""
    kin = ownership.group.kin.get(owner, ())
    pool = {owner, *(one.relative for one in kin if one.relation in POOLED_FAMILY)}
    shares: dict[str, Fraction] = defaultdict(Fraction)
    counted: set[str] = set()
    ahead = sorted(pool)
    clear = True
    while ahead:
        here = ahead.pop()
        if here in counted:
            continue
        counted.add(here)
        for other, equity in ownership.equity.get(here, {}).items():
            shares[other] += equity
            if other in pool:
                continue
            if step.holds(shares[other]) and other not in counted:
                clear = clear and (other not in ownership.group.over or held not in _below(ownership, other))
                ahead.append(other)
    share = shares.get(held, Fraction(0))
    clear = clear and (held not in ownership.group.over or not share)
    return share if clear else None


def _below(ownership: Ownership, owner: str) -> set[str]:
    seen: set[str] = set()
    ahead = [owner]
    while ahead:
        for one in ownership.equity.get(ahead.pop(), {}):
            if one not in seen:
                seen.add(one)
                ahead.append(one)
    return seen
