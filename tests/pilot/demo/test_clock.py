"""The demonstration's clock moves on with real time and never behind the record."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from xianxing.pilot.demo.cast import START, seed_cast
from xianxing.pilot.demo.clock import DemoClock, last_act, move_to, one_reading
from xianxing.pilot.parties.domain.appointments import end_membership
from xianxing.pilot.parties.models import Membership
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME

REAL = dt.datetime(2026, 6, 1, 10, 0, tzinfo=CHINA_TIME)
pytestmark = pytest.mark.django_db


def test_it_starts_inside_the_window_and_moves_with_real_time() -> None:
    with time_machine.travel(REAL, tick=False) as real:
        assert DemoClock().now() == REAL
        seed_cast()
        assert DemoClock().now() == START
        real.shift(dt.timedelta(hours=2))
        assert DemoClock().now() == START + dt.timedelta(hours=2)


def test_it_goes_back_but_not_behind_the_last_recorded_act() -> None:
    seed_cast()
    move_to(START + dt.timedelta(days=5))
    move_to(START + dt.timedelta(days=1))
    acted = START + dt.timedelta(days=1, hours=1)
    end_membership(membership=Membership.objects.latest("pk"), at=acted)
    assert last_act() == acted
    before = DemoClock().now()
    with pytest.raises(Refused) as refusal:
        move_to(acted - dt.timedelta(seconds=1))
    assert refusal.value.code == "behind"
    assert abs(DemoClock().now() - before) < dt.timedelta(seconds=5)
    move_to(acted)


def test_one_reading_a_request(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1), one_reading():
        for _ in range(3):
            DemoClock().now()


def test_the_page_moves_it_and_says_when_it_may_not(client: Client) -> None:
    seed_cast()
    assert client.post("/demo/clock/", {"instant": "2024-01-31T23:59"}).status_code == 302
    page = client.get("/demo/clock/").content.decode()
    assert "2024年1月31日 23:59" in page
    refused = client.post("/demo/clock/", {"instant": "2020-01-01T00:00"})
    assert refused.status_code == 400
    assert "不能早于该时刻" in refused.content.decode()
    assert client.post("/demo/clock/", {"instant": "x"}).status_code == 400
    before = DemoClock().now()
    client.post("/demo/clock/", {"step": "day"})
    moved = DemoClock().now() - before
    assert dt.timedelta(hours=23, minutes=59) < moved < dt.timedelta(hours=24, minutes=1)
