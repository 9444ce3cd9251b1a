"""What stands between two people: delegations, and how each stands at an instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from xianxing.pilot.cases.models import Event
from xianxing.pilot.delegations.models import ChangeKind, Delegation
from xianxing.pilot.delegations.seals import holds
from xianxing.pilot.parties.models import User
from xianxing.pilot.words import whole_number
from xianxing.procedure.events import ON_BEHALF_OF
from xianxing.workdays.clocks import day_of


class DelegationState(StrEnum):
    """How a delegation stands at an instant."""

    OFFERED = "offered"  # not accepted yet
    AHEAD = "ahead"  # accepted, and its period still to come
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    DECLINED = "declined"
    REVOKED = "revoked"
    LAID_DOWN = "laid_down"
    BROKEN = "broken"  # a seal doesn't hold: nobody acts under it


ENDS = (ChangeKind.DECLINED, ChangeKind.REVOKED, ChangeKind.LAID_DOWN)
OPEN = frozenset((DelegationState.OFFERED, DelegationState.AHEAD, DelegationState.IN_FORCE))


def state_of(row: Delegation, at: datetime) -> DelegationState:
    """How a delegation stands at an instant, by its own changes up to then; what was ended stays ended."""
    changes = [one for one in row.changes.all() if one.at <= at]
    if not holds(row) or not all(holds(one) for one in changes):
        return DelegationState.BROKEN
    kinds = {one.kind for one in changes}
    for kind in ENDS:
        if kind in kinds:
            return DelegationState(kind.value)
    today = day_of(at)
    if today > row.last_day:
        return DelegationState.EXPIRED
    if ChangeKind.ACCEPTED not in kinds:
        return DelegationState.OFFERED
    return DelegationState.AHEAD if today < row.first_day else DelegationState.IN_FORCE


def in_force(rows: Iterable[Delegation], at: datetime) -> list[Delegation]:
    """Those of the delegations that are in force at an instant."""
    return [row for row in rows if state_of(row, at) is DelegationState.IN_FORCE]


def held_by(deputy: User, at: datetime) -> list[Delegation]:
    """The delegations in force under which a person acts for others, the earliest first; two queries."""
    today = day_of(at)
    rows = Delegation.objects.filter(deputy=deputy, first_day__lte=today, last_day__gte=today)
    return in_force(rows.select_related("delegator").prefetch_related("changes").order_by("given_at"), at)


def deputies_of_role(role: str, at: datetime) -> list[User]:
    """The people who act now, as deputies, in a role of the procedure; one query where there are none."""
    today = day_of(at)
    rows = Delegation.objects.filter(first_day__lte=today, last_day__gte=today, deputy__is_active=True)
    found = in_force(rows.select_related("deputy").prefetch_related("changes").order_by("given_at"), at)
    return [row.deputy for row in found if role in row.roles]


def between(one: User | int, other: User | int, at: datetime) -> list[Delegation]:
    """The delegations in force between two people, whichever of them gave it."""
    pair = Q(delegator=one, deputy=other) | Q(delegator=other, deputy=one)
    return in_force(Delegation.objects.filter(pair).prefetch_related("changes"), at)


def name_behind(number: object) -> str:
    """The name of the person behind a number, as an entry or event holds it; "" for none."""
    person = whole_number(number, 0) if isinstance(number, str) else 0
    return User.objects.filter(pk=person).values_list("name", flat=True).first() or "" if person else ""


def behalf_of(event: Event) -> str:
    """The number of the person for whom a deputy took the act of an event; "" for every other act."""
    said = event.procedural.get(ON_BEHALF_OF)
    return said if isinstance(said, str) else ""


def of_person(user: User) -> list[Delegation]:
    """Every delegation that a person gave or was given, the newest first."""
    rows = Delegation.objects.filter(Q(delegator=user) | Q(deputy=user))
    return list(rows.select_related("delegator", "deputy").prefetch_related("changes").order_by("-given_at"))
