"""Beneficial owners by the three standards and the last resort of 受益所有人信息管理办法."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.paths import Edges, TooManyPaths, weakest_links
from xianxing.toolbox.related_parties.register import EXECUTIVES

OWNERSHIP, VOTES, CONTROL, MANAGER = 1, 2, 3, 4


@dataclass(frozen=True)
class Beneficiary:
    """One beneficial owner; a manager stands in where nobody else is found."""

    person: str
    share: Fraction | None
    standard: int


class CannotTell(Exception):
    """Shares on which the answer depends can't be computed."""


def beneficiaries(
    ownership: Ownership, control: Control, votes: Edges, held: str, quarter: RulePack
) -> list[Beneficiary]:
    """The beneficial owners by the first standard that finds any; CannotTell where shares can't be had."""
    group = ownership.group
    column = ownership.column(held)
    persons = sorted(one for one in column if one != held and group.is_person(one))
    if any(column[one] is None for one in persons):
        raise CannotTell
    shares = {one: share for one in persons if (share := column[one]) is not None}
    found = [Beneficiary(one, share, OWNERSHIP) for one, share in shares.items() if quarter.holds(share)]
    if found:
        return found
    return (
        list(_by_votes(votes, _voting(votes, held, group.is_person), held, quarter))
        or [
            *(
                Beneficiary(one, control.votes(one, held), CONTROL)
                for one in control.controllers(held)
                if group.is_person(one)
            )
        ]
        or [*_managers(ownership, held)]
    )


def may_be_exempt(ownership: Ownership, held: str, capital: RulePack) -> bool:
    """Whether the entity may promise instead: little capital, and only natural persons hold it."""
    registered = ownership.group.entities[held].number("capital")
    owners = ownership.owners.get(held, ())
    persons = all(ownership.group.is_person(one) for one in owners)
    return registered is not None and capital.holds(registered) and bool(owners) and persons


def _by_votes(votes: Edges, persons: Iterable[str], held: str, quarter: RulePack) -> Iterator[Beneficiary]:
    for person in persons:
        try:
            share, _paths = weakest_links(votes, person, held)
        except TooManyPaths:
            raise CannotTell from None
        if quarter.holds(share):
            yield Beneficiary(person, share, VOTES)


def _voting(votes: Edges, held: str, is_person: Callable[[str], bool]) -> list[str]:
    """The persons who have votes in the entity at any remove."""
    into: dict[str, list[str]] = {}
    for owner, row in votes.items():
        for other in row:
            into.setdefault(other, []).append(owner)
    seen: set[str] = set()
    ahead = [held]
    while ahead:
        for one in into.get(ahead.pop(), ()):
            if one not in seen:
                seen.add(one)
                ahead.append(one)
    return sorted(one for one in seen if is_person(one))


def _managers(ownership: Ownership, held: str) -> Iterator[Beneficiary]:
    posts = ownership.group.posts_at.get(held, ())
    for person in sorted({row.text("person") for row in posts if row.text("post") in EXECUTIVES}):
        yield Beneficiary(person, None, MANAGER)
