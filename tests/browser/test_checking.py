"""The checker in a browser: a sample in one click, an upload with a script, a result to read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import heard, open_page, overflow, violations

pytestmark = pytest.mark.browser
DEFECTIVE = Path(settings.EXAMPLES_DIR) / "defective-example"
WAIT = 60_000


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def check_sample(page: Page, site: str, sample: str, language: str = "") -> None:
    page.goto(f"{site}{language}/check/")
    page.click(f"form[action$='/check/samples/{sample}/'] button")
    expect(page.locator(".figures")).to_be_visible(timeout=WAIT)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_result_is_accessible_and_keeps_inside_the_screen(
    browser: Browser, site: str, width: int, language: str
) -> None:
    with open_page(browser, width) as page, heard(page) as said:
        check_sample(page, site, "defective-example", language)
        assert page.locator(".finding").count() == 13
        assert violations(page) == []
        assert overflow(page) == 0
        page.click("a[href='?show=blocking']")
        assert page.locator(".finding").count() == 2
    assert said == []


def test_an_upload_shows_its_name_and_leads_to_its_findings(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    path = tmp_path / "申报.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in DEFECTIVE.iterdir():
            archive.write(file, file.name)
    with open_page(browser, 1280) as page, heard(page) as said:
        page.goto(site + "/check/")
        page.set_input_files("#filing", path)
        expect(page.locator(".chosen")).to_contain_text("申报.zip")
        page.fill("#as_of", "2024-01-20")
        page.click("form[data-upload] button")
        expect(page.locator(".figures")).to_be_visible(timeout=WAIT)
        assert "/check/results/" in page.url
        page.click("text=立即删除")
        expect(page.locator("h1")).to_have_text("已删除")
    assert said == []


def test_a_refused_upload_is_explained_on_the_same_page(browser: Browser, site: str, tmp_path: Path) -> None:
    path = tmp_path / "not-a-zip.zip"
    path.write_bytes(b"MZ" + bytes(100))
    with open_page(browser, 1280) as page:
        page.goto(site + "/check/")
        page.set_input_files("#filing", path)
        page.click("form[data-upload] button")
        expect(page.locator("form[data-upload] [role=status]")).to_contain_text("这不是 zip 压缩包")
        assert page.url == site + "/check/"


def test_everything_can_be_reached_by_keyboard(browser: Browser, site: str) -> None:
    with open_page(browser, 1280) as page:
        page.goto(site + "/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("main a.button").first).to_be_focused()


def test_without_scripts_a_sample_can_still_be_checked(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/check/")
    page.click("form[action$='/check/samples/defective-example/'] button")
    for _ in range(40):
        if page.locator(".figures").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    assert page.locator(".finding").count() == 13
    context.close()
