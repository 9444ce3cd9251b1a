"""Files looked at in a real browser: pages as pictures, leafed through, with their text; accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import heard, open_page, overflow, violations
from tests.documents.build import lines, pdf
from tests.factories.browsing import enter, taken_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def filing(site: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    return taken_in(site, browser, tmp_path_factory.mktemp("zip"))


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with open_page(browser, request.param) as page:
        yield page


def previews(page: Page, filing: str, ending: str) -> list[str]:
    """The paths below the filing of all files whose names end so."""
    page.goto(filing + "files/")
    names = page.locator("main a", has_text=re.compile(re.escape(ending)))
    return [str(one.get_attribute("href")) + "1/preview/" for one in names.all()]


def test_every_file_of_the_sample_is_shown_and_accessible(site: str, filing: str, page: Page) -> None:
    enter(page, site, "周若岚")
    found = [path for ending in (".docx", ".pdf", ".pptx") for path in previews(page, filing, ending)]
    assert len(found) >= 5
    for language in ("", "/en"):
        for path in found:
            with heard(page) as said:
                page.goto(site + language + path, wait_until="load")
                assert violations(page) == [], language + path
                assert overflow(page) == 0, language + path
            assert said == [], path
            for shown in page.locator("img.picture").all():
                assert shown.evaluate("image => image.complete && image.naturalWidth") > 500


def test_pages_are_leafed_through_by_link_and_by_number(site: str, filing: str, page: Page) -> None:
    enter(page, site, "周若岚")
    path = next(path for path in previews(page, filing, "技术安全评估报告.pdf"))
    page.goto(site + path)
    expect(page.locator("img.picture")).to_have_attribute("src", re.compile(r"\?page=1$"))
    page.locator("a[rel=next]").first.click()
    expect(page.locator("img.picture")).to_have_attribute("src", re.compile(r"\?page=2$"))
    page.get_by_label("页", exact=True).fill("5")
    page.get_by_label("页", exact=True).press("Enter")
    expect(page.locator("img.picture")).to_have_attribute("alt", re.compile("第 5 页"))
    expect(page.locator("a[rel=next]")).to_have_count(0)


def test_a_locked_pdf_says_why_it_is_not_shown(
    site: str, filing: str, page: Page, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    enter(page, site, "周若岚")
    width = request.node.callspec.params["page"]
    locked = tmp_path / f"加密{width}.pdf"
    locked.write_bytes(pdf(lines("机要", str(width)), encrypt="secret"))
    page.goto(filing + "files/")
    form = page.locator("form[data-upload]").first
    form.evaluate("form => form.closest('details') && (form.closest('details').open = true)")
    form.locator("input[type=file]").set_input_files(locked)
    form.locator("select[name=kind]").select_option("other")
    form.locator("button[type=submit]").click()
    page.locator("main a", has_text="预览").first.click()
    expect(page.locator("main")).to_contain_text("密码")
    assert page.locator("img.picture").count() == 0
    assert violations(page) == []
