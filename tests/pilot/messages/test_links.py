"""Letters with a link: sealed until they go, sent with their act or not at all, and then forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from xianxing.pilot.messages.domain import post, send_letters
from xianxing.pilot.messages.domain.sending import BACK_OFF
from xianxing.pilot.messages.models import LinkLetter
from xianxing.pilot.messages.queries import stuck_links
from xianxing.pilot.storage.keys import new_key_file
from xianxing.pilot.storage.rotation import rotate_master_key
from xianxing.pilot.storage.sealed_values import all_kept

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LINK = "https://pilot.example/accounts/invitations/Zm9yIG9uZSBwZXJzb24/"


@pytest.fixture(autouse=True)
def keys(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    new_key_file(settings.XIANXING_FILE_KEYS, "first")


def raw() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM inbox_linkletter")
        return bytes(cursor.fetchone()[0])


def test_the_link_lies_sealed_is_sent_once_and_forgotten() -> None:
    post(to="qin@penghai.example", kind="invitation", link=LINK)
    assert LINK.encode() not in raw() and b"invitations" not in raw()
    assert send_letters(real_now=NOW).sent == 1
    [sent] = mail.outbox
    assert sent.to == ["qin@penghai.example"] and sent.subject == "邀请 / Invitation"
    assert str(sent.body).count(LINK) == 1
    assert raw() == b""
    assert send_letters(real_now=NOW + timedelta(days=9)).sent == 0


def test_an_act_that_fails_sends_nothing() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        post(to="qin@penghai.example", kind="password", link=LINK)
        raise RuntimeError
    assert send_letters(real_now=NOW).sent == 0
    assert mail.outbox == []


@pytest.mark.parametrize("changed", [{"to": "thief@elsewhere.example"}, {"kind": "password"}])
def test_a_link_put_to_another_address_is_not_sent(changed: dict[str, str]) -> None:
    post(to="qin@penghai.example", kind="invitation", link=LINK)
    LinkLetter.objects.update(**changed)
    moment = NOW
    for wait in BACK_OFF:
        assert send_letters(real_now=moment).failed == 1
        moment += wait
    assert send_letters(real_now=moment).given_up == 1
    assert mail.outbox == [] and raw() == b""
    assert list(stuck_links(real_now=moment)) == [LinkLetter.objects.get()]


def test_a_link_that_waits_outlives_a_new_master_key() -> None:
    post(to="qin@penghai.example", kind="claim", link=LINK)
    active = rotate_master_key(at=NOW).active
    lying = {kept.model: kept.under() for kept in all_kept()}
    assert lying["inbox.LinkLetter"] == {active: 1}
    assert send_letters(real_now=NOW).sent == 1
    assert LINK in str(mail.outbox[0].body)


def test_every_kind_says_what_it_is_in_both_languages_and_an_unknown_one_is_refused() -> None:
    for kind in ("password", "claim", "account_exists", "invitation"):
        post(to="qin@penghai.example", kind=kind, link=LINK)
    assert send_letters(real_now=NOW).sent == 4
    for letter in mail.outbox:
        chinese, english = letter.subject.split(" / ")
        assert not chinese.isascii() and english.isascii()
    with pytest.raises(ValueError, match="nonsense"):
        post(to="qin@penghai.example", kind="nonsense", link=LINK)
