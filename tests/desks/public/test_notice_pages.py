"""Everybody reads a notice with its days and its proof, and follows the notices without an account."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.notices import Noticed, at_the_time_of, ended, published, said
from xianxing.pilot.cases.models import Publication
from xianxing.pilot.notices.models import RegisterEntry

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_notice_shows_sheet_days_last_day_and_that_it_is_no_endorsement(
    shown_notice: Noticed, client: Client
) -> None:
    notice = shown_notice.notice
    page = client.get(f"/notices/{notice.number}/").content.decode()
    last = notice.last_day
    for text in (
        "试点不等于认可", f"征求意见截至 {last.year}年{last.month}月{last.day}日 24:00", "满 5 个工作日",
        "五(一)3", notice.digest, "周末", "不计入", "提出意见",
    ):  # fmt: skip
        assert text in page, text
    assert [f"<b>计入，第 {n} 日</b>" in page for n in range(1, 7)] == [True] * 5 + [False]
    assert "<script>" not in page
    unit = shown_notice.company.cast.penghai.name
    assert unit in page and f'<span class="hint"> {unit}' not in page, "a unit's name isn't said twice"
    entry = Publication.objects.get(step="notice.open")
    assert f'href="/log/publications/{entry.place}.json"' in page
    told = client.get(f"/log/publications/{entry.place}.json").json()
    assert told["payload"]["sheet"] == notice.digest
    assert told["payload"]["act"] == notice.event_id


def test_the_same_in_json_and_in_english_and_by_the_case(shown_notice: Noticed, client: Client) -> None:
    notice = shown_notice.notice
    found = client.get(f"/notices/{notice.number}/?format=json").json()
    assert (found["takes_comments"], found["clause"]) == (True, "五(一)3")
    assert sum(day["counted"] for day in found["days"]) == 5
    assert found["comments"] is None
    assert "not an endorsement" in client.get(f"/en/notices/{notice.number}/").content.decode()
    by_case = client.get(f"/notices/{notice.case_id}/").content.decode()
    assert f"<code>http://testserver/notices/{notice.number}/</code>" in by_case  # one address to cite
    assert client.get("/notices/N2024-999/").status_code == 404


def test_the_feed_is_well_formed_and_holds_the_notice(shown_notice: Noticed, client: Client) -> None:
    answer = client.get("/notices/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").endswith(f"/notices/{shown_notice.notice.number}/")


def test_once_it_has_ended_the_count_is_shown_and_no_form(
    shown_notice: Noticed, client: Client, settings: Settings
) -> None:
    company, notice = shown_notice.company, shown_notice.notice
    said(company, notice)
    assert "共收到" not in client.get(f"/notices/{notice.number}/").content.decode()
    ended(company, notice)
    at_the_time_of(company, settings)
    page = client.get(f"/notices/{notice.number}/").content.decode()
    assert "共收到 1 件" in page
    assert "不再受理" in page
    assert 'name="text"' not in client.get(f"/notices/{notice.number}/comment/").content.decode()


def test_only_published_projects_stand_in_the_register_with_their_term(
    shown_notice: Noticed, client: Client, settings: Settings
) -> None:
    company, notice = shown_notice.company, shown_notice.notice
    assert client.get("/register/projects.json").json()["projects"] == []
    assert "目前没有正式对外公示的项目" in client.get("/register/").content.decode()
    published(company, notice)
    at_the_time_of(company, settings)
    number = RegisterEntry.objects.get().number
    page = client.get(f"/register/{number}/").content.decode()
    for text in ("试点中，至 2025年", "试点不等于认可", "如何投诉", notice.number):
        assert text in page, text
    (project,) = client.get("/register/projects.json").json()["projects"]
    assert (project["number"], project["licence"], project["trial_ended"]) == (number, "CC BY 4.0", False)
    assert number in client.get("/register/?q=鹏海").content.decode()
    assert "<mark>鹏海</mark>" in client.get("/register/?q=鹏海").content.decode()
    assert number not in client.get("/register/?q=没有这样的词").content.decode()
    assert number not in client.get("/register/?q=管理网").content.decode()  # of the filed architecture
    lines = client.get("/register/projects.csv").content.decode().splitlines()
    assert lines[0].lstrip("\ufeff").startswith("number,project,units")
    assert number in lines[1]
    assert client.get("/register/P2024-999/").status_code == 404


def test_a_notice_is_found_by_what_it_shows_and_by_nothing_else(
    shown_notice: Noticed, client: Client
) -> None:
    number = shown_notice.notice.number
    page = client.get("/notices/?q=关").content.decode()
    assert number in page and "<mark>关</mark>" in page
    assert number in client.get(f"/notices/?q={number.lower()}").content.decode()
    page = client.get(
        "/notices/?q=管理网"
    ).content.decode()  # of the filed architecture, which is never public
    assert number not in page and "没有符合" in page
