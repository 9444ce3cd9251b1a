"""The entrance and the start: one answer for every address, no guessable secret, no shared port."""

from __future__ import annotations

import base64
import hashlib
import socket
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.factories.environments import settings_in
from tests.factories.servers import free_port
from tests.pilot.cast import Cast, assemble
from xianxing.cli import main
from xianxing.cli.background import Tasks
from xianxing.cli.serve import port_taken
from xianxing.pilot.messages.domain import send_letters
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.storage.keys import KeyFileError, master_keys, new_key_file
from xianxing.site.environment import weakness

NOBODY = "nobody@nowhere.example"


def asked(email: str) -> tuple[list[str], str]:
    """The statements that a request for a password link runs, values left out, and the page that answers."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = Client().post("/accounts/password/", {"email": email})
    assert answer.status_code == 200
    verbs = [" ".join(query["sql"].split()[:3]) for query in caught.captured_queries]
    return verbs, answer.content.decode().replace(email, "X")


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_password_link_is_the_same_work_and_answer_whoever_asks(cast: Cast) -> None:
    asked(NOBODY)  # what only a first request does
    known, unknown = asked(cast.zhou.email), asked(NOBODY)
    assert known == unknown
    assert known[0]
    assert not any("parties_user" in statement for statement in known[0])


@pytest.mark.both_databases
@pytest.mark.usefixtures("own_base")
def test_only_the_worker_learns_whether_an_address_has_an_account() -> None:
    cast = assemble()
    for email in (cast.zhou.email.upper(), NOBODY):
        asked(email)
    assert not AccessEvent.objects.filter(kind="password_mailed").exists()
    waiting = str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
    assert cast.zhou.email not in waiting.lower()
    assert NOBODY not in waiting
    now = datetime.now(UTC)
    Tasks().run(real_now=now)
    send_letters(real_now=now)
    assert [letter.to for letter in mail.outbox] == [[cast.zhou.email]]
    assert AccessEvent.objects.filter(kind="password_mailed").count() == 1


RANDOM = hashlib.sha256(b"any").hexdigest()
WEAK = {
    "": "at least 50 characters",
    "short-but-random-7Fq": "at least 50 characters",
    "k" * 80: "repeats itself",
    "hunter2-" * 12: "repeats itself",
    "demonstration-only-" + RANDOM: "every guesser tries",
    "django-insecure-" + RANDOM: "every guesser tries",
    string.ascii_letters + string.digits: "no random text",
    "0" * 30 + "1" * 30 + "0" * 7 + "1": "no random text",
}


@pytest.mark.parametrize("secret", WEAK, ids=[secret[:16] for secret in WEAK])
def test_a_secret_that_can_be_guessed_is_refused_with_what_would_do(secret: str) -> None:
    done = settings_in(XIANXING_MODE="production", XIANXING_SECRET_KEY=secret, XIANXING_HOSTS="a.example")
    assert done.returncode
    assert WEAK[secret] in done.stderr
    assert "secrets.token_urlsafe(64)" in done.stderr
    assert len(secret) < 20 or secret not in done.stderr


@given(st.binary(min_size=32, max_size=64))
def test_what_a_hash_makes_is_no_weak_secret(seed: bytes) -> None:
    assert weakness(base64.urlsafe_b64encode(hashlib.sha512(seed).digest()).decode()) == ""
    assert weakness(hashlib.sha256(seed).hexdigest()) == ""


@pytest.mark.parametrize("key", [bytes(32), b"k" * 32, b"0123456789" * 3 + b"01"])
def test_a_master_key_that_is_not_random_is_refused(tmp_path: Path, settings: Settings, key: bytes) -> None:
    path = settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    new_key_file(path, "a")
    assert master_keys().active == "a"
    text = base64.b64encode(key).decode()
    path.write_text(f'active = "a"\n[keys]\na = "{text}"\n', "utf-8")
    with pytest.raises(KeyFileError, match="xianxing keys new"):
        master_keys()


def test_serve_refuses_a_port_that_somebody_uses(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in said
    assert "--port" in said


def test_also_where_the_other_one_would_share_it() -> None:
    with socket.socket() as other:
        if hasattr(socket, "SO_REUSEPORT"):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert port_taken("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99_999), ("no.such.host.invalid", 8000)])
def test_an_address_that_cannot_be_served_is_said_in_words(host: str, port: int) -> None:
    assert host in port_taken(host, port)


def test_a_free_port_is_free() -> None:
    assert port_taken("127.0.0.1", free_port()) == ""
