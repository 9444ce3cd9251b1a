"""Two web processes and a worker on PostgreSQL behind nginx: none can be played against the other."""

from __future__ import annotations

import os
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import global_settings
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.desks.accounts.visits import code
from tests.factories.several import (
    HOST,
    PROXY,
    SECRET,
    Answer,
    Site,
    Visitor,
    ask,
    command,
    several,
)
from tests.pilot.own_database import postgresql_database
from xianxing.pilot.messages.models import LinkLetter
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User

pytestmark = [pytest.mark.postgres, pytest.mark.nginx]
PASSWORD = "渡口的老榕树下见-1907"
PROOF, PROOFS_A_MINUTE = "/log/proof?old=0&new=0", 60


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[str]:
    """A PostgreSQL of this test's own, with keys and two people; gives its address."""
    server, folder = os.environ["XIANXING_TEST_POSTGRES"], tmp_path / "site"
    real = {"SECRET_KEY": SECRET, "PASSWORD_HASHERS": global_settings.PASSWORD_HASHERS}
    with (
        django_db_blocker.unblock(),
        override_settings(**real),
        postgresql_database(server),
    ):
        address = server.rsplit("/", 1)[0] + "/" + str(connections["default"].settings_dict["NAME"])
        command(folder, address, "keys", "new")
        for name in ("he", "zhou"):
            user = User.objects.create_user(f"{name}@company.example", name=name, password=PASSWORD)
            second_factor.enrol(user=user, secret=second_factor.new_secret())
        yield address


@pytest.fixture
def site(database: str, tmp_path: Path) -> Iterator[Site]:
    with several(tmp_path / "site", database) as running:
        yield running


def at_once(times: int, act: Callable[[int], Answer]) -> list[Answer]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(act, range(times)))


def test_two_processes_count_as_one_and_believe_the_proxy_alone(
    site: Site, database: str, tmp_path: Path
) -> None:
    limits_are_one(site)
    a_code_is_good_once(site)
    wrong_passwords_are_counted_together(site)
    nobody_else_is_believed(site)
    the_proxy_keeps_to_itself(site)
    the_worker_takes_what_they_were_asked(site, database, tmp_path / "site")


def limits_are_one(site: Site) -> None:
    address = with_a_minute_left()
    one, other = Visitor(site, address), Visitor(site, "127.0.113.8")
    answers = at_once(PROOFS_A_MINUTE + 30, lambda _n: one.get(PROOF))
    told = Counter(answer.status == 429 for answer in answers)
    assert told == {False: PROOFS_A_MINUTE, True: 30}
    assert {answer.headers["X-Process"] for answer in answers} == places(site)
    assert other.get(PROOF).status != 429


def with_a_minute_left() -> str:
    """An address of whose minute, which begins by its digest, nearly all is left."""
    addresses = [f"127.0.113.{n}" for n in range(100, 250)]
    return max(addresses, key=lambda one: (zlib.crc32(one.encode()) - int(time.time())) % 60)


def places(site: Site) -> set[str]:
    return {f"127.0.0.1:{port}" for port in site.processes}


def a_code_is_good_once(site: Site) -> None:
    he = User.objects.get(name="he")
    browsers = [Visitor(site, f"127.0.113.{n}") for n in range(20, 24)]
    for browser in browsers:
        entered = browser.post("/accounts/login/", login=he.email, password=PASSWORD)
        assert entered.headers["Location"] == "/accounts/login/code/"
    shown = code(he)
    answers = at_once(4, lambda n: browsers[n].post("/accounts/login/code/", code=shown))
    assert Counter(answer.status for answer in answers) == {302: 1, 200: 3}
    inside = [browser for browser in browsers if browser.get("/accounts/me/").status == 200]
    assert len(inside) == 1
    assert {inside[0].get("/accounts/me/").headers["X-Process"] for _turn in range(2)} == places(site)


def wrong_passwords_are_counted_together(site: Site) -> None:
    zhou = User.objects.get(name="zhou")
    for turn in range(5):
        tried = Visitor(site, f"127.0.113.{40 + turn}").post(
            "/accounts/login/", login=zhou.email, password="wrong"
        )
        assert "有误" in tried.text
    locked = Visitor(site, "127.0.113.50").post("/accounts/login/", login=zhou.email, password=PASSWORD)
    assert "十五分钟" in locked.text or "15" in locked.text
    assert locked.status == 200


def nobody_else_is_believed(site: Site) -> None:
    forged = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Real-IP": "198.51.100.1"}
    sent_away = ask(site.processes[0], "GET", "/log/", forged)
    assert (sent_away.status, sent_away.headers["Location"]) == (301, f"https://{HOST}/log/")
    assert ask(site.processes[0], "GET", "/log/", forged, source=PROXY).status == 200
    said = {"Host": HOST, "X-Forwarded-For": "198.51.100.2"}
    through = at_once(  # so many that one of two minutes has too many of them
        2 * PROOFS_A_MINUTE + 1,
        lambda n: ask(
            site.proxy, "GET", PROOF, {**said, "X-Real-IP": f"198.51.100.{n}"}, source="127.0.113.9",
            trust=site.trust,
        ),
    )  # fmt: skip
    assert 429 in {answer.status for answer in through}


def the_proxy_keeps_to_itself(site: Site) -> None:
    anybody = Visitor(site, "127.0.113.70")
    assert [anybody.get(path).status for path in ("/healthz", "/readyz", "/metrics")] == [200, 404, 404]
    assert {anybody.get("/check/").headers["X-Process"] for _turn in range(3)} == {
        f"127.0.0.1:{site.processes[0]}"
    }
    large = {"Host": HOST, "Content-Length": str(60 * 1024 * 1024)}
    assert ask(site.proxy, "POST", "/check/", large, source="127.0.113.70", trust=site.trust).status == 413


def the_worker_takes_what_they_were_asked(site: Site, database: str, folder: Path) -> None:
    asked = Visitor(site, "127.0.113.60").post("/accounts/password/", email="he@company.example")
    assert asked.status == 200
    command(folder, database, "worker", "--once")
    letter = LinkLetter.objects.get()
    assert (letter.to, letter.attempts, letter.sent_at) == ("he@company.example", 1, None)
