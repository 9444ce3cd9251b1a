"""The first page: what this is, today's day, the doors."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@time_machine.travel(dt.datetime(2026, 10, 1, 0, 30, tzinfo=SHANGHAI), tick=False)
def test_today_is_the_day_in_shanghai_and_says_what_kind_of_day_it_is(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "2026年10月1日" in page
    assert "星期四" in page
    assert "放假（国庆节）" in page


def test_the_doors_lead_to_pages_that_are_there(client: Client) -> None:
    for address in ("/guides/", "/procedure/", "/workdays/", "/check/", "/components/"):
        assert f'href="{address}"' in client.get("/").content.decode()
        assert client.get(address, follow=True).status_code == 200


@pytest.mark.django_db
def test_pages_ask_the_database_only_for_the_demonstrations_clock(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in ("/", "/guides/", "/workdays/", "/check/", "/components/"):
        with django_assert_num_queries(1):
            client.get(address)
    with django_assert_num_queries(2):  # and for what trials taught about the guide's numbers
        client.get("/guides/shenzhen-2023/")


def test_english_date(client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 4, 12, tzinfo=SHANGHAI), tick=False):
        assert "4 March 2026" in client.get("/en/").content.decode()
