"""Looking at files: pages drawn anew, text in its structure, and nothing active of what was uploaded."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from uuid import uuid4

import docx
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from openpyxl import load_workbook
from PIL import Image
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.desks.portal.conftest import Draft
from tests.documents.build import lines, pdf, saved
from xianxing.desks import showing
from xianxing.pilot.clock import now
from xianxing.pilot.filings.files.materials import add_file, erase_material, remove_material
from xianxing.pilot.filings.models import Material


def put(draft: Draft, data: bytes, name: str) -> Material:
    """A file that Zhou brings."""
    return add_file(
        filing=draft.filing, unit=draft.filing.units.get(lead=True), kind="other", stream=io.BytesIO(data),
        name=name, size=len(data), by=draft.person("zhou"), at=now(),
    )  # fmt: skip


def look(client: Client, draft: Draft, material: Material, rest: str = "preview/") -> HttpResponse:
    answer = client.get(draft.url(f"files/{material.pk}/1/{rest}"))
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_pdf_is_leafed_through_as_pictures_with_the_text_of_each_page(draft: Draft) -> None:
    material = put(draft, pdf(lines("第一页的话"), lines("第二页的话"), lines("第三页的话")), "三页.pdf")
    zhou = draft.enter("zhou")
    page = look(zhou, draft, material, "preview/?page=2").content.decode()
    assert "第二页的话" in page and "第一页的话" not in page
    assert f"files/{material.pk}/1/picture/?page=2" in page
    assert 'href="?page=1" rel="prev"' in page and 'href="?page=3" rel="next"' in page
    for asked, shown in (("0", 1), ("99", 3), ("x", 1), ("９", 1), ("", 1)):
        assert (
            f"/picture/?page={shown}"
            in look(zhou, draft, material, f"preview/?page={asked}").content.decode()
        )


def test_a_preview_leads_back_to_the_page_of_the_filing_from_which_it_was_opened(draft: Draft) -> None:
    material = put(draft, pdf(lines("第一页的话"), lines("第二页的话")), "两页.pdf")
    zhou, act = draft.enter("zhou"), draft.url("confirm/unit_review/lead/")
    page = look(zhou, draft, material, f"preview/?page=1&back={act}").content.decode()
    assert f'<a href="{act}">返回刚才的页面</a>' in page
    assert f'href="?page=2&amp;back={act}" rel="next"' in page
    for other in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/accounts/",
        "javascript:alert(1)",
        "",
    ):
        assert "返回刚才的页面" not in look(zhou, draft, material, f"preview/?back={other}").content.decode()


def test_a_page_comes_as_pixels_for_those_who_may_download_it(draft: Draft) -> None:
    material = put(draft, pdf(lines("甲")), "甲.pdf")
    for name in ("zhou", "luo", "ning"):
        answer = look(draft.enter(name), draft, material, "picture/?page=1")
        assert answer.status_code == 200, name
        assert answer["Content-Type"] == "image/webp"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    others = [draft.enter("mo"), draft.enter("wen"), enter(draft.cast.people["闻亦舟"])]
    for client in others:
        for rest in ("picture/", "preview/", ""):
            assert look(client, draft, material, rest).status_code == 404


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "１", "9" * 9])
def test_a_page_that_is_not_there_is_not_found(draft: Draft, page: str) -> None:
    material = put(draft, pdf(lines("甲")), "甲.pdf")
    assert look(draft.enter("zhou"), draft, material, f"picture/?page={page}").status_code == 404


def test_of_an_uploaded_picture_nothing_but_pixels_reaches_the_browser(draft: Draft) -> None:
    target = io.BytesIO()
    Image.new("RGB", (30, 30), "blue").save(target, "PNG")
    material = put(draft, target.getvalue() + b"<script>alert(1)</script>", "图.png")
    answer = look(draft.enter("zhou"), draft, material, "picture/")
    assert answer.status_code == 200 and b"script" not in answer.content


def test_word_is_shown_as_headings_tables_and_notes_and_says_that_it_is_the_text_only(draft: Draft) -> None:
    document = docx.Document()
    document.add_heading("总述", 1)
    document.add_heading("细目", 3)
    document.add_paragraph("<script>alert(1)</script>")
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"格{number}"
    material = put(draft, saved(document), "方案.docx")
    zhou = draft.enter("zhou")
    page = look(zhou, draft, material).content.decode()
    assert 'role="heading" aria-level="3">总述' in page
    assert 'role="heading" aria-level="4">细目' in page
    assert "<tr><td>格0</td><td>格1</td></tr><tr><td>格2</td><td>格3</td></tr>" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert "仅显示文字" in page and "/picture/" not in page
    assert look(zhou, draft, material, "picture/").status_code == 404
    english = zhou.get("/en" + draft.url(f"files/{material.pk}/1/preview/")).content.decode()
    assert "The text only" in english


def test_footnotes_stand_with_the_sentence_of_their_mark(draft: Draft) -> None:
    report = draft.filing.materials.get(kind="compliance_report")
    page = look(draft.enter("zhou"), draft, report).content.decode()
    assert "脚注和尾注" in page and "注于：" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(lines("机要"), encrypt="secret"), "密码"),
        (pdf(lines("一"), lines("二"))[:80], "损坏"),
    ],
    ids=["locked", "cut off"],
)
def test_what_cannot_be_opened_says_why_and_what_would_help(draft: Draft, data: bytes, words: str) -> None:
    material = put(draft, data, "报告.pdf")
    zhou = draft.enter("zhou")
    answer = look(zhou, draft, material)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page and "/picture/" not in page
    assert look(zhou, draft, material, "picture/").status_code == 404
    sent = zhou.get(draft.url(f"files/{material.pk}/1/"))
    assert isinstance(sent, StreamingHttpResponse)
    assert sent.getvalue() == data


def test_erased_bytes_are_not_found_by_any_way(draft: Draft) -> None:
    material, zhou = put(draft, pdf(lines("甲")), "甲.pdf"), draft.person("zhou")
    remove_material(material=material, by=zhou, at=now())
    erase_material(material=material, by=zhou, at=now())
    client = draft.enter("zhou")
    for rest in ("", "preview/", "picture/"):
        assert look(client, draft, material, rest).status_code == 404


def test_who_asks_for_too_many_pages_is_told_to_wait_and_others_are_not(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "PICTURE_RATE", "2/10m")
    material, zhou = put(draft, pdf(lines("甲")), "甲.pdf"), draft.enter("zhou")
    got = [look(zhou, draft, material, "picture/").status_code for _ in range(3)]
    assert got == [200, 200, 429]
    assert look(draft.enter("luo"), draft, material, "picture/").status_code == 200


def test_no_plaintext_is_left_behind(draft: Draft, settings: Settings, tmp_path: Path) -> None:
    settings.SCRATCH_DIR = tmp_path / "scratch"
    material = put(draft, pdf(lines("甲")), "甲.pdf")
    assert look(draft.enter("zhou"), draft, material, "picture/").status_code == 200
    assert [one for one in settings.SCRATCH_DIR.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (
            "合规评估报告（终稿）.txt",
            "%E5%90%88%E8%A7%84%E8%AF%84%E4%BC%B0%E6%8A%A5%E5%91%8A%EF%BC%88%E7%BB%88%E7%A8%BF%EF%BC%89.txt",
        ),
        ('a"; filename=evil.exe\r\nSet-Cookie: x=1.txt', None),
        ("报告\u202etxt.exe.txt", "%E6%8A%A5%E5%91%8Atxt.exe.txt"),
        ("=cmd|calc.txt", None),
    ],
)
def test_a_download_is_named_as_it_came_and_the_header_holds_nothing_else(
    draft: Draft, name: str, header: str | None
) -> None:
    material = put(draft, b"text", name)
    sent = draft.enter("luo").get(draft.url(f"files/{material.pk}/1/"))
    assert isinstance(sent, StreamingHttpResponse) and sent.getvalue() == b"text"
    told = sent["Content-Disposition"]
    assert re.fullmatch(r"""attachment; filename(="[ -!#-~]*"|\*=utf-8''[\w%.~-]+)""", told, re.ASCII)
    assert "Set-Cookie" not in sent.headers
    if header:
        assert told == f"attachment; filename*=utf-8''{header}"
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["X-Content-Type-Options"] == "nosniff" and "sandbox" in sent["Content-Security-Policy"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t="])
def test_a_table_that_is_downloaded_runs_nothing_in_a_spreadsheet(draft: Draft, start: str) -> None:
    zhou, path = draft.enter("zhou"), "content.glossary"
    word = f"{start}cmd|'/c calc'!A1"
    place = f"{path}|{uuid4()}"
    term = f"x{word}" if start == "\t=" else word
    sent = {"row": place, f"based:{place}": "0", f"v:{place}:term": term}
    assert zhou.post(draft.url("sections/wording/"), sent).status_code == 302
    table = zhou.get(draft.url(f"cells/table/?path={path}"))
    assert table["Content-Disposition"].startswith("attachment; filename*=utf-8''%E")
    assert table["Content-Disposition"].endswith(".csv")
    cells = [cell for row in csv.reader(io.StringIO(table.content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝"))]
    book = load_workbook(io.BytesIO(zhou.get(draft.url(f"cells/table/?path={path}&as=xlsx")).content))
    shown = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert shown and {cell.data_type for cell in shown} <= {"s", "n", "inlineStr"}
