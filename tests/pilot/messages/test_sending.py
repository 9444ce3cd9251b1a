"""Letters: no contents, tried again, given up, never sent twice by workers that work side by side."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django.fixtures import Settings

from tests.pilot.cast import Cast
from xianxing.pilot.messages.domain import send_letters, tell
from xianxing.pilot.messages.domain.sending import BACK_OFF
from xianxing.pilot.messages.models import Outbox
from xianxing.pilot.messages.queries import stuck_letters

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def letter(cast: Cast, settings: Settings) -> Iterator[Outbox]:
    settings.XIANXING_SITE_URL = "https://pilot.example"
    tell(recipients=[cast.mo], kind="turn", params={"step": "file", "state": "filed"}, at=NOW)
    yield Outbox.objects.get()


def refused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def dead_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", refused_port()


def test_a_letter_says_where_to_read_and_nothing_else(letter: Outbox) -> None:
    done = send_letters(real_now=NOW)
    assert (done.sent, done.failed, done.given_up) == (1, 0, 0)
    [sent] = mail.outbox
    assert sent.to == ["mo@cast.example"]
    assert sent.subject == "先行：有事项待您办理 / Xianxing: something waits for you"
    assert sent.body.count(f"https://pilot.example/messages/{letter.pk}/") == 2
    assert "filed" not in sent.body and "已申报" not in sent.body
    assert send_letters(real_now=NOW).sent == 0


@pytest.mark.usefixtures("dead_server")
def test_a_failure_is_tried_again_later_and_in_the_end_given_up(letter: Outbox) -> None:
    moment = NOW
    for wait in BACK_OFF:
        assert send_letters(real_now=moment).failed == 1
        assert send_letters(real_now=moment + wait - timedelta(seconds=1)).failed == 0
        moment += wait
    assert send_letters(real_now=moment).given_up == 1
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (len(BACK_OFF) + 1, None)
    assert letter.last_error == "ConnectionRefusedError"
    assert list(stuck_letters(real_now=moment)) == [letter]
    assert send_letters(real_now=moment + timedelta(days=30)).sent == 0


class Talkative(BaseEmailBackend):
    """A server that repeats the address in its answer."""

    def send_messages(self, messages: object) -> int:
        del messages

        raise smtplib.SMTPDataError(554, b"no mo@cast.example here")


def test_the_error_that_is_kept_names_nobody(letter: Outbox, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Talkative"
    send_letters(real_now=NOW)
    letter.refresh_from_db()
    assert letter.last_error == "SMTPDataError 554"


def test_a_letter_that_a_dead_worker_had_claimed_is_sent_later(letter: Outbox) -> None:
    from xianxing.pilot.messages.domain.sending import LEASE, _claim

    assert _claim(Outbox, NOW) is not None
    assert _claim(Outbox, NOW) is None
    assert send_letters(real_now=NOW + LEASE).sent == 1


def test_nothing_is_sent_to_somebody_who_left(letter: Outbox, cast: Cast) -> None:
    cast.mo.is_active = False
    cast.mo.save()
    assert send_letters(real_now=NOW).given_up == 1
    assert mail.outbox == []


def test_the_demonstration_writes_its_letters_into_files(
    letter: Outbox, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send_letters(real_now=NOW)
    [written] = settings.EMAIL_FILE_PATH.iterdir()
    text = message_from_bytes(written.read_bytes()).get_payload(decode=True)
    assert b"https://pilot.example/messages/" in bytes(text)
