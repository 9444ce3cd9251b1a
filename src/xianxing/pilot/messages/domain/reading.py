"""Reading: a person marks the own messages."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.models import Case
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User


def mark_read(*, user: User, message: int, at: datetime) -> bool:
    """Mark one of the person's own messages as read; False for a stranger's or one read before."""
    mine = Message.objects.filter(pk=message, recipient=user, read_at__isnull=True)
    return bool(mine.update(read_at=at))


def mark_all_read(*, user: User, at: datetime) -> int:
    """Mark all of the person's messages as read; returns how many were new."""
    return Message.objects.filter(recipient=user, read_at__isnull=True).update(read_at=at)


def mark_settled(*, case: Case, pending: str, at: datetime) -> int:
    """Mark as read what asked people to confirm an act that waits no longer; returns how many were new."""
    asked = Message.objects.filter(case=case, kind="act_waits", params__pending=pending)
    return asked.filter(read_at__isnull=True).update(read_at=at)
