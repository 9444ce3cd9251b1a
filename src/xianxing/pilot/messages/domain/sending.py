"""Letters: sent by the worker, each at least once, tried again ever more rarely, given up in the end.

A letter says what waits and where (`letters`), or holds the link that it is for, in both languages, and
nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPResponseException
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet

from xianxing.pilot.messages.domain.digests import messages_of
from xianxing.pilot.messages.domain.links import written
from xianxing.pilot.messages.letters import digest_about, letter_about
from xianxing.pilot.messages.models import Digest, LinkLetter, Outbox, Waiting
from xianxing.pilot.parties.models import User
from xianxing.pilot.storage.keys import KeyFileError
from xianxing.pilot.storage.sealing import DamagedError

# How long after the first, second … failed attempt the next one comes; after the last the letter is given up.
BACK_OFF = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 360, 1440, 1440))
LEASE = timedelta(minutes=5)
Letter = TypeVar("Letter", LinkLetter, Outbox, Digest)


@dataclass(frozen=True)
class Sent:
    """What one pass over the outbox did."""

    sent: int
    failed: int
    given_up: int


def send_letters(*, real_now: datetime, most: int = 100) -> Sent:
    """Send the letters that are due, at most `most`; several workers may do this at once.

    Letters with a link go first, for somebody waits; digests last. A letter is claimed for five minutes in a
    transaction of its own, sent outside it, then marked; a worker that dies in between leaves it to be sent
    again. Letters to people who are no longer active are given up.
    """
    counted = {"sent": 0, "failed": 0, "given up": 0}
    connection = get_connection()
    for _turn in range(most):
        letter = _claim(LinkLetter, real_now) or _claim(Outbox, real_now) or _claim(Digest, real_now)
        if letter is None:
            break
        counted[_send(letter, connection, real_now)] += 1
    return Sent(counted["sent"], counted["failed"], counted["given up"])


def _claim(kind: type[Letter], now: datetime) -> Letter | None:
    """The next letter, or None; looking for one takes no lock."""
    waiting = kind._default_manager.filter(Q(next_at__isnull=True) | Q(next_at__lte=now))
    waiting = waiting.filter(sent_at__isnull=True, given_up_at__isnull=True)
    if issubclass(kind, Outbox):
        waiting = waiting.filter(held=False)
    return _lease(waiting, now) if waiting.exists() else None


@transaction.atomic
def _lease(waiting: QuerySet[Letter], now: datetime) -> Letter | None:
    letter = waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",)).first()
    if letter is not None:
        letter.attempts, letter.next_at = letter.attempts + 1, now + LEASE
        letter.save(update_fields=["attempts", "next_at"])
    return letter


def _send(letter: LinkLetter | Outbox | Digest, connection: BaseEmailBackend, now: datetime) -> str:
    recipient = _recipient(letter)
    if recipient is not None and not recipient.is_active:
        return _give_up(letter, "inactive", now)
    try:
        to, subject, body = _written(letter)
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to], connection=connection).send()
    except (OSError, DamagedError, KeyFileError) as problem:
        return _failed(letter, problem, now)
    _settle(letter, sent_at=now, last_error="")
    return "sent"


def _recipient(letter: LinkLetter | Outbox | Digest) -> User | None:
    if isinstance(letter, LinkLetter):
        return None
    return letter.recipient if isinstance(letter, Digest) else letter.message.recipient


def _written(letter: LinkLetter | Outbox | Digest) -> tuple[str, str, str]:
    """Address, subject and body."""
    if isinstance(letter, LinkLetter):
        return (letter.to, *written(letter))
    if isinstance(letter, Digest):
        return (letter.recipient.email, *digest_about(messages_of(letter)))
    return (letter.message.recipient.email, *letter_about(letter.message))


def _failed(letter: Waiting, problem: Exception, now: datetime) -> str:
    """Only the kind of the failure is kept: servers repeat addresses in their answers."""
    code = f" {problem.smtp_code}" if isinstance(problem, SMTPResponseException) else ""
    kind = f"{type(problem).__name__}{code}"
    if letter.attempts > len(BACK_OFF):
        return _give_up(letter, kind, now)
    again = {"next_at": now + BACK_OFF[letter.attempts - 1], "last_error": kind}
    type(letter)._default_manager.filter(pk=letter.pk).update(**again)
    return "failed"


def _give_up(letter: Waiting, kind: str, now: datetime) -> str:
    _settle(letter, given_up_at=now, last_error=kind)
    return "given up"


@transaction.atomic
def _settle(letter: Waiting, **outcome: object) -> None:
    """A letter's end; its link is forgotten with it, and a digest's letters end with the digest."""
    if isinstance(letter, Digest):
        letter.letters.update(**outcome)
    if isinstance(letter, LinkLetter):
        outcome["sealed"] = b""
    type(letter)._default_manager.filter(pk=letter.pk).update(**outcome)
