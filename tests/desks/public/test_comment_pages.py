"""The public writes on a page and by the interface; too much, too long, too often is refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories.notices import Noticed, considered
from tests.pilot.notices.faults import faults
from xianxing.pilot.notices.domain.reading import read_comment, read_comment_file
from xianxing.pilot.notices.models import PublicComment
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.refusal import Stranger

pytestmark = pytest.mark.django_db


def sent(client: Client, notice: Any, **body: str) -> Any:
    return client.post(
        f"/api/v1/notices/{notice}/comments", json.dumps(body), content_type="application/json"
    )


def upload(name: str, content: bytes = b"%PDF-1.4 x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_evidence_files_go_with_an_objection_sealed_and_only_the_secretariat_reads_them(
    shown_notice: Noticed, client: Client
) -> None:
    company, place = shown_notice.company, f"/notices/{shown_notice.notice.number}/comment/"
    said = {"kind": "objection", "text": "数据来源存疑。", "name": "钟离默", "contact": "zl@public.example"}
    files = [upload("钟离默的合同.pdf"), upload("图.txt", "证".encode())]
    done = client.post(place, {**said, "files": files})
    assert done.status_code == 201
    assert "钟离默的合同.pdf" in done.content.decode()
    row = PublicComment.objects.get()
    assert [(one.place, one.size) for one in row.files.order_by("place")] == [(1, 10), (2, 3)]
    assert all(b"%PDF" not in bytes(one.sealed) for one in row.files.all())
    case, at = company.filing.pk, company.later()
    read = read_comment(case, row.number, company.cast.wen, at=at)
    assert [one.name for one in read.files] == ["钟离默的合同.pdf", "图.txt"]
    found = read_comment_file(case, row.number, 1, company.cast.wen, at=at)
    assert (found.name, found.content) == ("钟离默的合同.pdf", b"%PDF-1.4 x")
    logged = AccessEvent.objects.filter(kind=AccessKind.COMMENT_READ).values_list("detail", flat=True)
    assert not any("钟离默" in detail for detail in logged)
    for stranger in (company.cast.zhou, company.cast.gao):
        with pytest.raises(Stranger):
            read_comment_file(case, row.number, 1, stranger, at=at)
    with pytest.raises(Stranger):
        read_comment_file(case, row.number, 3, company.cast.wen, at=at)
    assert faults() == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("大.pdf", b"%PDF-1.4" + b" " * 5 * 1024**2)], "过大"),
        ([(f"{n}.pdf", b"%PDF-1.4") for n in range(8)], "最多附3个文件"),
        ([(f"{n}.pdf", b"%PDF-1.4" + b" " * (4 * 1024**2)) for n in range(3)], "合计不得超过10MB"),
        ([("病毒.exe", b"MZ\x90")], "类型不予接收"),
        ([("假.pdf", b"MZ\x90")], "类型不予接收"),
        ([("空.pdf", b"")], "空的"),
    ],
)
def test_files_that_are_not_taken_are_refused_in_words_and_the_text_stays(
    shown_notice: Noticed, client: Client, files: list[tuple[str, bytes]], words: str
) -> None:
    place = f"/notices/{shown_notice.notice.number}/comment/"
    body = {"kind": "clue", "text": "有人借用名义。", "files": [upload(*file) for file in files]}
    refused = client.post(place, body)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert words in page
    assert "有人借用名义。" in page
    assert not PublicComment.objects.exists()


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
    place, form = f"/notices/{notice.number}/comment/", "application/x-www-form-urlencoded"
    page = client.post(place, f"kind=comment&text={'a' * size}", content_type=form)
    assert page.status_code == 413
    assert not PublicComment.objects.exists()


def test_ten_megabytes_of_text_in_a_form_with_files_are_refused_and_a_long_text_comes_back(
    shown_notice: Noticed, client: Client
) -> None:
    place = f"/notices/{shown_notice.notice.number}/comment/"
    assert client.post(place, {"kind": "comment", "text": "a" * 10 * 1024 * 1024}).status_code == 413
    long = client.post(place, {"kind": "comment", "text": "a" * 200 * 1024})
    assert long.status_code == 422
    assert "a" * 200 * 1024 in long.content.decode()
    assert client.post(place, {"text": "a", "files": upload("x.pdf", b" " * 25 * 1024**2)}).status_code == 413
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
