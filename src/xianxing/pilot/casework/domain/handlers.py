"""Who of the working group handles a case: given, handed over, given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.casework.models import CaseHandler, HandOver, HandOverCase
from xianxing.pilot.casework.permissions import may_give_cases
from xianxing.pilot.filings.permissions import filed_bodies
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.parties.permissions import is_working_group
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

LONGEST = 4_000
GROUP = frozenset((StaffRole.SECRETARIAT, StaffRole.RISK_REVIEWER, StaffRole.GROUP_HEAD))


@transaction.atomic
def give_cases(*, cases: Sequence[UUID], to: User | None, by: User, at: datetime) -> int:
    """Give filed cases to a handler, or to nobody (None); gives how many were given.

    By the secretariat and the head, and by a handler of the own cases. Refused for others, for a person who
    is not of the working group now, and for a case that wasn't filed; then none is given.
    """
    if to is not None and not is_working_group(roles_of(to, at=at)):
        raise Refused("handler", _("{name} is not of the working group.").format(name=to.name))
    chosen = set(cases)
    there = set(filed_bodies(by, at=at).filter(filing__in=chosen).values_list("filing", flat=True))
    if chosen - there:
        raise Refused("case", _("Only filed projects are given to a handler."))
    if not may_give_cases(roles_of(by, at=at)):
        own = set(CaseHandler.objects.filter(user=by, case__in=chosen).values_list("case", flat=True))
        if chosen - own:
            raise Refused("role", _("Only the secretariat and the head of the group give cases to handlers."))
    if to is None:
        CaseHandler.objects.filter(case__in=chosen).delete()
        return len(chosen)
    for case in sorted(chosen):
        CaseHandler.objects.update_or_create(
            case_id=case, defaults={"user": to, "given_by": by, "given_at": at}
        )
    return len(chosen)


@transaction.atomic
def hand_over(*, giver: User, taker: User, words: str, by: User, at: datetime) -> HandOver:
    """Give all cases that one person handles to another, with a brief; for when a handler leaves.

    By the secretariat, the head, and the handler. Refused without a brief, for the same person, for one who
    handles nothing or is not of the group, and as `give_cases`; then nothing is given.
    """
    brief = cleaned(words)
    if not brief:
        raise Refused("words", _("Write what the other must know: what is under way, agreed and urgent."))
    if len(brief) > LONGEST:
        raise Refused("words", _("At most {limit} characters.").format(limit=LONGEST))
    if giver == taker:
        raise Refused("handler", _("Choose two different people."))
    cases = list(CaseHandler.objects.filter(user=giver).values_list("case", flat=True))
    if not cases:
        raise Refused("case", _("{name} handles no project.").format(name=giver.name))
    give_cases(cases=cases, to=taker, by=by, at=at)
    made = HandOver.objects.create(giver=giver, taker=taker, words=brief, by=by, at=at)
    HandOverCase.objects.bulk_create(HandOverCase(hand_over=made, case_id=case) for case in cases)
    return made


def group_people(*, at: datetime) -> list[User]:
    """The people of the working group now, by name, in one query: who can handle a case."""
    held = StaffAppointment.objects.active(at).filter(user__is_active=True).select_related("user")
    people = {row.user_id: row.user for row in held if row.role in GROUP}
    return sorted(people.values(), key=lambda user: user.name)
