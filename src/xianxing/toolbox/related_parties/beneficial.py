"""Beneficial owners by the three standards and the last resort of 受益所有人信息管理办法."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.edges import Edges
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.paths import TooManyPaths, Ways
from xianxing.toolbox.related_parties.register import EXECUTIVES

OWNERSHIP, VOTES, CONTROL, MANAGER = 1, 2, 3, 4


@dataclass(frozen=True)
class BeneficialOwner:
    """One beneficial owner; a manager stands in where nobody else is found."""

    person: str
    share: Fraction | None
    standard: int


class CannotTell(Exception):
    """Shares on which the answer depends can't be computed."""


def beneficiaries(
    ownership: Ownership, control: Control, votes: Edges, held: str, quarter: RulePack
) -> list[BeneficialOwner]:
    """The beneficial owners by the first standard that finds any; CannotTell where shares can't be had."""
    group = ownership.group
    column = ownership.column(held)
    persons = sorted(one for one in column if one != held and group.is_person(one))
    if any(column[one] is None for one in persons):
        raise CannotTell
    shares = {one: share for one in persons if (share := column[one]) is not None}
    found = [BeneficialOwner(one, share, OWNERSHIP) for one, share in shares.items() if quarter.holds(share)]
    if found:
        return found
    return (
        [*_by_votes(Ways(votes, held), group.is_person, quarter)]
        or [*_by_control(control, held)]
        or [*_managers(ownership, held)]
    )


def may_be_exempt(ownership: Ownership, held: str, capital: RulePack) -> bool:
    """Whether the entity may promise instead: little capital, and only natural persons hold it."""
    registered = ownership.group.entities[held].number("capital")
    owners = ownership.owners(held)
    persons = all(ownership.group.is_person(one) for one in owners)
    return registered is not None and capital.holds(registered) and bool(owners) and persons


def _by_votes(ways: Ways, is_person: Callable[[str], bool], quarter: RulePack) -> Iterator[BeneficialOwner]:
    for one in ways.owners:
        if not is_person(one):
            continue
        try:
            share, _paths = ways.weakest(one)
        except TooManyPaths:
            raise CannotTell from None
        if quarter.holds(share):
            yield BeneficialOwner(one, share, VOTES)


def _by_control(control: Control, held: str) -> Iterator[BeneficialOwner]:
    for one in control.controllers(held):
        if control.group.is_person(one):
            yield BeneficialOwner(one, control.votes(one, held), CONTROL)


def _managers(ownership: Ownership, held: str) -> Iterator[BeneficialOwner]:
    posts = ownership.group.posts_at.get(held, ())
    for person in sorted({row.text("person") for row in posts if row.text("post") in EXECUTIVES}):
        yield BeneficialOwner(person, None, MANAGER)
