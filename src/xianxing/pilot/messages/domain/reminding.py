"""Reminders of limits: some working days before, and on the last day, once each, as time passes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import MORNING, limit_of_duty
from xianxing.pilot.messages.models import Message, Reminder, ReminderStage
from xianxing.pilot.messages.recipients import holders
from xianxing.procedure.next_steps import steps_ahead
from xianxing.workdays.clocks import CHINA_TIME, day_of

REMINDER_DAYS = "reminder_workdays"


def remind(*, at: datetime) -> int:
    """Remind those who must act of each limit that comes near, or ends today; returns how many limits.

    So many working days before as the call's setting says; without one, on the last day only. Not before nine
    in the morning, not in a case that is stopped for secrecy or has ended, and not in advance where the turn
    itself was told that late. Called as often as one likes, by any number of workers, it reminds once.
    """
    if at.astimezone(CHINA_TIME).time() < MORNING:
        return 0
    return sum(_remind(duty, stage, at) for duty, stage in _near(day_of(at)))


def _near(today: date) -> Iterator[tuple[Duty, ReminderStage]]:
    """The duties whose limit is near and of which nobody was reminded yet, by the index of their days."""
    coming = Q()
    for call in Call.objects.all():
        days = call.settings.get(REMINDER_DAYS)
        if isinstance(days, int):
            last = calendar_of(call).add(today, days).date
            coming |= Q(case__call=call, due__gt=today, due__lte=last)
    if coming:
        yield from ((duty, ReminderStage.BEFORE) for duty in _unsaid(coming, ReminderStage.BEFORE))
    ending = Q(due=today)
    yield from ((duty, ReminderStage.LAST_DAY) for duty in _unsaid(ending, ReminderStage.LAST_DAY))


def _unsaid(days: Q, stage: ReminderStage) -> QuerySet[Duty]:
    same = {name: OuterRef(name) for name in ("case", "state", "due")}
    found = Duty.objects.filter(days, ~Exists(Reminder.objects.filter(stage=stage, **same)))
    found = found.exclude(case__in=stopped_cases())
    return found.select_related("case__call__guide").order_by("pk")


@transaction.atomic
def _remind(duty: Duty, stage: ReminderStage, at: datetime) -> bool:
    """One reminder; False where another worker was first, or somebody has acted meanwhile."""
    case, state, due = duty.case, duty.state, duty.due
    clocks = procedure_of(case.call).clocks
    if duty.clock in clocks and clocks[duty.clock].item:
        return False  # of an item's limit people are told when it is opened and when it has passed
    if due is None or not Duty.objects.filter(case=case, state=state, due=due).exists():
        return False
    _row, fresh = Reminder.objects.get_or_create(
        case=case, state=state, due=due, stage=stage, defaults={"at": at}
    )
    if not fresh:
        return False
    if stage == ReminderStage.BEFORE and _told_late(duty, due):
        return False
    ahead = [step.id for step in steps_ahead(procedure_of(case.call), state, duty.facts or {})]
    params = {"state": state, "ahead": ahead, **limit_of_duty(case, duty, day_of(at))}
    return bool(tell(recipients=holders(case, duty.role, at), kind="due", case=case, params=params, at=at))


def _told_late(duty: Duty, due: date) -> bool:
    """Whether it was said whose turn it is when the day of the reminder had come already."""
    days = duty.case.call.settings[REMINDER_DAYS]
    first = calendar_of(duty.case.call).add(due, -days).date
    since = datetime.combine(first, time(), CHINA_TIME)
    turns = Message.objects.filter(case=duty.case, kind="turn", params__state=duty.state)
    return turns.filter(at__gte=since).exists()
