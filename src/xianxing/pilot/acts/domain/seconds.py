"""Second persons: who may confirm an act that waits, why somebody may not, and how they hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.delegations.permissions import refuse_pair
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.recipients import holders
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger


def why_not_second(row: PendingAct, by: User, *, at: datetime) -> str:
    """Why a delegation, now or when it was entered, keeps a person from confirming an act; "" for nothing."""
    try:
        for instant in (row.entered_at, at):
            refuse_pair(first_person(row), Actor(str(by.pk), frozenset()), instant)
    except Refused as refused:
        return refused.message
    return ""


def first_person(row: PendingAct) -> Actor:
    """Who entered an act, with the one for whom it was entered."""
    return Actor(str(row.entered_by_id), frozenset(), behalf=Entry.again(row.entry).behalf)


def tell_second_persons(view: CaseView, row: PendingAct, role: str, *, at: datetime) -> None:
    """Ask those of the acting side who can confirm an act or return it; its own person is told nothing."""
    params = {"by": row.entered_by.name, "step": row.step, "pending": str(row.pk)}
    people = _seconds(view, row, view.procedure.roles[role].side, at)
    tell(recipients=people, kind="act_waits", case=view.case, at=at, params=params)


def _seconds(view: CaseView, row: PendingAct, side: str, at: datetime) -> Iterator[User]:
    roles = view.procedure.roles
    held = {
        user.pk: user for name in roles if roles[name].side == side for user in holders(view.case, name, at)
    }
    for user in held.values():
        if (
            user.pk != row.entered_by_id
            and not why_not_second(row, user, at=at)
            and _holds(view, user, side, at)
        ):
            yield user


def _holds(view: CaseView, user: User, side: str, at: datetime) -> bool:
    """Whether the person reads the case, and stands on the side in an own office."""
    try:
        own = [actor for actor in case_to_read(view.case.pk, user, at=at).actors if not actor.behalf]
    except Stranger:
        return False
    return any(view.procedure.roles[name].side == side for actor in own for name in actor.roles)
