"""Digests: one letter a working day about what was told since the last, for those who chose so."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet

from xianxing.pilot.messages.limits import MORNING
from xianxing.pilot.messages.models import Digest, LetterChoice, Message, Outbox
from xianxing.pilot.parties.models import User
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import CHINA_TIME, day_of


@transaction.atomic
def choose_letters(*, user: User, daily: bool) -> None:
    """Have letters about the person's messages go in a daily digest, or each at once, which is the default.

    Whoever goes back to letters at once gets what was held. The inbox shows everything at once either way.
    """
    LetterChoice.objects.update_or_create(user=user, defaults={"daily": daily})
    if not daily:
        _held().filter(message__recipient=user).update(held=False)


def collect_digests(*, real_now: datetime) -> int:
    """Make one digest for each person whose letters are held: on working days, from nine in the morning.

    Returns how many were made. A person has one digest a day at most, whoever makes it; what is told later
    waits for the next. `send_letters` sends them.
    """
    if real_now.astimezone(CHINA_TIME).time() < MORNING:
        return 0
    today = day_of(real_now)
    waiting = _held().exclude(message__recipient__in=Digest.objects.filter(day=today).values("recipient"))
    if not waiting.exists() or not _is_workday(today):
        return 0
    people = waiting.order_by("message__recipient").values_list("message__recipient", flat=True).distinct()
    return sum(_collect(person, today) for person in people)


def messages_of(digest: Digest) -> list[Message]:
    """The messages of a digest with what their words need, in the order in which they were told."""
    rows = Message.objects.filter(letter__digest=digest)
    return list(rows.select_related("case__call__guide").order_by("pk"))


@transaction.atomic
def _collect(person: int, day: date) -> bool:
    digest, fresh = Digest.objects.get_or_create(recipient_id=person, day=day)
    if fresh:
        _held().filter(message__recipient=person).update(digest=digest)
    return fresh


def _held() -> QuerySet[Outbox]:
    return Outbox.objects.filter(
        held=True, digest__isnull=True, sent_at__isnull=True, given_up_at__isnull=True
    )


@lru_cache(maxsize=4)
def _is_workday(day: date) -> bool:
    """By the site's calendar; every day of a year that it doesn't know, so that nothing waits for it."""
    calendar = Calendar.load()
    return not calendar.knows(day.year) or bool(calendar.is_workday(day))
