"""Walks in a real browser that several rooms' tests take."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import heard, open_page, overflow, violations

EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"


def enter(page: Page, site: str, name: str) -> None:
    """Log in on the demonstration's page as one of the cast."""
    page.goto(site + "/demo/")
    page.locator("li", has_text=name).get_by_role("button").first.click()
    page.wait_for_url(lambda address: not address.endswith("/demo/"))


def assert_good(page: Page, address: str) -> None:
    """The page has no failing of axe, doesn't scroll sideways, and the browser has nothing to complain of."""
    with heard(page) as said:
        page.goto(address)
        assert violations(page) == [], address
        assert overflow(page) == 0, address
    quiet = re.compile(r"40[034]|410")
    assert [text for text in said if not quiet.search(text)] == []


def taken_in(site: str, browser: Browser, folder: Path) -> str:
    """Take the sample in as a new filing through the page; gives its address."""
    packed = shutil.make_archive(str(folder / "filing"), "zip", EXAMPLE)
    with open_page(browser, 1280) as page:
        enter(page, site, "周若岚")
        page.goto(site + "/filings/take-in/")
        page.locator("input[type=file]").set_input_files(packed)
        page.locator("main form button[type=submit]").click()
        page.locator("main a.button").last.click()
        page.wait_for_url(re.compile(r"/filings/[-0-9a-f]{36}/$"))
        return page.url
