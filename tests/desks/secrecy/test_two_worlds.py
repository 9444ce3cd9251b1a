"""Two worlds that differ in a secret only are the same, byte for byte, to whoever may not know it.

Every route is asked for every case and object that exists, by somebody of each role in each relation to the
cases. Which role gets past the gate of a route at all is tried in `tests/desks/accounts/test_matrix.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests.desks.secrecy.chance import Chance
from tests.desks.secrecy.walking import (
    Address,
    addresses,
    asked,
    guest_visitor,
    look_as,
    status_of,
    visitor,
)
from tests.desks.secrecy.worlds import ONE, Seen, Worlds, but_for
from tests.factories.house import House
from xianxing.pilot.parties.queries import roles_of

pytestmark = pytest.mark.django_db

STRANGER, GUEST = "stranger", "expert without an account"
OBJECTOR, EXPERT = ("objector", "objection"), ("expert",)
COMPLAINANT, COMPLAINT = ("complainant",), ("complaint",)
COMMON, OWN = ("overview",), ("contribution",)
# Who may know what; whoever isn't named may know nothing. A sealed opinion is its author's alone.
KNOWS: dict[str, tuple[str, ...]] = {
    "lead's author": COMMON,
    "lead's manager": COMMON,
    "joint unit's author": (*COMMON, *OWN),
    "secretariat": (*OBJECTOR, *EXPERT, *COMPLAINANT, *COMPLAINT),
    "group head": (*EXPERT, *COMPLAINT),
}
# Who reads which of the three cases; whoever isn't named reads none.
FILED, ALL = ("noticed", "panel"), ("noticed", "panel", "draft")
READS: dict[str, tuple[str, ...]] = {
    "lead's author": ALL,
    "lead's manager": ALL,
    "joint unit's author": ALL,
    "secretariat": FILED,
    "group head": FILED,
    "supervision bureau": ("noticed",),
    "engaged expert": ("panel",),
    GUEST: ("panel",),
}
HIDDEN = frozenset({302, 401, 403, 404})
NO_GET = 405
# Those who know most come last: what they open is noted, and the auditor reads the notes.
WALKERS = (
    STRANGER, "another institution's manager", "supervision bureau", "legal reviewer", "engaged expert",
    GUEST, "expert elsewhere", "system administrator", "security administrator", "auditor", "lead's author",
    "lead's manager",    "joint unit's author", "group head", "secretariat",
)  # fmt: skip


def look_of(
    house: House, wanted: Callable[[str], list[Address]], whom: list[str]
) -> Callable[[Chance], Seen]:
    """What these people see at the addresses that are wanted of each."""
    now = datetime.now(UTC)

    def look(chance: Chance) -> Seen:
        seen: Seen = {}
        come = {person: visitor(person, house.people.get(person), chance, now) for person in WALKERS}
        come[GUEST] = guest_visitor(GUEST, house, chance)
        for person in whom:
            answers = look_as(person, come[person], wanted(person), chance)
            seen |= {(person, place): answer for place, answer in answers.items()}
        return seen

    return look


def where(one: bytes, other: bytes) -> str:
    """Around the first byte in which two answers differ."""
    place = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    around = slice(max(0, place - 60), place + 60)
    return f"{one[around].decode(errors='replace')!r} | {other[around].decode(errors='replace')!r}"


def out_of_place(house: House, seen: Seen) -> Iterator[str]:
    """Every answer that shows a case to who doesn't read it, and every reader who sees nothing of one."""
    cases = {
        "noticed": house.company.filing.pk,
        "panel": house.panel.office.company.filing.pk,
        "draft": house.draft.pk,
    }
    for person in WALKERS:
        for name, case in cases.items():
            found = {
                place: status_of(answer)
                for (who, place), answer in seen.items()
                if who == person and str(case) in place
            }
            if name not in READS.get(person, ()):
                yield from (
                    f"{person} at {place} of {name}: {status}"
                    for place, status in found.items()
                    if status not in HIDDEN | {NO_GET}
                )
            elif 200 not in found.values():
                yield f"{person} reads nothing of {name}"
    yield from (f"{who} at {place}: broken" for (who, place), one in seen.items() if status_of(one) >= 500)


def test_each_sees_the_own_cases_and_of_secrets_only_what_may_be_known(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds, kept = Worlds(house, monkeypatch), dict[str, list[Address]]()

    def all_of(person: str) -> list[Address]:
        user = house.people.get(person)
        roles = roles_of(user, at=house.company.at) if user else None
        kept[person] = list(asked(addresses(house), roles, guest=person == GUEST))
        return kept[person]

    first = worlds.seen(ONE, look_of(house, all_of, list(WALKERS)))
    assert list(out_of_place(house, first)) == []

    def shown_to(person: str) -> list[Address]:
        return [one for one in kept[person] if status_of(first[person, one[1]]) not in HIDDEN]

    apart = []
    for known in {KNOWS.get(person, ()) for person in WALKERS}:
        group = [person for person in WALKERS if KNOWS.get(person, ()) == known]
        second = worlds.seen(but_for(known), look_of(house, shown_to, group))
        apart += [
            f"{person} at {place}: {where(first[person, place], answer)}"
            for (person, place), answer in second.items()
            if first[person, place] != answer
        ]
    assert apart == [], "\n".join(apart)
