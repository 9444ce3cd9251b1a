"""Questions about messages, for inbox pages and for the doctor."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from xianxing.pilot.messages.models import CalendarAddress, Digest, LetterChoice, LinkLetter, Message, Outbox
from xianxing.pilot.parties.models import User


def inbox(user: User) -> QuerySet[Message]:
    """The person's messages, newest first, with what `kinds.sentence` needs: one query for a page of them."""
    mine = Message.objects.filter(recipient=user).select_related("case__call__guide")
    return mine.order_by("-at", "-pk")


def unread_count(user: User) -> int:
    """How many messages the person has not read: one query by a partial index."""
    return Message.objects.filter(recipient=user, read_at__isnull=True).count()


def stuck_letters(*, real_now: datetime, after: timedelta = timedelta(hours=1)) -> QuerySet[Outbox]:
    """Letters about messages that were given up, or are still waiting long after they should have gone."""
    return Outbox.objects.filter(_stuck(real_now, after))


def stuck_links(*, real_now: datetime, after: timedelta = timedelta(hours=1)) -> QuerySet[LinkLetter]:
    """The same of letters with a link."""
    return LinkLetter.objects.filter(_stuck(real_now, after))


def stuck_digests(*, real_now: datetime, after: timedelta = timedelta(hours=1)) -> QuerySet[Digest]:
    """The same of digests."""
    return Digest.objects.filter(_stuck(real_now, after))


def wants_digest(user: User) -> bool:
    """Whether the person chose one letter a working day instead of one for each message."""
    return LetterChoice.objects.filter(user=user, daily=True).exists()


def address_made_at(user: User) -> datetime | None:
    """When the address of the person's calendar feed was made; None where there is none."""
    return CalendarAddress.objects.filter(user=user).values_list("made_at", flat=True).first()


def _stuck(real_now: datetime, after: timedelta) -> Q:
    return Q(Q(given_up_at__isnull=False) | Q(next_at__lt=real_now - after), sent_at__isnull=True)
