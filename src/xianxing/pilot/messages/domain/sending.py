"""Letters: sent by the worker, each at least once, tried again ever more rarely, given up in the end.

A letter says that there is a message and where to read it, in both languages, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.pilot.messages.models import Outbox

# How long after the first, second … failed attempt the next one comes; after the last the letter is given up.
BACK_OFF = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 360, 1440, 1440))
LEASE = timedelta(minutes=5)
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Sent:
    """What one pass over the outbox did."""

    sent: int
    failed: int
    given_up: int


def send_letters(*, real_now: datetime, most: int = 100) -> Sent:
    """Send the letters that are due, at most `most`; several workers may do this at once.

    A letter is claimed for five minutes in a transaction of its own, sent outside it, then marked; a worker
    that dies in between leaves it to be sent again. Letters to people who are no longer active are given up.
    """
    sent = failed = given_up = 0
    connection = get_connection()
    for _turn in range(most):
        letter = _claim(real_now)
        if letter is None:
            break
        if not letter.message.recipient.is_active:
            outcome = _give_up(letter, "inactive", real_now)
        else:
            outcome = _send(letter, connection, real_now)
        sent += outcome == "sent"
        failed += outcome == "failed"
        given_up += outcome == "given up"
    return Sent(sent, failed, given_up)


def letter_of(url: str) -> tuple[str, str]:
    """Subject and body, in Chinese and then in English."""
    subjects, bodies = [], []
    for language in LANGUAGES:
        with override(language):
            subjects.append(_("Xianxing: you have a new message"))
            bodies.append(_("Log in to read it: {url}").format(url=url))
            bodies.append(_("This letter carries no contents. Xianxing never asks for a password by e-mail."))
    return " / ".join(subjects), "\n\n".join(bodies) + "\n"


def _claim(now: datetime) -> Outbox | None:
    """The next letter, or None; looking for one takes no lock."""
    waiting = Outbox.objects.filter(Q(next_at__isnull=True) | Q(next_at__lte=now))
    waiting = waiting.filter(sent_at__isnull=True, given_up_at__isnull=True)
    return _lease(waiting, now) if waiting.exists() else None


@transaction.atomic
def _lease(waiting: QuerySet[Outbox], now: datetime) -> Outbox | None:
    rows = waiting.select_related("message__recipient").order_by("pk")
    letter = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if letter is not None:
        letter.attempts, letter.next_at = letter.attempts + 1, now + LEASE
        letter.save(update_fields=["attempts", "next_at"])
    return letter


def _send(letter: Outbox, connection: BaseEmailBackend, now: datetime) -> str:
    subject, body = letter_of(f"{settings.XIANXING_SITE_URL}{settings.XIANXING_INBOX_PATH}")
    to = [letter.message.recipient.email]
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, to, connection=connection).send()
    except OSError as problem:
        return _failed(letter, problem, now)
    Outbox.objects.filter(pk=letter.pk).update(sent_at=now, last_error="")
    return "sent"


def _failed(letter: Outbox, problem: OSError, now: datetime) -> str:
    """Only the kind of the failure is kept: servers repeat addresses in their answers."""
    code = f" {problem.smtp_code}" if isinstance(problem, SMTPResponseException) else ""
    kind = f"{type(problem).__name__}{code}"
    if letter.attempts > len(BACK_OFF):
        return _give_up(letter, kind, now)
    Outbox.objects.filter(pk=letter.pk).update(next_at=now + BACK_OFF[letter.attempts - 1], last_error=kind)
    return "failed"


def _give_up(letter: Outbox, kind: str, now: datetime) -> str:
    Outbox.objects.filter(pk=letter.pk).update(given_up_at=now, last_error=kind)
    return "given up"
