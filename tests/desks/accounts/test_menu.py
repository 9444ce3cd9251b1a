"""The account menu counts unread messages: one indexed query for a person, none for the public."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desks.accounts.visits import enter
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.messages.domain.reading import mark_all_read
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db


def told(user: User, number: int) -> None:
    """Put messages into the person's inbox."""
    for turn in range(number):
        Message.objects.create(recipient=user, kind="answer", at=now() + timedelta(seconds=turn))


def counting(client: Client, address: str) -> tuple[str, list[str]]:
    """A page, and the queries on messages that it cost."""
    with CaptureQueriesContext(connection) as caught:
        page = client.get(address).content.decode()
    return page, [query["sql"] for query in caught if Message._meta.db_table in query["sql"]]


def link(page: str) -> str:
    """What the link to the inbox is called: its text without tags."""
    found = re.search(r'<a href="/messages/"[^>]*>(.*?)</a>', page, re.S)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_a_person_reads_how_many_are_unread_at_one_query(cast: Cast) -> None:
    user = cast.people["周若岚"]
    client = enter(user)
    client.get("/")
    page, asked = counting(client, "/")
    assert link(page) == "消息"
    assert len(asked) == 1
    told(user, 3)
    told(cast.people["罗景行"], 2)
    page, asked = counting(client, "/")
    assert link(page) == "消息 3 条未读"
    assert len(asked) == 1
    assert link(counting(client, "/en/")[0].replace("/en/messages/", "/messages/")) == "Messages 3 unread"
    mark_all_read(user=user, at=now())
    assert link(counting(client, "/")[0]) == "消息"


def test_the_query_goes_by_the_index_of_what_is_unread(cast: Cast) -> None:
    user = cast.people["周若岚"]
    client = enter(user)
    told(user, 2)
    _page, asked = counting(client, "/")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "unread_messages" in plan


def test_staff_and_people_without_a_role_find_their_inbox_too(cast: Cast) -> None:
    roleless = User.objects.create_user("nobody@cast.example", name="无角色")
    for user in (cast.people["温如玉"], roleless):
        told(user, 1)
        assert link(counting(enter(user), "/")[0]) == "消息 1 条未读"


def test_the_public_costs_nothing(cast: Cast) -> None:
    told(cast.people["周若岚"], 1)
    page, asked = counting(Client(), "/")
    assert asked == []
    assert "/messages/" not in page


def test_before_the_second_factor_nothing_is_counted(cast: Cast) -> None:
    user = cast.people["周若岚"]
    told(user, 1)
    client = Client()
    client.force_login(user)
    page, asked = counting(client, "/")
    assert asked == []
    assert "/messages/" not in page
