"""Who may delegate, to whom, and who is never whose second person; verbs, pages and every act ask these."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.delegations.queries import between
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.refusal import Refused

# An office is delegated within its own body. Opinions of experts are personal, a legal reviewer's sign-off
# too, and the three officers stay three.
BODIES = (
    frozenset((StaffRole.SECRETARIAT, StaffRole.RISK_REVIEWER, StaffRole.GROUP_HEAD)),
    frozenset((StaffRole.SUPERVISION_BUREAU,)),
    frozenset((StaffRole.EVALUATION_PANEL,)),
)


def may_delegate(roles: PersonRoles) -> bool:
    """Naming a deputy: who holds an office of the working group or of CSRC's bodies, by appointment."""
    return any(roles.staff & body for body in BODIES)


def may_deputise(deputy: PersonRoles, delegator: PersonRoles) -> bool:
    """Being a deputy: who holds an office of the same body, by appointment too."""
    return any(deputy.staff & body and delegator.staff & body for body in BODIES)


def may_be_second(one: int, other: int, *, at: datetime) -> bool:
    """Whether two people may be first and second of an act: not while one is the other's deputy."""
    return one != other and not between(one, other, at)


def refuse_pair(first: Actor, second: Actor, at: datetime) -> None:
    """Refused where a delegation stands between the second person and the first, or who that one acts for."""
    for person in first.people:
        known = person.isdecimal() and second.person.isdecimal()
        if known and person != second.person and not may_be_second(int(person), int(second.person), at=at):
            raise Refused(
                "second_person",
                _(
                    "A delegation stands between you and the person who entered this, or for whom it was "
                    "entered: delegator and deputy are never each other's second person. Ask somebody else."
                ),
            )
