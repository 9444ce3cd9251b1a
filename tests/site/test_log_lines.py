"""The log says what happened in which request; what people wrote, hold or are called stands in no line."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import code
from tests.factories.environments import settings_in
from tests.factories.logged_in import browser
from tests.factories.notices import Noticed, at_the_time_of
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.models import User
from xianxing.site.log_lines import JsonLines, pseudonym_of

pytestmark = pytest.mark.django_db
KEY = hashlib.sha256(b"of a test").hexdigest()
PASSWORD, LINK = "渡口的老榕树下见-1907", "nobody-holds-this"
PLANTED = (PASSWORD, "郑小满", "zheng@complainant.example", "费用从未说明", LINK)


@pytest.fixture
def lines() -> Iterator[Any]:
    """Every line that the site writes meanwhile, as read from JSON; with the whole text under `text`."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("", "django", "xianxing.requests")]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.INFO)
    for each in loggers[:2]:
        each.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for each, level in zip(loggers, before, strict=True):
        each.setLevel(level)
        each.removeHandler(handler)


def answers(lines: Any, route: str) -> list[dict[str, Any]]:
    return [line for line in lines() if line.get("route") == route]


def entered(user: User) -> Client:
    """Somebody logs in by password and code, as people do."""
    user.set_password(PASSWORD)
    user.save()
    second_factor.enrol(user=user, secret=second_factor.new_secret())
    client, spare = Client(raise_request_exception=False), code(user)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.post("/accounts/login/code/", {"code": spare}).status_code == 302
    return client


def test_no_secret_of_a_whole_scene_stands_in_a_line(
    lines: Any, under_notice: Noticed, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    at_the_time_of(under_notice.company, settings)
    wen, case = under_notice.company.cast.wen, under_notice.company.filing.case
    client, public = entered(wen), Client(raise_request_exception=False)
    said = {"kind": "objection", "text": PLANTED[3], "name": PLANTED[1], "contact": PLANTED[2]}
    public.post(f"/notices/{under_notice.notice.number}/comment/", said)
    client.get("/accounts/me/", {"next": LINK})
    client.get(f"/desk/search/?q={PLANTED[1]}")
    public.get(f"/accounts/invitations/{LINK}/")
    public.get(f"/nothing/{LINK}/?key={LINK}")
    public.get("/api/v1/cases", headers={"Authorization": f"Bearer {LINK}"})
    public.get("/healthz", headers={"Host": f"{LINK}.example"})

    def breaks() -> list[str]:
        raise RuntimeError(f"{PLANTED[1]} 的 {LINK}")

    monkeypatch.setattr("xianxing.site.health.known_guides", breaks)
    assert public.get("/healthz").status_code == 500
    text = json.dumps(lines(), ensure_ascii=False)
    seen = {(line.get("route"), line.get("status")) for line in lines()}
    assert seen >= {("public:notice-comment", 201), ("desk:search", 200), ("accounts:me", 200)}
    assert seen >= {("accounts:invitation", 410), ("none", 404), ("healthz", 500), ("account_login", 302)}
    for secret in (*PLANTED, wen.email, wen.name, str(case.pk), under_notice.notice.number):
        assert secret not in text
    assert not {key for line in lines() for key in line} & {"path", "body", "cookies", "headers", "query"}


def test_a_line_names_route_person_cost_and_the_request_that_the_answer_names(
    lines: Any, under_notice: Noticed
) -> None:
    zhou = under_notice.company.cast.zhou
    response = browser(zhou).get("/accounts/me/")
    (line,) = answers(lines, "accounts:me")
    assert line["request"] == response.headers["X-Request-ID"]
    assert (line["method"], line["status"], line["person"]) == ("GET", 200, pseudonym_of(zhou.pk))
    assert line["queries"] > 0 and line["milliseconds"] > 0
    assert "person" not in _answered_to_nobody(lines)


def _answered_to_nobody(lines: Any) -> dict[str, Any]:
    Client().get("/workdays/")
    return answers(lines, "public:workdays")[-1]


def test_of_an_error_the_line_has_kind_and_place(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xianxing.site.health.known_guides", lambda: 1 / 0)
    response = Client(raise_request_exception=False).get("/healthz")
    (line,) = [line for line in lines() if "error" in line]
    assert line["error"]["kind"] == "ZeroDivisionError"
    assert line["error"]["at"][-2].endswith("healthz")
    assert (line["level"], line["request"]) == ("error", response.headers["X-Request-ID"])


def test_a_person_s_pseudonym_hangs_on_the_site_s_secret(settings: Settings) -> None:
    first = pseudonym_of(7)
    assert (first, first) == (pseudonym_of(7), pseudonym_of("7"))
    settings.SECRET_KEY = "another" * 10
    assert pseudonym_of(7) != first


def test_a_real_site_writes_json_and_a_misspelt_format_is_refused() -> None:
    real = {"XIANXING_MODE": "production", "XIANXING_HOSTS": "a.example", "XIANXING_SECRET_KEY": KEY}
    assert settings_in("s.LOG_FORMAT", **real).stdout.split() == ["json"]
    assert settings_in("s.LOG_FORMAT").stdout.split() == ["text"]
    assert "known: text, json" in settings_in(XIANXING_LOG="xml").stderr
