"""The desk and the public pages of calls in a real browser: accessible, inside the screen, quiet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page, serve, violations
from tests.factories.browsing import assert_good, enter

pytestmark = pytest.mark.browser
BY_PERSON = {
    "wen": (
        "/desk/",
        "/desk/?show=mine",
        "/desk/calls/",
        "/desk/calls/1/",
        "/desk/calls/publish/shenzhen-2023/shenzhen-2023-2/",
        "/desk/questions/",
        "/calls/",
        "/faq/",
    ),
    "fang": ("/desk/", "/desk/?show=mine", "/desk/calls/1/extend/"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("desk"), "tests.browser.desk_stage") as address:
        yield address


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


@pytest.mark.parametrize("name", BY_PERSON)
def test_every_page_is_accessible_and_keeps_inside_the_screen(desk: str, page: Page, name: str) -> None:
    enter(page, desk, name)
    for address in BY_PERSON[name]:
        for language in ("", "/en"):
            assert_good(page, desk + language + address, at_both_widths=True)


def test_a_filed_filing_and_a_question(desk: str, page: Page) -> None:
    enter(page, desk, "wen")
    for start, selector in (("/desk/", "tbody th a"), ("/desk/questions/", ".task-list a")):
        page.goto(desk + start)
        for link in [found.get_attribute("href") for found in page.locator(selector).all()]:
            for language in ("", "/en"):
                assert_good(page, f"{desk}{language}{link}", at_both_widths=True)


def test_the_clerk_reads_opens_a_file_and_takes_the_dossier(desk: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        page.goto(desk + "/desk/")
        page.locator("tbody th a").click()
        expect(page.locator(".explanation").filter(has_text="删减会影响理解")).to_have_count(1)
        for details in page.locator("details").all():
            details.evaluate("each => each.open = true")
        assert violations(page) == []
        with page.expect_download() as download:
            page.locator("#files + .task-list a[download]").first.click()
        assert download.value.suggested_filename.endswith((".docx", ".pdf", ".pptx"))
        with page.expect_download() as download:
            page.get_by_role("button", name="下载卷宗").click()
        assert "verify.py" in zipfile.ZipFile(download.value.path()).namelist()


def test_the_clerk_looks_at_every_file_of_a_filing(desk: str, page: Page) -> None:
    enter(page, desk, "wen")
    page.goto(desk + "/desk/")
    page.locator("tbody th a").click()
    found = [str(one.get_attribute("href")) for one in page.locator("#files + .task-list span > a").all()]
    assert len(found) >= 5
    leafed = ""
    for language in ("", "/en"):
        for path in found:
            assert_good(page, desk + language + path, at_both_widths=True)
            leafed = path if page.locator("a[rel=next]").count() else leafed
            for shown in page.locator("img.picture").all():
                assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    page.goto(desk + leafed)
    page.locator("a[rel=next]").first.click()
    expect(page.locator("img.picture")).to_have_attribute("src", re.compile(r"\?page=2$"))


def test_the_head_extends_with_the_code_and_the_public_reads_it(desk: str, browser: Browser) -> None:
    with open_page(browser, 390) as page:
        enter(page, desk, "fang")
        page.goto(desk + "/desk/calls/1/extend/")
        page.get_by_role("button", name="发布延长通知").click()
        assert violations(page) == []
        page.get_by_label("新的截止日").fill("2024-02-08")
        page.get_by_label("公布的理由").fill("再次中断")
        page.get_by_label("第二验证码").fill(page.locator("[data-demo-code] b").inner_text())
        page.get_by_role("button", name="发布延长通知").click()
        expect(page.get_by_text("2024年2月8日 24:00")).to_be_visible()
        page.goto(desk + "/calls/")
        expect(page.get_by_text("再次中断")).to_be_visible()


def test_a_question_is_answered(desk: str, browser: Browser) -> None:
    with open_page(browser, 1280) as page:
        enter(page, desk, "wen")
        page.goto(desk + "/desk/questions/")
        page.get_by_role("link", name="测试规模的上限").click()
        page.get_by_role("button", name="发出答复").click()
        assert violations(page) == []
        page.get_by_label("书面答复").fill("均可，须写明理由。")
        page.get_by_role("button", name="发出答复").click()
        page.get_by_role("button", name="匿名发布").click()
        page.goto(desk + "/faq/")
        expect(page.get_by_text("均可，须写明理由。")).to_be_visible()
