"""Headers, health and error pages."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from xianxing.site.errors import bad_request, broken, refused

PAGES = ("/", "/en/", "/guides/", "/workdays/", "/check/", "/components/", "/nothing/")


@pytest.mark.parametrize("address", PAGES)
def test_strict_headers_on_every_page(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES)
def test_no_inline_script_style_or_foreign_address(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_health(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["ok"] is True
    assert "shenzhen-2023" in response.json()["guides"]
    assert "no-store" in response.headers["Cache-Control"]


def test_a_missing_page_says_so_in_the_readers_language(client: Client) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "找不到页面" in response.content.decode()
    assert "Page not found" in client.get("/en/nothing/").content.decode()


def test_a_nul_that_no_database_holds_is_refused_in_words(client: Client) -> None:
    for answer in (client.get("/workdays/?from=%00"), client.post("/log/receipt/", {"receipt": "a\0b"})):
        assert answer.status_code == 400
        assert "无法读取您的请求" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    "address", ["/complaints/status/", "/notices/answer/", "/privacy/request/", "/complaints/"]
)
def test_a_nul_in_what_strangers_hand_in_is_refused_in_words(client: Client, address: str) -> None:
    said = {"number": "a\0", "secret": "x", "origin": "complaint", "kind": "complaint", "project": "\0"}
    assert client.post(address, said).status_code == 400


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_nul_for_the_interface_is_refused(client: Client) -> None:
    assert client.get("/api/v1/register/a%00b").status_code == 400
    place, said = "/api/v1/complaints/status", {"number": "a\\\0", "secret": "x"}
    answer = client.post(place, said, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    unlike = {"number": "a\\u0000", "secret": "x"}  # six letters that only look like one
    assert client.post(place, unlike, content_type="application/json").json()["code"] != "malformed"


def test_a_large_upload_lies_where_leftovers_are_swept(settings: Settings) -> None:
    with TemporaryUploadedFile("报告.pdf", "application/pdf", 3_000_000, None) as sent:
        assert Path(sent.temporary_file_path()).parent == Path(settings.SCRATCH_DIR)


def test_errors_as_json_for_a_script(client: Client) -> None:
    response = client.get("/nothing/", headers={"Accept": "application/json"})
    assert response.json() == {
        "status": 404,
        "title": "找不到页面",
        "advice": "地址可能有误，或页面已不存在。",
    }


def test_error_pages_carry_their_status(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    pages = {400: bad_request(request), 403: refused(request), 500: broken(request)}
    for status, response in pages.items():
        assert response.status_code == status
        assert "返回首页" in response.content.decode()


def test_a_failure_of_ours_shows_no_internals(settings: Settings, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged" / "filing.toml"
    damaged.parent.mkdir()
    damaged.write_text("this is = no TOML")
    settings.EXAMPLES_DIR = tmp_path
    response = Client(raise_request_exception=False).get("/check/")
    assert response.status_code == 500
    assert "TOML" not in response.content.decode()
    assert "您提交的内容没有保留" in response.content.decode()


def test_a_post_without_our_form_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/check/", {})
    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()


@pytest.mark.parametrize("length", ["999999999999", "-1", "many", "1e3"])
def test_a_large_or_odd_length_is_refused_before_the_body_is_read(client: Client, length: str) -> None:
    body = BytesIO(b"x" * 1000)
    response = client.request(
        **{
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/check/",
            "CONTENT_TYPE": "application/octet-stream",
            "CONTENT_LENGTH": length,
            "wsgi.input": body,
        }
    )
    assert body.tell() == 0
    assert response.status_code == 413
    assert "文件过大" in response.content.decode()
