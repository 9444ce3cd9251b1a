"""The public writes on a page and by the interface; too much, too long, too often is refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.factories.notices import Noticed, considered
from xianxing.pilot.notices.domain.reading import read_comment
from xianxing.pilot.notices.models import PublicComment

pytestmark = pytest.mark.django_db


def sent(client: Client, notice: Any, **body: str) -> Any:
    return client.post(
        f"/api/v1/notices/{notice}/comments", json.dumps(body), content_type="application/json"
    )


def test_a_comment_is_handed_in_on_the_page_and_gives_number_and_secret(
    shown_notice: Noticed, client: Client
) -> None:
    place = f"/notices/{shown_notice.notice.number}/comment/"
    assert 'name="text"' in client.get(place).content.decode()
    done = client.post(place, {"kind": "comment", "text": "请说明费用由谁承担。"})
    assert done.status_code == 201
    row = PublicComment.objects.get()
    page = done.content.decode()
    assert row.number in page
    assert "查询码" in page
    assert "no-store" in done["Cache-Control"]


def test_who_objects_is_told_by_when_the_answer_is_due(shown_notice: Noticed, client: Client) -> None:
    place = f"/notices/{shown_notice.notice.number}/comment/"
    named = {"kind": "objection", "text": "数据来源存疑。", "name": "钟离默", "contact": "zl@public.example"}
    assert "答复期限" in client.post(place, named).content.decode()
    assert "答复期限" not in client.post(place, {"kind": "clue", "text": "借用名义。"}).content.decode()


def test_what_was_typed_stays_when_an_objection_lacks_its_name(shown_notice: Noticed, client: Client) -> None:
    place = f"/notices/{shown_notice.notice.number}/comment/"
    refused = client.post(place, {"kind": "objection", "text": "数据<b>来源</b>存疑", "contact": "123"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "实名" in page
    assert "数据&lt;b&gt;来源&lt;/b&gt;存疑" in page
    assert 'value="objection" checked' in page
    assert not PublicComment.objects.exists()


def test_a_text_that_is_too_long_stays_whole_and_is_refused_with_the_limit(
    shown_notice: Noticed, client: Client
) -> None:
    place = f"/notices/{shown_notice.notice.number}/comment/"
    assert 'rows="8" required' in client.get(place).content.decode()  # a browser would cut a paste in silence
    refused = client.post(place, {"kind": "comment", "text": "数据来源存疑。", "evidence": "甲" * 6_000})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "5000" in page
    assert "甲" * 6_000 in page
    assert not PublicComment.objects.exists()


def test_a_form_from_another_site_is_refused(shown_notice: Noticed) -> None:
    other = Client(enforce_csrf_checks=True)
    place = f"/notices/{shown_notice.notice.number}/comment/"
    assert other.post(place, {"kind": "comment", "text": "好"}).status_code == 403
    assert not PublicComment.objects.exists()


def test_a_program_hands_in_without_a_token_by_number_or_case(shown_notice: Noticed, client: Client) -> None:
    notice = shown_notice.notice
    first = sent(client, notice.number, kind="clue", text="有人借用名义。", name="不应留下")
    second = sent(client, notice.case_id, kind="objection", text="存疑。", name="钟离默", contact="1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert set(first.json()) == {"number", "secret"}
    wen, case = shown_notice.company.cast.wen, shown_notice.company.filing.pk
    heard = read_comment(case, first.json()["number"], wen, at=shown_notice.company.at)
    assert heard.words.name == ""
    assert sent(client, "N2024-999", kind="comment", text="好").status_code == 404
    wrong = sent(client, notice.number, kind="praise", text="好")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "kind")
    assert sent(client, notice.number, text="好").status_code == 422


@pytest.mark.parametrize("size", [10 * 1024 * 1024, 200 * 1024])
def test_ten_megabytes_are_refused_by_their_size_alone(
    shown_notice: Noticed, client: Client, size: int
) -> None:
    notice = shown_notice.notice
    large = client.generic(
        "POST", f"/api/v1/notices/{notice.number}/comments", b"{" * size, content_type="application/json"
    )
    assert (large.status_code, large.json()["code"]) == (413, "too-large")
    page = client.post(f"/notices/{notice.number}/comment/", {"kind": "comment", "text": "a" * size})
    assert page.status_code == 413
    assert not PublicComment.objects.exists()


def test_who_writes_too_often_waits_and_the_notice_stays_readable(
    shown_notice: Noticed, client: Client, settings: Settings
) -> None:
    settings.COMMENT_RATE = "2/h"
    cache.clear()
    notice = shown_notice.notice
    answers = [sent(client, notice.number, kind="comment", text=f"第{n}条").status_code for n in range(3)]
    assert answers == [201, 201, 429]
    assert (
        client.post(f"/notices/{notice.number}/comment/", {"kind": "comment", "text": "又"}).status_code
        == 429
    )
    assert client.get(f"/notices/{notice.number}/").status_code == 200
    other = Client(REMOTE_ADDR="203.0.113.7")
    assert sent(other, notice.number, kind="comment", text="别人").status_code == 201


def test_a_flooded_notice_takes_no_more_for_an_hour(
    shown_notice: Noticed, client: Client, settings: Settings
) -> None:
    settings.NOTICE_COMMENT_RATE = "1/h"
    cache.clear()
    number = shown_notice.notice.number
    assert sent(Client(REMOTE_ADDR="203.0.113.8"), number, kind="comment", text="一").status_code == 201
    assert sent(Client(REMOTE_ADDR="203.0.113.9"), number, kind="comment", text="二").status_code == 429


def test_a_flood_is_one_however_the_address_spells_the_notice(
    shown_notice: Noticed, client: Client, settings: Settings
) -> None:
    settings.NOTICE_COMMENT_RATE, settings.COMMENT_RATE = "1/h", "100/h"
    cache.clear()
    notice = shown_notice.notice
    case = str(notice.case_id)
    spelt = (notice.number, case, case.upper(), case.replace("-", ""), f"{{{case}}}", f"urn:uuid:{case}")
    answers = [sent(client, one, kind="comment", text="刷屏").status_code for one in spelt]
    assert answers == [201, *[429] * 5]
    page = client.post(f"/notices/{case.title()}/comment/", {"kind": "comment", "text": "又"})
    assert page.status_code == 429


@pytest.mark.parametrize("name", ["text", "evidence", "name", "contact", "kind"])
def test_half_a_character_is_refused_and_not_kept(shown_notice: Noticed, client: Client, name: str) -> None:
    said = {"kind": "comment", "text": "好", "evidence": "", "name": "", "contact": ""}
    body = json.dumps({**said, name: said[name] + "\ud83d"})
    answer = client.post(
        f"/api/v1/notices/{shown_notice.notice.number}/comments", body, content_type="application/json"
    )
    assert 400 <= answer.status_code < 500
    assert not PublicComment.objects.exists()


def test_the_objector_reads_the_answer_and_a_wrong_secret_reads_nothing(
    shown_notice: Noticed, client: Client
) -> None:
    company, notice = shown_notice.company, shown_notice.notice
    given = sent(client, notice.number, kind="objection", text="存疑。", name="钟离默", contact="1").json()
    page = client.post("/notices/answer/", given).content.decode()
    assert "尚未处理" in page
    assert "钟离默" not in page
    considered(company, given["number"], "已核实<i>来源</i>。")
    page = client.post("/notices/answer/", given).content.decode()
    assert "已核实&lt;i&gt;来源&lt;/i&gt;。" in page
    wrong = client.post("/notices/answer/", {**given, "secret": "2" * 20})
    assert wrong.status_code == 422
    assert "已核实" not in wrong.content.decode()
