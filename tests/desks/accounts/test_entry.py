"""Log in with two factors, be locked out, be sent away when the session has lasted too long."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.desks.accounts.visits import code, enter, last_link, wrong_code
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.parties.domain.second_factor import enrolled
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent, User

PASSWORD = "渡口的老榕树下见-1907"
CHEN = "chenyl@penghai-sec.example"


@pytest.fixture
def chen(cast: Cast) -> User:
    person = cast.people["陈砚林"]
    person.set_password(PASSWORD)
    person.save()
    return person


def log_in(client: Client, password: str = PASSWORD, email: str = CHEN) -> str:
    response = client.post("/accounts/login/", {"login": email, "password": password})
    return response.headers.get("Location", "") or response.content.decode()


def kinds() -> list[str]:
    return list(AccessEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_password_alone_opens_nothing_and_the_code_does(client: Client, chen: User) -> None:
    assert log_in(client) == "/accounts/login/code/"
    assert client.get("/accounts/me/").headers["Location"].startswith("/accounts/login/")
    answer = client.post("/accounts/login/code/", {"code": code(chen)})
    assert answer.headers["Location"] == "/accounts/me/"
    assert "陈砚林" in client.get("/accounts/me/").content.decode()
    assert kinds()[-2:] == [AccessKind.STEPPED_UP, AccessKind.LOGGED_IN]


def test_a_code_that_opened_one_log_in_opens_no_second(chen: User) -> None:
    first, second = Client(), Client()
    used = code(chen)
    log_in(first)
    first.post("/accounts/login/code/", {"code": used})
    log_in(second)
    answer = second.post("/accounts/login/code/", {"code": used})
    assert "已使用" in answer.content.decode()
    assert second.post("/accounts/login/code/", {"code": code(chen, 1)}).status_code == 302


def test_a_recovery_code_opens_one_log_in(chen: User) -> None:
    row = Authenticator.objects.get(user=chen, type=Authenticator.Type.RECOVERY_CODES)
    spare = row.wrap().get_unused_codes()[0]
    for status in (302, 200):
        client = Client()
        log_in(client)
        assert client.post("/accounts/login/code/", {"code": spare}).status_code == status


def test_five_wrong_passwords_lock_the_right_one_out_for_fifteen_minutes(chen: User) -> None:
    start = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        for attempt in range(5):
            assert "邮箱或密码有误" in log_in(Client(REMOTE_ADDR=f"10.0.0.{attempt}"), "wrong")
        assert "失败次数过多" in log_in(Client())
        assert AccessKind.LOCKED_OUT in kinds()
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        assert log_in(Client()) == "/accounts/login/code/"


def test_an_unknown_address_is_locked_out_in_the_same_words(cast: Cast) -> None:
    pages = [log_in(Client(REMOTE_ADDR=f"10.1.0.{n}"), "x", "nobody@nowhere.example") for n in range(6)]
    assert "邮箱或密码有误" in pages[0]
    assert "失败次数过多" in pages[5]
    row = AccessEvent.objects.filter(kind=AccessKind.LOGIN_FAILED).latest("pk")
    assert row.user is None
    assert "nobody" not in f"{row.detail}{row.key}"


def test_one_address_may_fail_only_so_often(cast: Cast) -> None:
    client = Client()
    pages = [log_in(client, "x", f"guess{n}@nowhere.example") for n in range(21)]
    assert "邮箱或密码有误" in pages[19]
    assert "失败次数过多" in pages[20]


def test_five_wrong_codes_lock_the_second_factor(client: Client, chen: User) -> None:
    log_in(client)
    for _ in range(5):
        client.post("/accounts/login/code/", {"code": wrong_code(chen)})
    page = client.post("/accounts/login/code/", {"code": code(chen)}).content.decode()
    assert "十五分钟后再试" in page


@pytest.mark.parametrize(("minutes", "good"), [([29, 29], True), ([30], False), ([29] * 20 + [20], False)])
def test_sessions_end_after_half_an_hour_idle_and_after_ten_hours(
    cast: Cast, minutes: list[int], good: bool
) -> None:
    start = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        client = enter(cast.people["陈砚林"])
        for pause in minutes:
            clock.shift(dt.timedelta(minutes=pause))
            answer = client.get("/accounts/me/")
    assert (answer.status_code == 200) is good
    if not good:
        assert "ended=1" in answer.headers["Location"]
        assert kinds()[-2:] == [AccessKind.SESSION_ENDED, AccessKind.LOGGED_OUT]


def test_moving_the_demonstrations_clock_ends_no_session(cast: Cast) -> None:
    client = enter(cast.people["陈砚林"])
    client.post("/demo/clock/", {"step": "week"})
    assert client.get("/accounts/me/").status_code == 200


def test_everybody_sets_up_a_second_factor_before_anything_else(client: Client, db: None) -> None:
    user = User.objects.create_user("new@cast.example", name="新人", password=PASSWORD)
    assert log_in(client, email=user.email) == "/accounts/me/"
    assert client.get("/accounts/me/").headers["Location"].startswith("/accounts/second-factor/")
    page = client.get("/accounts/second-factor/?next=/guides/").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found and '<svg class="qr" role="img"' in page and not re.search(r"<script(?! src)|\sstyle=", page)
    from xianxing.pilot.parties.domain.second_factor import code_at, period

    secret = found.group(1).replace(" ", "")
    bad = client.post("/accounts/second-factor/", {"code": "000000", "next": "/guides/"})
    assert "验证码有误" in bad.content.decode() or enrolled(user)
    done = client.post("/accounts/second-factor/", {"code": code_at(secret, period()), "next": "/guides/"})
    assert done.content.decode().count("<li><code>") == 10
    assert 'href="/guides/"' in done.content.decode()
    assert client.get("/accounts/me/").status_code == 200
    assert client.get("/accounts/second-factor/").headers["Location"] == "/accounts/me/"


def test_the_secret_lies_encrypted_in_the_database(cast: Cast) -> None:
    row = Authenticator.objects.filter(type=Authenticator.Type.TOTP).latest("pk")
    assert row.data["secret"].startswith("gAAAA")
    assert not re.fullmatch(r"[A-Z2-7]{32}", row.data["secret"])


def test_a_strangers_next_address_is_not_followed(client: Client, chen: User) -> None:
    client.post("/accounts/login/?next=https://evil.example/", {"login": CHEN, "password": PASSWORD})
    answer = client.post("/accounts/login/code/", {"code": code(chen)})
    assert answer.headers["Location"] == "/accounts/me/"


def test_a_link_sets_the_password_once_and_the_answer_gives_nothing_away(chen: User) -> None:
    other = enter(chen)
    pages = [
        Client().post("/accounts/password/", {"email": email}).content.decode().replace(email, "X")
        for email in (CHEN, "nobody@nowhere.example")
    ]
    assert pages[0].count("X") == pages[1].count("X") == 1
    link, new = last_link(), "山高水长-不可轻慢-88"
    assert len(mail.outbox) == 1
    weak = Client().post(link, {"password": "password1234", "again": "password1234"})
    assert "error" in weak.content.decode()
    assert Client().post(link, {"password": new, "again": new}).headers["Location"].endswith("?password=1")
    assert Client().post(link, {"password": new, "again": new}).status_code == 410
    assert other.get("/accounts/me/").status_code == 302
    assert log_in(Client(), new) == "/accounts/login/code/"


def test_a_switched_off_account_is_told_so_and_its_sessions_are_over(cast: Cast, chen: User) -> None:
    inside = enter(chen)
    sun = enter(cast.people["孙立"])
    data = {"reason": "离职", "act": "deactivate", "second_factor_code": code(cast.people["孙立"])}
    assert sun.post(f"/officers/accounts/{chen.pk}/", data).status_code == 302
    assert inside.get("/accounts/me/").status_code == 302
    assert log_in(Client()) in ("/accounts/inactive/",) or "邮箱或密码有误" in log_in(Client())


def test_log_out_is_a_button_not_a_link(cast: Cast) -> None:
    client = enter(cast.people["陈砚林"])
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/accounts/me/").status_code == 302
