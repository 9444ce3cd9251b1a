"""Figures for the operator's monitoring: read by whoever bears the token, right where work waits."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from tests.factories.environments import settings_in
from tests.factories.logged_in import browser
from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.models import Event, Publication, SignedHead
from xianxing.pilot.clock import now
from xianxing.pilot.messages.domain import send_letters
from xianxing.pilot.messages.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TOKEN = "a-token-of-the-operator-for-tests-only"


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def read() -> dict[str, float]:
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_only_the_token_opens_it(settings: Settings, assembled: Cast) -> None:
    for wrong in ("", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"):
        assert Client().get("/metrics", headers={"Authorization": wrong}).status_code == 404
    assert browser(assembled.sun).get("/metrics").status_code == 404
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_token_that_could_be_guessed_is_refused() -> None:
    assert "at least 32 characters" in settings_in(XIANXING_METRICS_TOKEN="metrics").stderr
    assert settings_in("s.METRICS_TOKEN", XIANXING_METRICS_TOKEN=TOKEN).stdout.strip() == TOKEN


def test_requests_are_counted_by_route_and_status_and_their_time_is_known() -> None:
    before = read()
    for _turn in range(3):
        Client().get("/workdays/")
    Client().get("/nothing/at/all/")
    after = read()

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more('xianxing_requests_total{method="GET",route="public:workdays",status="200"}') == 3
    assert more('xianxing_requests_total{method="GET",route="none",status="404"}') == 1
    assert more('xianxing_request_seconds_count{route="public:workdays"}') == 3
    assert more('xianxing_request_seconds_bucket{le="+Inf",route="public:workdays"}') == 3
    assert not [name for name in after if re.search(r"/|nothing", name)]


def test_what_waits_and_how_the_record_stands(company_filed: Company) -> None:
    figures = read()
    assert figures["xianxing_letters_waiting"] == Outbox.objects.count() > 0
    assert figures["xianxing_letter_oldest_seconds"] > 0
    assert figures["xianxing_tasks_waiting"] == DBTaskResult.objects.ready().count()
    assert figures["xianxing_record_size"] == Event.objects.count() + Publication.objects.count()
    head = SignedHead.objects.latest("pk")
    assert figures["xianxing_record_signed_size"] == head.size
    assert figures["xianxing_database_bytes"] > 1_000_000
    assert figures["xianxing_cases_due"] == 1
    tick(at=now())
    send_letters(real_now=datetime.now(UTC), most=500)
    later = read()
    assert (later["xianxing_letters_waiting"], later["xianxing_cases_due"]) == (0, 0)


def test_a_site_with_keys_and_tables_is_ready(company_filed: Company) -> None:
    assert Client().get("/readyz").json() == {"ok": True}


def test_one_without_its_master_keys_or_its_record_s_keys_is_not(
    company_filed: Company, settings: Settings, tmp_path: Path
) -> None:
    settings.DEMO = False
    settings.XIANXING_FILE_KEYS = tmp_path / "nowhere.toml"
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
    settings.XIANXING_KEYS = tmp_path / "nowhere"
    assert Client().get("/readyz").status_code == 503
    assert Client().get("/healthz").status_code == 200


def test_who_asks_too_often_whether_it_is_ready_waits_and_others_don_t(
    company_filed: Company, settings: Settings
) -> None:
    settings.READY_RATE = "2/h"
    mine, other = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    assert [mine.get("/readyz").status_code for _turn in range(3)] == [200, 200, 429]
    assert mine.get("/readyz")["Retry-After"] == "60"
    assert other.get("/readyz").status_code == 200
    assert mine.get("/healthz").status_code == 200
